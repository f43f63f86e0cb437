// One line of `fairlead dev`: what its author asks of the plugin. Grammar only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace fairlead::cli {

enum class DevVerb : std::uint8_t { Tool, Resource, Prompt, Complete, List, Ping, Reset, Reload, Help, Quit };

/// A value. Members that a verb has no use for are empty.
struct DevRequest {
  DevVerb verb = DevVerb::Help;
  std::string name;                     ///< tool, URI, prompt, ref, or list
  boost::json::object arguments;        ///< of a completion: those that are filled in already
  std::vector<std::string> pairs = {};  ///< key=value of the short form, for the entry's schema to type
  std::string argument = {};            ///< of a completion, as is `value`
  std::string value = {};
  std::string cursor = {};
  std::optional<boost::json::object> input_responses = std::nullopt;
  std::string state = {};
  std::optional<boost::json::object> capabilities = std::nullopt;  ///< nullopt: the client can do everything
  std::optional<Duration> timeout = std::nullopt;
  bool is_task = false;
};

struct DevLine {
  boost::json::value id;  ///< echoed, also when the rest cannot be read; null: none
  Result<DevRequest> request;
};

/// Longest life that a line may ask for.
inline constexpr std::chrono::hours kDevTimeoutMax{1};

/// A line that begins with '{' is a JSON object with exactly one of the verbs; any other is the short form:
///   add title="one two" count=2     a tool, with arguments as `fairlead call` takes them
///   /read URI, /prompt NAME key=value, /list [tools|resources|resourceTemplates|prompts],
///   /complete REF ARGUMENT [VALUE], /ping, /reset, /reload, /help, /quit; the last two also without '/'
/// Words are split at blanks; quotes and backslashes work as in a shell. `line` is not blank.
/// The request is an error, "bad_line", when the line is neither; the message says what is wrong with it.
[[nodiscard]] DevLine parse_dev_line(std::string_view line);

/// What /help prints.
[[nodiscard]] std::string_view dev_help();

}  // namespace fairlead::cli
