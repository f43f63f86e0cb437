// Tools that go on from what an earlier round left in the state. The state passes through the client's hands:
// it is worth something only when the host says that its seal is unbroken.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config.hpp"
#include "questions.hpp"

namespace everything {

struct OkForm {
  bool ok;
};
BOOST_DESCRIBE_STRUCT(OkForm, (), (ok))

struct ColorForm {
  std::string color;
};
BOOST_DESCRIBE_STRUCT(ColorForm, (), (color))

// The answer to a form, if it came back together with `state`, under the host's seal; asks anew otherwise.
template <class Form>
fairlead::Elicited<Form> sealed_answer(Call& call, std::string_view key, std::string_view message,
                                       std::string_view state) {
  InputRequests questions;
  questions.elicit<Form>(key, message);
  call.require_sealed(questions, state);
  return call.answers().elicited<Form>(key);
}

class RoundTools {
 public:
  Task<std::string> with_state(const Nothing&, Call& call) {
    const auto reply = sealed_answer<OkForm>(call, "confirm", "Please confirm", "request_state");
    co_return is_ok(reply) ? "state-ok: confirmed" : "state-ok: not confirmed";
  }

  // To a provider it is the same tool: that a state was tampered with is the host's finding, and its refusal.
  Task<std::string> with_tampered_state(const Nothing&, Call& call) {
    const auto reply = sealed_answer<OkForm>(call, "confirm", "Please confirm", "tampered_state");
    co_return is_ok(reply) ? "The state is as it was given: confirmed" : "The state is as it was given";
  }

  // Each round brings the answers to its own questions only, so the name goes into the next state.
  Task<std::string> in_two_steps(const Nothing&, Call& call) {
    std::optional<std::string> name = name_in_state(call);
    if (!name) {
      const auto first =
          sealed_answer<NameForm>(call, "step1", "Step 1: What is your name?", R"({"round":1})");
      if (!first.value) co_return "Stopped at step 1";
      name = first.value->name;
    }
    const boost::json::object state{{"round", 2}, {"name", *name}};
    const auto second = sealed_answer<ColorForm>(call, "step2", "Step 2: What is your favorite color?",
                                                 boost::json::serialize(state));
    if (!second.value) co_return "Stopped at step 2";
    co_return *name + " likes " + second.value->color;
  }

 private:
  static bool is_ok(const fairlead::Elicited<OkForm>& reply) { return reply.value && reply.value->ok; }

  // The name of step 1, when the call comes back from step 2.
  static std::optional<std::string> name_in_state(const Call& call) {
    if (!call.is_state_sealed()) return std::nullopt;
    boost::json::error_code error;
    const auto state = boost::json::parse({call.state().data(), call.state().size()}, error);
    if (error || !state.is_object()) return std::nullopt;
    const auto* name = state.get_object().if_contains("name");
    return name == nullptr ? std::nullopt : std::optional<std::string>(name->as_string());
  }
};

using WithState = Tool<&RoundTools::with_state, "test_input_required_result_request_state",
                       "Asks for a confirmation that its state must come back with", fairlead::read_only>;
using WithTamperedState = Tool<&RoundTools::with_tampered_state, "test_input_required_result_tampered_state",
                               "The same, for clients that change the state", fairlead::read_only>;
using InTwoSteps = Tool<&RoundTools::in_two_steps, "test_input_required_result_multi_round",
                        "Asks for a name, then for a color", fairlead::read_only>;

}  // namespace everything
