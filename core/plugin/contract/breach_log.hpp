// A log that keeps what the host says of breaches of contract, and nothing else.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded.hpp"
#include "base/observe/log.hpp"

namespace fairlead::plugin::contract {

/// Any thread.
class BreachLog final : public Log {
 public:
  /// What PluginHost::report_misbehaviour begins its lines with.
  static constexpr std::string_view kMark = "plugin misbehaves: ";
  static constexpr std::size_t kBreachesMax = 100;

  [[nodiscard]] bool is_enabled(LogLevel) const noexcept override { return true; }
  void write(LogLevel level, std::string_view message, std::string_view fields_json) override;

  /// Each once, of the plugin `id`, without its name: "completed a call that has ended already". Sorted.
  [[nodiscard]] std::vector<std::string> breaches_of(std::string_view id) const;

 private:
  Guarded<std::set<std::string>> lines_;
};

}  // namespace fairlead::plugin::contract
