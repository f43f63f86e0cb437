// Tenant by provider: who is served by what.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "cli/table.hpp"
#include "plugin/registry.hpp"
#include "tenancy/directory.hpp"

namespace fairlead::cli {

enum class Service : std::uint8_t {
  Own,       ///< by a connection of the tenant's own
  Global,    ///< by a global one
  None,      ///< enabled, but no connection serves it
  Disabled,  ///< not enabled, whatever connections there are
};

/// How one tenant is served with one provider. Users' own connections are not asked for.
struct ProviderService {
  Service service = Service::None;
  std::vector<std::string> connections;  ///< on the rung that `service` names
  Access access = Access::ReadOnly;      ///< the widest of them
};

[[nodiscard]] ProviderService service_of(const tenancy::Directory& directory, const tenancy::Tenant& tenant,
                                         std::string_view provider);

[[nodiscard]] Table matrix_table(const tenancy::Directory& directory,
                                 const plugin::ProviderRegistry& providers);

/// {"providers": [{"id","loaded"}], "tenants": [{"tenant", "providers": {ID:
/// {"state","connections","access"}}}]}
[[nodiscard]] boost::json::object matrix_json(const tenancy::Directory& directory,
                                              const plugin::ProviderRegistry& providers);

}  // namespace fairlead::cli
