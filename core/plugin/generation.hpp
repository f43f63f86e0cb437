// Numbers for the loads of one plugin id in one process, so that a reload can stand beside what it replaces.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/guarded.hpp"
#include "base/result.hpp"

namespace fairlead::plugin {

/// Different contents of one id that a process maps at most; nothing is ever unmapped, and each costs some
/// 0.3 to 0.4 MB.
inline constexpr std::size_t kGenerationsMax = 32;

/// Any thread.
class GenerationTable {
 public:
  /// The next number of `id`, from 1. Content that was loaded before gets a new number too, but takes no new
  /// place.
  /// @error ResourceExhausted  kGenerationsMax different contents of this id have been loaded already
  [[nodiscard]] Result<std::uint32_t> take(std::string_view id, const std::string& sha256);

 private:
  struct Loads {
    std::uint32_t count = 0;
    std::set<std::string> contents;  // At most kGenerationsMax.
  };
  Guarded<std::map<std::string, Loads, std::less<>>> loads_;
};

}  // namespace fairlead::plugin
