// Names that exist, for "did you mean" behind an error. The operator runs this program, so that all may be
// named.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "runtime/runtime.hpp"

namespace fairlead::cli {

/// `error`, with the nearest tenant if it says that there is no such tenant.
[[nodiscard]] Error with_suggestion(Error error, const runtime::Runtime& runtime, std::string_view tenant);

/// @error NotFound "unknown_tenant"
[[nodiscard]] Result<void> check_tenant_exists(const runtime::Runtime& runtime, std::string_view tenant);

/// Loaded, or spoken of by a tenant's rule or a connection: there may be a rule for a plugin that is gone.
/// @error NotFound "unknown_provider"
[[nodiscard]] Result<void> check_provider_known(const runtime::Runtime& runtime, std::string_view provider);

/// @error NotFound "unknown_provider"
[[nodiscard]] Result<const plugin::Provider*> find_provider(const plugin::ProviderRegistry& providers,
                                                            std::string_view provider);

/// Providers that are loaded or that rules and connections speak of, sorted.
[[nodiscard]] std::vector<std::string> known_providers(const plugin::ProviderRegistry& providers,
                                                       const tenancy::Directory& directory);

}  // namespace fairlead::cli
