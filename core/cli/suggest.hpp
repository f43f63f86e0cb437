// "…; did you mean …?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace fairlead::cli {

/// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other, by bytes
/// (optimal string alignment distance). O(a * b) time.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, at most a third of its length away; empty when none is. Of equally near
/// ones the first. Borrowed from `candidates`.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

/// "; did you mean 'x'?" to be appended to a message without a full stop, or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace fairlead::cli
