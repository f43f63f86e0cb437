// The provider on the fake host, and the words its tests ask in. Whatever comes out of it is also judged by
// MCP's schemas of both revisions, after adding what a host adds.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "fairlead/testing.hpp"

namespace everything_test {

using fairlead::testing::CallOptions;
using fairlead::testing::CallResult;
using Object = boost::json::object;

inline constexpr std::string_view kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC";
inline constexpr std::string_view kWav =
    "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==";

boost::json::value parse(std::string_view json);

// Answers as clients give them.
Object accepted(const Object& content);
Object declined();
Object sampled(std::string_view text);
Object rooted();

// As a client says what it can do.
CallOptions with_tasks(CallOptions options = {});
CallOptions in_task(CallOptions options = {});

// The second round as a client that made it up: answers that no seal vouches for.
CallOptions unsealed(Object answers, std::string state = {});

// {"text": ..} of the only block of a tool's result; fails the test when there is another.
std::string only_text(const CallResult& result);

class EverythingTest : public ::testing::Test {
 protected:
  explicit EverythingTest(const Object& config = {});
  void TearDown() override;

  CallResult call(std::string_view tool, const Object& arguments = {}, const CallOptions& options = {});
  CallResult read(std::string_view uri, const CallOptions& options = {});
  CallResult prompt(std::string_view name, const Object& arguments = {}, const CallOptions& options = {});
  CallResult complete(std::string_view ref, std::string_view argument, std::string_view value);
  CallResult list(std::string_view cursor = {});

  // How much fake time has passed since the test began.
  [[nodiscard]] std::chrono::milliseconds passed();

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_;
  fairlead::testing::TestBinding binding_;
  fairlead::testing::TestClient client_;

 private:
  std::uint64_t begun_ns_;
};

}  // namespace everything_test
