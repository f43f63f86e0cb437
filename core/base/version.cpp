// FAIRLEAD_VERSION and FAIRLEAD_BUILD_TYPE come from core/base/CMakeLists.txt, for this file alone.
#include "base/version.hpp"

namespace fairlead {

std::string_view version() noexcept { return FAIRLEAD_VERSION; }

std::string_view build_identity() noexcept {
#if defined(__clang__)
  return FAIRLEAD_VERSION " (clang " __clang_version__ ", " FAIRLEAD_BUILD_TYPE ")";
#else
  return FAIRLEAD_VERSION " (g++ " __VERSION__ ", " FAIRLEAD_BUILD_TYPE ")";
#endif
}

}  // namespace fairlead
