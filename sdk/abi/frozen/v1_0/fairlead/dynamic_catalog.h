/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Provider extension "fairlead.provider.dynamic_catalog/1": entries that depend on the binding, in
 * place of fairlead_provider_api.catalog_json. Found by fairlead_provider_api.get_extension.
 */
#ifndef FAIRLEAD_DYNAMIC_CATALOG_H
#define FAIRLEAD_DYNAMIC_CATALOG_H

#include "fairlead/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FAIRLEAD_EXT_DYNAMIC_CATALOG_1 "fairlead.provider.dynamic_catalog/1"

/* Owned and sized by the plugin. */
typedef struct fairlead_dynamic_catalog_api {
  uint32_t struct_size;
  uint32_t reserved0;

  /* [blocking-pool] Hands the whole catalog of that binding, in the shape of catalog_json, to `sink`
   * before it returns. Asked once per binding and again after events/1 list_changed. May do I/O within
   * the deadline of `op`.
   * @error any status: the sink is not called, the host keeps what it had and says why */
  fairlead_status (*catalog)(fairlead_binding *, const fairlead_client_op *op, fairlead_value_fn sink,
                             void *user, fairlead_errout *) FAIRLEAD_NOEXCEPT;
} fairlead_dynamic_catalog_api;

#ifdef __cplusplus
}
#endif
#endif /* FAIRLEAD_DYNAMIC_CATALOG_H */
