/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Host extension "fairlead.host.events/1": a provider tells that its lists or resources changed, so
 * that the host can notify subscribed clients (MCP list_changed and resources/updated notifications).
 */
#ifndef FAIRLEAD_EVENTS_H
#define FAIRLEAD_EVENTS_H

#include "fairlead/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FAIRLEAD_EXT_EVENTS_1 "fairlead.host.events/1"

#define FAIRLEAD_LIST_TOOLS 0
#define FAIRLEAD_LIST_RESOURCES 1
#define FAIRLEAD_LIST_PROMPTS 2

/* Owned and sized by the host. */
typedef struct fairlead_events_api {
  uint32_t struct_size;
  uint32_t reserved0;

  /* [any-thread] The list of that binding has changed. The host coalesces.
   * @error NOT_FOUND        no such binding
   * @error INVALID_ARGUMENT `list` is no FAIRLEAD_LIST_* */
  fairlead_status (*list_changed)(fairlead_host *, uint64_t binding_id, uint32_t list) FAIRLEAD_NOEXCEPT;

  /* [any-thread] The resource `uri` of that binding has changed.
   * @error NOT_FOUND no such binding */
  fairlead_status (*resource_updated)(fairlead_host *, uint64_t binding_id, fairlead_str uri)
      FAIRLEAD_NOEXCEPT;
} fairlead_events_api;

#ifdef __cplusplus
}
#endif
#endif /* FAIRLEAD_EVENTS_H */
