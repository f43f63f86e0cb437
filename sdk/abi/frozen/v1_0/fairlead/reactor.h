/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Host extension "fairlead.host.reactor/1": an ASYNC provider waits for descriptors and timers on the
 * host's event loop instead of a thread of its own.
 */
#ifndef FAIRLEAD_REACTOR_H
#define FAIRLEAD_REACTOR_H

#include "fairlead/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FAIRLEAD_EXT_REACTOR_1 "fairlead.host.reactor/1"

#define FAIRLEAD_FD_READABLE 0x1u
#define FAIRLEAD_FD_WRITABLE 0x2u

/* status OK: it happened; CANCELLED: cancel or shutdown; DEADLINE_EXCEEDED: a watch timed out.
 * `ready` are FAIRLEAD_FD_* for a watch, 0 otherwise. */
typedef void (*fairlead_reactor_fn)(void *user, fairlead_status, uint32_t ready) FAIRLEAD_NOEXCEPT;

/* Owned and sized by the host. Every accepted wait calls `done` exactly once, on the loop that serves
 * the current call, or on any loop when there is none; `user` must live until then. */
typedef struct fairlead_reactor_api {
  uint32_t struct_size;
  uint32_t reserved0;

  /* [any-thread] Waits once until `fd` (the plugin's, kept open meanwhile) is ready.
   * @error INVALID_ARGUMENT   bad descriptor or interest
   * @error RESOURCE_EXHAUSTED too many waits */
  fairlead_status (*watch)(fairlead_host *, int32_t fd, uint32_t interest, uint64_t deadline_mono_ns,
                           fairlead_reactor_fn done, void *user, uint64_t *wait) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Waits once until that moment.
   * @error RESOURCE_EXHAUSTED too many waits */
  fairlead_status (*timer)(fairlead_host *, uint64_t at_mono_ns, fairlead_reactor_fn done, void *user,
                           uint64_t *wait) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Runs `done` soon on a loop.
   * @error RESOURCE_EXHAUSTED too many waits */
  fairlead_status (*post)(fairlead_host *, fairlead_reactor_fn done, void *user) FAIRLEAD_NOEXCEPT;

  /* [any-thread] Ends a watch or timer; `done` still comes, with CANCELLED.
   * @error FAILED_PRECONDITION it has happened already */
  fairlead_status (*cancel)(fairlead_host *, uint64_t wait) FAIRLEAD_NOEXCEPT;
} fairlead_reactor_api;

#ifdef __cplusplus
}
#endif
#endif /* FAIRLEAD_REACTOR_H */
