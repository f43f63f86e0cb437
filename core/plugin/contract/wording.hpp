// Words that messages of checks share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace fairlead::plugin::contract {

/// "5 s", "1.5 s", "300 ms".
[[nodiscard]] std::string in_words(Duration duration);

/// "1 thread", "2 threads".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

[[nodiscard]] std::string joined(const std::vector<std::string>& texts, std::string_view between);

/// The first few, and how many more there are.
[[nodiscard]] std::string some_of(const std::vector<std::string>& texts);

}  // namespace fairlead::plugin::contract
