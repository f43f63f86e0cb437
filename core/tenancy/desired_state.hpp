// The declarative part of fairlead.yaml, read into rows as they should be in the store.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "tenancy/model.hpp"
#include "tenancy/problems.hpp"

namespace fairlead::tenancy {

/// Rows owned by the file, without ids and times.
struct DesiredState {
  std::vector<Tenant> tenants;                 ///< in id order
  std::vector<Connection> connections;         ///< in key order
  std::vector<ProviderRule> new_tenant_rules;  ///< `defaults`, for tenants that a command makes
};

struct DesiredStateOptions {
  /// Keys at the top of the document that belong to the runtime: allowed and ignored.
  std::span<const std::string_view> other_keys;
  ConfigCheck check_config;  ///< may be empty
};

/// Reads a document that parse_yaml gave. A tenant without `enabled` has `defaults.enabled` and no other
/// provider; its `fallback` is laid over `defaults.fallback`. A connection without `provider` has the one it
/// is called like; without `access` it is read_only. User ids are lower-cased.
/// @error InvalidArgument  "bad_config_file", with *all* problems, each with its path, in message and
/// detail_json
[[nodiscard]] Result<DesiredState> read_desired_state(const boost::json::value& document,
                                                      const DesiredStateOptions& options = {});

}  // namespace fairlead::tenancy
