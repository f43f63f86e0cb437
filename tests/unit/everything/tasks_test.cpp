// The tools of tasks.hpp: when they go on as tasks, what they do inside one, and how they end when cancelled.
#include "fixture.hpp"

namespace everything_test {

class TaskToolsTest : public EverythingTest {
 protected:
  static void expect_task(const CallResult& result) {
    ASSERT_TRUE(result.is_task()) << result.summary();
    EXPECT_EQ(result.json(), parse(R"({"ttlMs":300000,"pollIntervalMs":200})"));
  }
  static Object name(const char* text) { return {{"user_name", accepted({{"name", text}})}}; }
};

const Object kFile{{"filename", "notes.txt"}};

TEST_F(TaskToolsTest, GreetsAndIsNeverATask) {
  EXPECT_EQ(only_text(call("greet", {{"name", "sep-2243"}}, with_tasks())), "Hello, sep-2243!");
}

TEST_F(TaskToolsTest, ComputesAtOnceForAClientWithoutTasks) {
  EXPECT_EQ(only_text(call("slow_compute", {{"seconds", 0}})), "Computed in 0 ms");
  EXPECT_EQ(passed(), std::chrono::milliseconds(0));
  EXPECT_EQ(only_text(call("slow_compute", {{"seconds", 1.5}, {"label", "pi"}})), "Computed pi in 1500 ms");
  EXPECT_EQ(passed(), std::chrono::milliseconds(1500));
}

TEST_F(TaskToolsTest, ComputesAsATaskFromOneSecondOn) {
  EXPECT_TRUE(call("slow_compute", {{"seconds", 0.999}}, with_tasks()).is_ok());
  expect_task(call("slow_compute", {{"seconds", 1}}, with_tasks()));
  expect_task(call("slow_compute", {{"seconds", 60}}, with_tasks()));
}

TEST_F(TaskToolsTest, ComputesInsideTheTask) {
  EXPECT_EQ(only_text(call("slow_compute", {{"seconds", 2}}, in_task())), "Computed in 2000 ms");
  EXPECT_EQ(passed(), std::chrono::seconds(2));
}

TEST_F(TaskToolsTest, SettlesAtOnceWhenALongTaskIsCancelled) {
  auto task = client_.start("slow_compute", {{"seconds", 60}}, in_task());
  host_.advance(std::chrono::seconds(5));
  EXPECT_FALSE(task.is_done());
  EXPECT_TRUE(task.cancel());
  host_.run_ready();
  ASSERT_TRUE(task.is_done());
  EXPECT_EQ(task.result().status_text(), "CANCELLED");
  EXPECT_EQ(passed(), std::chrono::seconds(5));
}

TEST_F(TaskToolsTest, EndsAtItsDeadline) {
  CallOptions options = in_task();
  options.timeout = std::chrono::seconds(3);
  EXPECT_EQ(call("slow_compute", {{"seconds", 60}}, options).status_text(), "DEADLINE_EXCEEDED");
  EXPECT_EQ(passed(), std::chrono::seconds(3));
}

TEST_F(TaskToolsTest, HoldsNoThreadWhileSixteenTasksWait) {
  std::vector<fairlead::testing::PendingCall> tasks;
  for (int i = 0; i < 16; ++i) tasks.push_back(client_.start("slow_compute", {{"seconds", 60}}, in_task()));
  host_.advance(std::chrono::seconds(59));
  for (const auto& task : tasks) EXPECT_FALSE(task.is_done());
  host_.advance(std::chrono::seconds(1));
  for (auto& task : tasks) {
    ASSERT_TRUE(task.is_done());
    EXPECT_TRUE(task.result().is_ok());
  }
}

TEST_F(TaskToolsTest, RefusesTheModelInsideTheTask) {
  expect_task(call("failing_job", {}, with_tasks()));
  const auto result = call("failing_job", {}, in_task());
  EXPECT_TRUE(result.is_tool_error()) << result.summary();
  EXPECT_EQ(only_text(result), "The job failed, as it always does");
  EXPECT_EQ(passed(), std::chrono::seconds(1));
}

TEST_F(TaskToolsTest, DoesNotRunAJobThatNeedsATaskWithoutOne) {
  EXPECT_EQ(call("failing_job").status_text(), "FAILED_PRECONDITION");
  EXPECT_EQ(passed(), std::chrono::seconds(0));
}

TEST_F(TaskToolsTest, FailsTheTaskItself) {
  expect_task(call("protocol_error_job", {}, with_tasks()));
  EXPECT_EQ(call("protocol_error_job", {}, in_task()).status_text(), "INTERNAL");
}

TEST_F(TaskToolsTest, FailsWithoutATaskToo) {
  EXPECT_EQ(call("protocol_error_job").status_text(), "INTERNAL");
}

TEST_F(TaskToolsTest, AsksInsideTheTaskBeforeItDeletes) {
  expect_task(call("confirm_delete", kFile, with_tasks()));
  const auto asked = call("confirm_delete", kFile, in_task());
  EXPECT_EQ(asked.input_requests(), parse(R"({"confirm":{"method":"elicitation/create","params":
      {"message":"Delete notes.txt?","requestedSchema":
       {"type":"object","properties":{"confirm":{"type":"boolean"}},"required":["confirm"]}}}})"));
}

