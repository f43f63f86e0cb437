// What `fairlead verify` says, to people and to programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "cli/console.hpp"
#include "plugin/contract/suite.hpp"

namespace fairlead::cli {

/// The checks of one provider as they come in, printed group by group, each as soon as it is whole: checks
/// are run in the order in which they need each other, and read in that of the groups.
class GroupedChecks {
 public:
  /// `checks` are those that will come, in any order.
  GroupedChecks(Console& console, const std::vector<const plugin::contract::Check*>& checks);

  void add(const plugin::contract::CheckReport& report);

 private:
  struct Group {
    std::string_view name;
    std::size_t expected = 0;
    std::vector<plugin::contract::CheckReport> reports = {};
  };
  void print(const Group& group) const;

  Console& console_;
  std::vector<Group> groups_;
  std::size_t next_ = 0;  // The first that is not printed.
};

/// Everything that was found on one file.
struct VerifyReport {
  /// nullopt: it did not get so far.
  std::optional<plugin::contract::Identity> identity;
  std::string sha256;
  std::uint64_t seed = 0;
  struct ProviderReport {
    std::string provider;  ///< empty: it did not get so far
    std::vector<plugin::contract::CheckReport> checks;
  };
  std::vector<ProviderReport> providers;

  [[nodiscard]] plugin::contract::Counts counts() const;
  /// As contract::is_complete, for each provider.
  [[nodiscard]] bool is_complete() const;
  /// Nothing failed, and everything was asked.
  [[nodiscard]] bool is_verified() const { return is_complete() && counts().is_verified(); }
};

/// {plugin: {id, version, sha256, sdk}, provider, seed, verified, complete, checks: [{id, group, title,
/// provider, verdict, message, phase?, elapsed_ms}], counts: {passed, failed, warned, skipped}}. `provider`
/// is null where several were verified, or none was found.
[[nodiscard]] boost::json::object to_json(const VerifyReport& report);

/// "39 ok, 1 warning, 2 skipped: verified".
[[nodiscard]] std::string summary_line(const VerifyReport& report);

/// Every check there is, with its title.
void print_check_list(Console& console);

}  // namespace fairlead::cli
