/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Provider extension "fairlead.provider.check_config/1": a check of a configuration beyond its JSON
 * Schema, with one error per field. Found by fairlead_provider_api.get_extension.
 */
#ifndef FAIRLEAD_CHECK_CONFIG_H
#define FAIRLEAD_CHECK_CONFIG_H

#include "fairlead/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FAIRLEAD_EXT_CHECK_CONFIG_1 "fairlead.provider.check_config/1"

/* Receives one finding: `path` is a JSON Pointer (RFC 6901) into the configuration. */
typedef void (*fairlead_field_error_fn)(void *user, fairlead_str path, fairlead_str message)
    FAIRLEAD_NOEXCEPT;

/* Owned and sized by the plugin. */
typedef struct fairlead_check_config_api {
  uint32_t struct_size;
  uint32_t reserved0;

  /* [any-thread] No I/O. `config_json` is valid against the schema; secret fields hold their names.
   * Calls `found` once per error, before it returns.
   * @error INVALID_ARGUMENT at least one error was found */
  fairlead_status (*check)(fairlead_plugin *, fairlead_str config_json, fairlead_field_error_fn found,
                           void *user) FAIRLEAD_NOEXCEPT;
} fairlead_check_config_api;

#ifdef __cplusplus
}
#endif
#endif /* FAIRLEAD_CHECK_CONFIG_H */
