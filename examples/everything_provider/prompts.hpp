// Prompts: plain, with arguments that complete, with a resource, with an image, and one that asks back.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"
#include "media.hpp"
#include "resources.hpp"

namespace everything {

using fairlead::Messages;
using fairlead::Prompt;

struct TwoWords {
  Arg<std::string, "First test argument"> arg1;
  Arg<std::string, "Second test argument"> arg2;
};
BOOST_DESCRIBE_STRUCT(TwoWords, (), (arg1, arg2))

struct ResourceArgs {
  Arg<std::string, "URI of the resource to embed"> resourceUri;
};
BOOST_DESCRIBE_STRUCT(ResourceArgs, (), (resourceUri))

struct ContextForm {
  std::string context;
};
BOOST_DESCRIBE_STRUCT(ContextForm, (), (context))

class Prompts {
 public:
  Task<std::string> simple(const Nothing&, Call&) { co_return "This is a simple prompt for testing."; }

  Task<std::string> with_arguments(const TwoWords& args, Call&) {
    co_return "Prompt with arguments: arg1='" + *args.arg1 + "', arg2='" + *args.arg2 + "'";
  }

  Task<std::vector<std::string>> complete_word(const fairlead::CompletionRequest& request, Call&) {
    static constexpr std::array<std::string_view, 4> kWords = {"paris", "park", "party", "test"};
    co_return beginning_with(request.value, kWords);
  }

  Task<Messages> with_resource(const ResourceArgs& args, Call&) {
    const fairlead::ResourceText resource{*args.resourceUri, "text/plain",
                                          "Embedded resource content for testing."};
    Messages messages;
    messages.user(Content().embed(resource)).user("Please process the embedded resource above.");
    co_return messages;
  }

  Task<Messages> with_image(const Nothing&, Call&) {
    Messages messages;
    messages.user(Content().image(red_pixel(), "image/png")).user("Please analyze the image above.");
    co_return messages;
  }

  // Prompts, and reads of resources, ask as tools do.
  Task<Messages> with_question(const Nothing&, Call& call) {
    InputRequests questions;
    questions.elicit<ContextForm>("user_context", "What context should the prompt use?");
    call.require(questions);
    const auto reply = call.answers().elicited<ContextForm>("user_context");
    Messages messages;
    messages.user(reply.value ? "Use this context: " + reply.value->context : "Use no context.");
    messages.description("A prompt made of the user's answer");
    co_return messages;
  }
};

using SimplePrompt = Prompt<&Prompts::simple, "test_simple_prompt", "One message">;
using PromptWithArguments =
    Prompt<&Prompts::with_arguments, "test_prompt_with_arguments", "One message about two words">;
using CompleteArg1 = fairlead::Completion<&Prompts::complete_word, "test_prompt_with_arguments", "arg1">;
using CompleteArg2 = fairlead::Completion<&Prompts::complete_word, "test_prompt_with_arguments", "arg2">;
using PromptWithResource = Prompt<&Prompts::with_resource, "test_prompt_with_embedded_resource",
                                  "A resource, and what to do with it">;
using PromptWithImage = Prompt<&Prompts::with_image, "test_prompt_with_image",
                               "An image, and what to do with it", fairlead::title<"Prompt with an image">>;
using PromptWithQuestion =
    Prompt<&Prompts::with_question, "test_input_required_result_prompt", "Asks the user before it is made">;

}  // namespace everything
