#include "plugin/contract/wording.hpp"

#include <algorithm>
#include <cstdint>

namespace fairlead::plugin::contract {

std::string in_words(Duration duration) {
  const std::int64_t milliseconds = std::chrono::round<std::chrono::milliseconds>(duration).count();
  if (milliseconds < 1000) return std::to_string(milliseconds) + " ms";
  const std::int64_t tenths = (milliseconds + 50) / 100;
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text + " s";
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += between;
    out += text;
  }
  return out;
}

std::string some_of(const std::vector<std::string>& texts) {
  constexpr std::size_t kShown = 3;
  const std::vector<std::string> first(
      texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, texts.size())));
  std::string out = joined(first, "; ");
  if (texts.size() > kShown) out += "; and " + std::to_string(texts.size() - kShown) + " more";
  return out;
}

}  // namespace fairlead::plugin::contract
