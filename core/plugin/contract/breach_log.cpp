#include "plugin/contract/breach_log.hpp"

namespace fairlead::plugin::contract {

void BreachLog::write(LogLevel, std::string_view message, std::string_view) {
  if (!message.starts_with(kMark)) return;
  lines_.with([message](auto& lines) {
    if (lines.size() < kBreachesMax) lines.insert(std::string(message.substr(kMark.size())));
  });
}

std::vector<std::string> BreachLog::breaches_of(std::string_view id) const {
  const std::string mine = std::string(id) + " ";
  std::vector<std::string> found;
  lines_.with([&](const auto& lines) {
    for (const std::string& line : lines) {
      if (line.starts_with(mine)) found.push_back(line.substr(mine.size()));
    }
  });
  return found;
}

}  // namespace fairlead::plugin::contract
