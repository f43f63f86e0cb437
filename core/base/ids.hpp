// The grammar of the ids that people choose.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead {

inline constexpr std::size_t kTenantIdBytesMax = 63;
inline constexpr std::size_t kConnectionNameBytesMax = 20;
inline constexpr std::size_t kUserIdBytesMax = 128;
inline constexpr std::size_t kToolNameBytesMax = 64;

/// The user of a call that named none.
inline constexpr std::string_view kSingletonUser = "singleton";

/// Tenant ids and connection names: [a-z0-9][a-z0-9_-]*.
/// @error InvalidArgument says what is allowed.
[[nodiscard]] Result<void> check_tenant_id(std::string_view id);
[[nodiscard]] Result<void> check_connection_name(std::string_view name);

/// User ids are compared after lower-casing and may also contain '.', '@' and '+'. An empty id becomes
/// `singleton`.
/// @error InvalidArgument says what is allowed.
[[nodiscard]] Result<std::string> normalise_user_id(std::string_view id);

/// Listed tool names: [A-Za-z0-9_-], at most 64 bytes, prefix included.
/// @error InvalidArgument says what is allowed.
[[nodiscard]] Result<void> check_tool_name(std::string_view name);

}  // namespace fairlead
