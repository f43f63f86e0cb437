// Changing the control store through the runtime, by tenancy's own commands.
#pragma once

#include <functional>

#include "cli/command.hpp"
#include "tenancy/administration.hpp"

namespace fairlead::cli {

/// Runs `change` alone on the store; what it changed is in force afterwards.
/// @error what `change` returned, or what the store says
[[nodiscard]] Result<void> administer(const Session& session,
                                      const std::function<Result<void>(tenancy::Administration&)>& change);

/// The rules of `defaults` in the configuration file, for a new tenant.
/// @error InvalidArgument  the file's declarative part is wrong
[[nodiscard]] Result<std::vector<tenancy::ProviderRule>> default_rules(const Session& session);

}  // namespace fairlead::cli
