// Tools that go on as tasks: the client is told at once that it takes a while, asks for the state of things
// from time to time, and may cancel. go_on_as_task ends the call, and the tool is called again inside the
// task.
#pragma once

#include <cmath>
#include <optional>
#include <string>

#include "config.hpp"
#include "questions.hpp"
#include "rounds.hpp"

namespace everything {

struct GreetArgs {
  Arg<std::string, "Who is greeted"> name;
};
BOOST_DESCRIBE_STRUCT(GreetArgs, (), (name))

struct ComputeArgs {
  Arg<double, "How long it takes", fairlead::Range{0, 3600}> seconds;
  std::optional<Arg<std::string, "What the result is called">> label;
};
BOOST_DESCRIBE_STRUCT(ComputeArgs, (), (seconds, label))

struct DeleteArgs {
  Arg<std::string, "The file; nothing happens to it", fairlead::MinLength{1}, fairlead::MaxLength{255}>
      filename;
};
BOOST_DESCRIBE_STRUCT(DeleteArgs, (), (filename))

struct ConfirmForm {
  bool confirm;
};
BOOST_DESCRIBE_STRUCT(ConfirmForm, (), (confirm))

struct PartForm {
  std::string name;
  bool confirm;
};
BOOST_DESCRIBE_STRUCT(PartForm, (), (name, confirm))

class TaskTools {
 public:
  explicit TaskTools(const Config& config) : keep_(*config.task_keep_ms), poll_(*config.task_poll_ms) {}

  Task<std::string> greet(const GreetArgs& args, Call&) { co_return "Hello, " + *args.name + "!"; }

  // As a task where that pays and the client can follow one. The wait holds no thread, and ends with
  // CANCELLED, an exception that just passes through here, when the client cancels.
  Task<std::string> compute(const ComputeArgs& args, Call& call) {
    if (*args.seconds >= 1 && call.supports_tasks()) call.go_on_as_task(keep_, poll_);
    const std::chrono::milliseconds time(std::llround(*args.seconds * 1000));
    co_await call.sleep_for(time);
    const std::string label = args.label ? " " + **args.label : "";
    co_return "Computed" + label + " in " + std::to_string(time.count()) + " ms";
  }

  // The task completes; its result is a refusal, for the model to read.
  Task<> failing_job(const Nothing&, Call& call) {
    call.go_on_as_task(keep_, poll_);
    co_await call.sleep_for(std::chrono::seconds(1));
    throw fairlead::ToolError("The job failed, as it always does");
  }

  // The task itself fails: a bug or a loss, nothing that the model could mend.
  Task<> broken_job(const Nothing&, Call& call) {
    if (call.supports_tasks()) call.go_on_as_task(keep_, poll_);
    co_await call.sleep_for(poll_);
    throw fairlead::Error(FAIRLEAD_INTERNAL,
                          "the job is broken, as it always is; there is nothing to do about it");
  }

  // Asks inside the task, which the host parks meanwhile. What is deleted stands in the state, so that the
  // confirmation for one file is none for another.
  Task<std::string> confirm_delete(const DeleteArgs& args, Call& call) {
    if (call.supports_tasks()) call.go_on_as_task(keep_, poll_);
    const auto reply = sealed_answer<ConfirmForm>(call, "confirm", "Delete " + *args.filename + "?",
                                                  "delete " + *args.filename);
    const bool is_confirmed = reply.value && reply.value->confirm;
    co_return is_confirmed ? "Deleted " + *args.filename : "Kept " + *args.filename;
  }

  // The host gathers the answers, in whatever order they come, and calls again when it has both.
  Task<std::string> two_answers(const Nothing&, Call& call) {
    if (call.supports_tasks()) call.go_on_as_task(keep_, poll_);
    InputRequests questions;
    questions.elicit<PartForm>("first", "Who is the first?");
    questions.elicit<PartForm>("second", "Who is the second?");
    call.require(questions);
    co_return name_of(call, "first") + " and " + name_of(call, "second");
  }

  // Before a task begins, a question is answered by calling again; the answers are there in the task as well.
  Task<std::string> question_then_task(const Nothing&, Call& call) {
    InputRequests questions;
    questions.elicit<NameForm>("user_name", "What is your name?");
    call.require(questions);
    call.go_on_as_task(keep_, poll_);
    co_await call.sleep_for(poll_);
    const auto reply = call.answers().elicited<NameForm>("user_name");
    co_return "Done for " + (reply.value ? reply.value->name : std::string("nobody"));
  }

 private:
  static std::string name_of(const Call& call, std::string_view key) {
    const auto reply = call.answers().elicited<PartForm>(key);
    return reply.value && reply.value->confirm ? reply.value->name : "nobody";
  }

  std::chrono::milliseconds keep_;
  std::chrono::milliseconds poll_;
};

using Greet = Tool<&TaskTools::greet, "greet", "Greets somebody; never a task", fairlead::read_only>;
using Compute = Tool<&TaskTools::compute, "slow_compute", "Takes as long as it is told", fairlead::read_only,
                     fairlead::task_optional, fairlead::timeout_ms<3'600'000>>;
using FailingJob = Tool<&TaskTools::failing_job, "failing_job", "A task whose result is a refusal",
                        fairlead::read_only, fairlead::task_required>;
using BrokenJob = Tool<&TaskTools::broken_job, "protocol_error_job", "A task that fails", fairlead::read_only,
                       fairlead::task_optional>;
using ConfirmDelete =
    Tool<&TaskTools::confirm_delete, "confirm_delete", "Asks before it deletes nothing at all",
         fairlead::destructive, fairlead::task_optional, fairlead::effect<"deletes">>;
using TwoAnswers = Tool<&TaskTools::two_answers, "multi_input", "Asks two questions at once inside a task",
                        fairlead::read_only, fairlead::task_optional>;
using QuestionThenTask =
    Tool<&TaskTools::question_then_task, "test_tool_with_task", "Asks for a name, then goes on as a task",
         fairlead::read_only, fairlead::task_required>;

}  // namespace everything
