// What a test may say beside the configuration, the operation and its arguments.
#ifndef FAIRLEAD_TESTING_OPTIONS_HPP
#define FAIRLEAD_TESTING_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "fairlead/plugin.h"

namespace fairlead::testing {

struct BindOptions {
  std::uint32_t scope = FAIRLEAD_SCOPE_TENANT;
  std::string connection = "main";
  std::string tenant = "acme";  // not told to the provider of a global connection
  std::string user = "ann";     // told only when the scope is USER
};

// Of connect, ping and reset.
struct OpOptions {
  std::uint32_t access = FAIRLEAD_ACCESS_READ_WRITE;  // the client keeps that of connect
  std::string tenant = "acme";                        // whom the client will serve next
  std::chrono::nanoseconds timeout = std::chrono::seconds(30);
  std::uint64_t deadline_mono_ns = 0;  // in place of timeout unless 0
  bool is_cancelled = false;           // before it begins
};

struct CallOptions {
  // Second and later rounds: what the client answers, and the requestState of the round before. Not sealed:
  // as they come from a client that made them up.
  std::optional<boost::json::object> answers = std::nullopt;
  std::string state = {};
  bool is_sealed = true;

  std::optional<boost::json::object> capabilities = std::nullopt;  // MCP ClientCapabilities
  bool is_in_task = false;
  bool wants_progress = false;
  std::int32_t log_level = -1;  // least severe level the client wants, FAIRLEAD_LOG_*; -1: none

  std::chrono::nanoseconds timeout = std::chrono::seconds(30);
  std::uint64_t deadline_mono_ns = 0;  // in place of timeout unless 0
  bool is_cancelled = false;           // before it begins

  std::optional<std::uint32_t> access = std::nullopt;  // that of the client unless given
  std::string tenant = "acme";
  std::string user = "singleton";
  std::string agent = {};
  std::vector<std::string> roles = {};
  std::string traceparent = {};

  std::optional<std::uint32_t> slot = std::nullopt;  // looked up in the catalog unless given
};

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_OPTIONS_HPP
