// What is verified, and how far: said by the caller, read by every check.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "plugin/ports.hpp"
#include "plugin/sealed_file.hpp"

namespace fairlead::plugin::contract {

/// A value.
struct Subject {
  std::shared_ptr<const SealedFile> file;
  std::string provider = {};  ///< id; empty: the first one
  /// A configuration that works, with references resolved; secret fields hold their values. Without one a
  /// configuration is made up from the schema.
  std::optional<boost::json::object> config = {};
  bool allows_writes = false;  ///< tools without readOnlyHint may be called
  std::uint64_t seed = 1;      ///< of the fuzz group
  /// Made-up calls of each tool. nullopt: kFuzzRounds, or fewer where they take long.
  std::optional<std::uint32_t> fuzz_rounds = {};
  static constexpr std::uint32_t kFuzzRounds = 200;
  Duration time_limit =
      std::chrono::seconds(5);         ///< for one function of the plugin; below it lie all deadlines
  ReactorFactory* reactors = nullptr;  ///< makes the event loop of an asynchronous plugin; may be null
};

}  // namespace fairlead::plugin::contract
