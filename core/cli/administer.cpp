#include "cli/administer.hpp"

#include "tenancy/desired_state.hpp"

namespace fairlead::cli {

Result<void> administer(const Session& session,
                        const std::function<Result<void>(tenancy::Administration&)>& change) {
  return session.runtime().administer([&change](store::Store& store) {
    tenancy::Administration administration(store);
    return change(administration);
  });
}

Result<std::vector<tenancy::ProviderRule>> default_rules(const Session& session) {
  if (session.loaded.document.is_null()) return std::vector<tenancy::ProviderRule>();
  FAIRLEAD_TRY(auto desired,
               tenancy::read_desired_state(session.loaded.document,
                                           {.other_keys = runtime::process_keys(), .check_config = {}}));
  return std::move(desired.new_tenant_rules);
}

}  // namespace fairlead::cli
