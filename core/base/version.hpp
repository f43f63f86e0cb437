// What this build calls itself.
#pragma once

#include <string_view>

namespace fairlead {

/// Semantic version of the project, as CMake declares it.
[[nodiscard]] std::string_view version() noexcept;

/// For people: version, compiler, kind of build.
[[nodiscard]] std::string_view build_identity() noexcept;

}  // namespace fairlead
