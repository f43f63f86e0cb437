// Changing tenants and connections by command: each change checked and stored. Whoever runs it publishes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/store.hpp"
#include "tenancy/directory.hpp"
#include "tenancy/problems.hpp"

namespace fairlead::tenancy {

/// A directory of what the store holds.
/// @error those of the store; DataLoss  its rows contradict each other
[[nodiscard]] Result<std::shared_ptr<const Directory>> load_directory(store::Store& store);

/// One thread at a time, like the Store it borrows. Every member can also fail with what the store says.
class Administration {
 public:
  explicit Administration(store::Store& store) : store_(store) {}

  /// `rules` are the defaults of new tenants: DesiredState::new_tenant_rules.
  /// @error AlreadyExists, InvalidArgument
  [[nodiscard]] Result<void> add_tenant(std::string_view id, std::string_view title,
                                        const std::vector<ProviderRule>& rules);

  /// With all its connections, whose number is returned.
  /// @error NotFound; FailedPrecondition  fairlead.yaml declares it, or one of its connections
  /// ("managed_by_file")
  [[nodiscard]] Result<std::size_t> remove_tenant(std::string_view id);

  /// Without a name it is called like its provider. Returns it as stored.
  /// @error AlreadyExists; NotFound  it names a tenant that does not exist
  /// @error InvalidArgument  ids, limits, or what `check_config` (may be empty) says, all of it
  /// ("bad_config")
  [[nodiscard]] Result<Connection> add_connection(Connection connection, const ConfigCheck& check_config);

  /// @error NotFound; FailedPrecondition  fairlead.yaml declares it ("managed_by_file")
  [[nodiscard]] Result<void> remove_connection(const ConnectionKey& key);

  /// For one tenant, or for all where `tenant` is empty; also for tenants of the file: the command's word
  /// holds then, and `apply` reports where the file differs. Returns the tenants that were changed.
  /// @error NotFound, InvalidArgument
  [[nodiscard]] Result<std::vector<std::string>> set_enabled(std::string_view provider,
                                                             std::string_view tenant, bool is_enabled);

 private:
  store::Store& store_;
};

}  // namespace fairlead::tenancy