TEST_F(TaskToolsTest, DeletesWhatWasConfirmedInsideTheTask) {
  const auto asked = call("confirm_delete", kFile, in_task());
  const Object yes{{"confirm", accepted({{"confirm", true}})}};
  EXPECT_EQ(only_text(call("confirm_delete", kFile, asked.answered_with(yes, in_task()))),
            "Deleted notes.txt");
}

TEST_F(TaskToolsTest, KeepsWhatTheUserWantsKept) {
  const auto asked = call("confirm_delete", kFile, in_task());
  const Object no{{"confirm", accepted({{"confirm", false}})}};
  EXPECT_EQ(only_text(call("confirm_delete", kFile, asked.answered_with(no, in_task()))), "Kept notes.txt");
  EXPECT_EQ(
      only_text(call("confirm_delete", kFile, asked.answered_with({{"confirm", declined()}}, in_task()))),
      "Kept notes.txt");
}

TEST_F(TaskToolsTest, DeletesNothingOnAnUnsealedWord) {
  const Object yes{{"confirm", accepted({{"confirm", true}})}};
  EXPECT_TRUE(call("confirm_delete", kFile, unsealed(yes)).is_input_required());
  const auto asked = call("confirm_delete", kFile);
  EXPECT_TRUE(call("confirm_delete", kFile, unsealed(yes, asked.request_state())).is_input_required());
}

TEST_F(TaskToolsTest, DeletesNoOtherFileThanTheOneConfirmed) {
  const auto asked = call("confirm_delete", {{"filename", "other.txt"}}, in_task());
  const Object yes{{"confirm", accepted({{"confirm", true}})}};
  const auto again = call("confirm_delete", kFile, asked.answered_with(yes, in_task()));
  EXPECT_TRUE(again.is_input_required());
}

TEST_F(TaskToolsTest, ConfirmsWithoutATaskToo) {
  const auto asked = call("confirm_delete", kFile);
  const Object yes{{"confirm", accepted({{"confirm", true}})}};
  EXPECT_EQ(only_text(call("confirm_delete", kFile, asked.answered_with(yes))), "Deleted notes.txt");
}

TEST_F(TaskToolsTest, AsksTwoQuestionsAtOnceInsideTheTask) {
  expect_task(call("multi_input", {}, with_tasks()));
  const auto asked = call("multi_input", {}, in_task());
  ASSERT_EQ(asked.input_requests().size(), 2u);
  for (const char* key : {"first", "second"}) {
    EXPECT_EQ(asked.input_requests().at(key).at("params").at("requestedSchema"),
              parse(R"({"type":"object","properties":{"name":{"type":"string"},"confirm":{"type":"boolean"}},
                        "required":["name","confirm"]})"));
  }
}

TEST_F(TaskToolsTest, UsesBothAnswers) {
  const Object answers{{"first", accepted({{"name", "partial-1"}, {"confirm", true}})},
                       {"second", accepted({{"name", "partial-2"}, {"confirm", true}})}};
  const auto asked = call("multi_input", {}, in_task());
  EXPECT_EQ(only_text(call("multi_input", {}, asked.answered_with(answers, in_task()))),
            "partial-1 and partial-2");
}

TEST_F(TaskToolsTest, AsksBothAgainWhenOneIsMissing) {
  const auto asked = call("multi_input", {}, in_task());
  const Object answers{{"first", accepted({{"name", "partial-1"}, {"confirm", true}})}};
  EXPECT_EQ(call("multi_input", {}, asked.answered_with(answers, in_task())).input_requests(),
            asked.input_requests());
}

TEST_F(TaskToolsTest, AsksBeforeTheTaskBegins) {
  const auto asked = call("test_tool_with_task", {}, with_tasks());
  ASSERT_TRUE(asked.is_input_required()) << asked.summary();
  EXPECT_TRUE(asked.input_requests().contains("user_name"));
  expect_task(call("test_tool_with_task", {}, asked.answered_with(name("Alice"), with_tasks())));
}

TEST_F(TaskToolsTest, KnowsTheAnswersInsideTheTask) {
  const auto asked = call("test_tool_with_task", {}, with_tasks());
  EXPECT_EQ(only_text(call("test_tool_with_task", {}, asked.answered_with(name("Alice"), in_task()))),
            "Done for Alice");
}

// The times of tasks come from the configuration.
class ConfiguredTaskTest : public EverythingTest {
 protected:
  ConfiguredTaskTest()
      : EverythingTest({{"pause_ms", 10}, {"task_keep_ms", 60'000}, {"task_poll_ms", 1000}}) {}
};

TEST_F(ConfiguredTaskTest, TellsHowLongATaskIsKept) {
  EXPECT_EQ(call("failing_job", {}, with_tasks()).json(), parse(R"({"ttlMs":60000,"pollIntervalMs":1000})"));
}

TEST_F(ConfiguredTaskTest, PausesAsConfigured) {
  EXPECT_TRUE(call("test_tool_with_progress").is_ok());
  EXPECT_EQ(passed(), std::chrono::milliseconds(20));
}

}  // namespace everything_test
