// From the name of a tool to the connection and entry that serve it. One set of functions for calls, lists
// and explanations, so that a tool is listed exactly when it can be called.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/registry.hpp"
#include "tenancy/ladder.hpp"

namespace fairlead::runtime {

/// A tool of a connection, as one principal reaches it. Points into the directory and the registry.
struct ToolRoute {
  tenancy::Rung rung;
  plugin::ProviderSource source;
  const plugin::ToolEntry* entry = nullptr;
};

/// Finds the first connection, in name order, that offers a tool or alias called `name` to (tenant, user).
/// @error NotFound            nobody offers it ("unknown_tool")
/// @error PermissionDenied    the global connection that would may not serve this tenant ("fallback_refused")
/// @error FailedPrecondition  its prefix belongs to a connection whose provider is not loaded
///                            ("provider_not_loaded")
[[nodiscard]] Result<ToolRoute> find_tool(const tenancy::Directory& directory,
                                          const plugin::ProviderRegistry& providers,
                                          const tenancy::Tenant& tenant, std::string_view user,
                                          std::string_view name);

/// Is the provider enabled for this tenant?
/// @error PermissionDenied "provider_disabled"
[[nodiscard]] Result<void> check_enabled(const tenancy::Tenant& tenant, const plugin::Provider& provider);

/// May a call on that rung use that entry?
/// @error PermissionDenied "read_only_access"
[[nodiscard]] Result<void> check_access(const tenancy::Tenant& tenant, const ToolRoute& route);

/// A name that a connection offers to (tenant, user), and whether it may be called.
struct OfferedTool {
  std::string name;
  std::string connection;
  Result<ToolRoute> route;
};

/// Everything that the connections in reach offer, by name. An entry whose full name is taken by an earlier
/// connection, or is no legal tool name, stands there with that error.
[[nodiscard]] std::vector<OfferedTool> offered_tools(const tenancy::Directory& directory,
                                                     const plugin::ProviderRegistry& providers,
                                                     const tenancy::Tenant& tenant, std::string_view user);

}  // namespace fairlead::runtime
