// Tools that ask once: the user, the client's model, the client itself, or all of them, and what they do when
// the client cannot answer.
#pragma once

#include <string>

#include "config.hpp"

namespace everything {

struct NameForm {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NameForm, (), (name))

struct PromptArgs {
  Arg<std::string, "What the client's model is asked"> prompt;
};
BOOST_DESCRIBE_STRUCT(PromptArgs, (), (prompt))

inline fairlead::SamplingRequest ask_model(const std::string& text, std::int64_t max_tokens) {
  fairlead::SamplingRequest request;
  request.messages.user(text);
  request.max_tokens = max_tokens;
  return request;
}

class QuestionTools {
 public:
  Task<std::string> sampling(const PromptArgs& args, Call& call) {
    InputRequests questions;
    questions.sample("answer", ask_model(*args.prompt, 100));
    call.require(questions);
    co_return "LLM response: " + call.answers().sampled_text("answer");
  }

  // Whether the client can do what is asked of it is the host's business: it refuses the call otherwise.
  Task<std::string> needs_sampling(const Nothing&, Call& call) {
    InputRequests questions;
    questions.sample("answer", ask_model("Is anybody there?", 10));
    call.require(questions);
    co_return "The client can sample: " + call.answers().sampled_text("answer");
  }

  Task<std::string> streaming(const Nothing&, Call& call) {
    call.progress(1, 2, "Asking");
    InputRequests questions;
    questions.elicit<NameForm>("user_name", "What is your name?");
    call.require(questions);
    call.progress(2, 2, "Answered");
    co_return greeting(call);
  }

  // A name proves nothing and harms nobody, so an answer is taken that came without sealed state.
  Task<std::string> user_name(const Nothing&, Call& call) {
    InputRequests questions;
    questions.elicit<NameForm>("user_name", "What is your name?");
    call.require(questions);
    co_return greeting(call);
  }

  Task<std::string> capital(const Nothing&, Call& call) {
    InputRequests questions;
    questions.sample("capital_question", ask_model("What is the capital of France?", 100));
    call.require(questions);
    co_return call.answers().sampled_text("capital_question");
  }

  Task<std::string> client_roots(const Nothing&, Call& call) {
    InputRequests questions;
    questions.roots("client_roots");
    call.require(questions);
    co_return "Roots:" + roots(call);
  }

  // All three at once. The next round brings the answers to these questions and no others, so require asks
  // all of them again as long as one answer is missing.
  Task<std::string> three_at_once(const Nothing&, Call& call) {
    InputRequests questions;
    questions.elicit<NameForm>("user_name", "What is your name?");
    questions.sample("greeting", ask_model("Generate a greeting", 50));
    questions.roots("client_roots");
    call.require(questions, "three questions");
    co_return call.answers().sampled_text("greeting") + " " + greeting(call) + " Roots:" + roots(call);
  }

  // Asks what this client can answer, and works without where it can answer nothing.
  Task<std::string> whatever_it_can(const Nothing&, Call& call) {
    InputRequests questions;
    if (call.client_can("elicitation", "form")) {
      questions.elicit<NameForm>("user_name", "What is your name?");
    }
    if (call.client_can("sampling")) questions.sample("greeting", ask_model("Generate a greeting", 50));
    if (call.client_can("roots")) questions.roots("client_roots");
    if (questions.empty()) co_return "The client can answer no questions";
    call.require(questions);
    co_return "The client answered all it can";
  }

 private:
  static std::string greeting(const Call& call) {
    const auto reply = call.answers().elicited<NameForm>("user_name");
    return reply.value ? "Hello, " + reply.value->name + "!" : "Hello, whoever you are!";
  }

  static std::string roots(const Call& call) {
    std::string text;
    for (const fairlead::ClientRoot& root : call.answers().roots("client_roots")) {
      text += " " + (root.name.empty() ? root.uri : root.name + " (" + root.uri + ")");
    }
    return text.empty() ? " none" : text;
  }
};

using Sampling =
    Tool<&QuestionTools::sampling, "test_sampling", "Asks the client's model", fairlead::read_only>;
using NeedsSampling = Tool<&QuestionTools::needs_sampling, "test_missing_capability",
                           "Needs a client that can sample", fairlead::read_only>;
using Streaming = Tool<&QuestionTools::streaming, "test_streaming_elicitation",
                       "Tells progress, then asks the user for a name", fairlead::read_only>;
using UserName = Tool<&QuestionTools::user_name, "test_input_required_result_elicitation",
                      "Asks the user for a name", fairlead::read_only>;
using Capital = Tool<&QuestionTools::capital, "test_input_required_result_sampling",
                     "Asks the client's model for a capital", fairlead::read_only>;
using ClientRoots = Tool<&QuestionTools::client_roots, "test_input_required_result_list_roots",
                         "Asks the client for its roots", fairlead::read_only>;
using ThreeAtOnce = Tool<&QuestionTools::three_at_once, "test_input_required_result_multiple_inputs",
                         "Asks the user, the model and the client at once", fairlead::read_only>;
using WhateverItCan = Tool<&QuestionTools::whatever_it_can, "test_input_required_result_capabilities",
                           "Asks only what the client can answer", fairlead::read_only>;

}  // namespace everything
