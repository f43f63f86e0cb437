// The ladder: user -> tenant -> global -> refuse (docs/architecture.md, "The ladder").
//
// A pure function over an immutable Directory. A rung is taken because no more specific connection exists,
// never because a more specific one failed: nothing here knows of failures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tenancy/directory.hpp"

namespace fairlead::tenancy {

/// Why a rung was not taken; "explain" prints it.
struct PassedRung {
  Scope scope;
  std::string reason;
};

/// The rung that answers. Points into the Directory it was made from.
struct Rung {
  const Connection* connection = nullptr;
  Scope scope = Scope::Tenant;
  Access access = Access::ReadOnly;  ///< of the connection, narrowed by the tenant's fallback rule
};

/// Looks for the connection that serves (tenant, user, name). Allocates nothing when it succeeds.
/// @error NotFound          no rung has a connection of that name ("no_connection")
/// @error PermissionDenied  only a global one exists and it may not serve this tenant ("fallback_refused")
[[nodiscard]] Result<Rung> climb(const Directory& directory, const Tenant& tenant, std::string_view user_id,
                                 std::string_view connection_name);

/// The same decision with the reason for each rung passed over, for `explain`.
struct LadderTrace {
  Result<Rung> decision;
  std::vector<PassedRung> passed;
};
[[nodiscard]] LadderTrace trace(const Directory& directory, const Tenant& tenant, std::string_view user_id,
                                std::string_view connection_name);

}  // namespace fairlead::tenancy
