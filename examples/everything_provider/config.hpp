// The settings of a connection, what the provider remembers of it, and the SDK's words that all files use.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fairlead/sdk.hpp>

namespace everything {

using fairlead::Arg;
using fairlead::Call;
using fairlead::Content;
using fairlead::InputRequests;
using fairlead::Nothing;
using fairlead::Task;
using fairlead::Tool;

// What lasts longer than a call. Several calls use it at once, on several threads, hence the atomics.
struct Memory {
  std::atomic<unsigned> tool_changes = 0;
  std::atomic<unsigned> prompt_changes = 0;
};

struct Config {
  Arg<std::uint32_t, "Pause between the steps of slow entries, in milliseconds", fairlead::Range{0, 1000}>
      pause_ms = 50;
  Arg<std::uint32_t, "How long the result of a task is kept, in milliseconds",
      fairlead::Range{1000, 3'600'000}>
      task_keep_ms = 300'000;
  Arg<std::uint32_t, "How often clients should ask for a task, in milliseconds", fairlead::Range{50, 60'000}>
      task_poll_ms = 200;

  // Not described below, so no setting: it begins with the connection, ends with it, and everything that is
  // given the Config reaches it.
  std::shared_ptr<Memory> memory = std::make_shared<Memory>();
};
BOOST_DESCRIBE_STRUCT(Config, (), (pause_ms, task_keep_ms, task_poll_ms))

}  // namespace everything
