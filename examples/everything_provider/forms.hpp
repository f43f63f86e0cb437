// Tools that put a form before the user: by a struct, with defaults, with choices, and by a schema of one's
// own.
#pragma once

#include <string>
#include <string_view>

#include "config.hpp"

namespace everything {

struct MessageArgs {
  Arg<std::string, "What the user is told"> message;
};
BOOST_DESCRIBE_STRUCT(MessageArgs, (), (message))

struct UserForm {
  Arg<std::string, "User's response"> username;
  Arg<std::string, "User's email address"> email;
};
BOOST_DESCRIBE_STRUCT(UserForm, (), (username, email))

// Enumerators are texts in JSON, hence their lower case.
enum class Status { active, inactive, pending };
BOOST_DESCRIBE_ENUM(Status, active, inactive, pending)

struct FormWithDefaults {
  Arg<std::string, "User name", fairlead::Default{"John Doe"}> name;
  Arg<int, "User age", fairlead::Default{30}> age;
  // An initialiser says the same, for what cannot be a template argument or where it is easier to read.
  Arg<double, "User score"> score = 95.5;
  Arg<Status, "User status", fairlead::Default{Status::active}> status;
  Arg<bool, "Whether the user is verified"> verified = true;
};
BOOST_DESCRIBE_STRUCT(FormWithDefaults, (), (name, age, score, status, verified))

// One of each form of choice that MCP knows. As a struct, enums say four of the five (enum_title gives the
// titles); `enumNames`, which MCP keeps for older servers, needs the schema itself.
inline boost::json::object form_of_choices() {
  static constexpr std::string_view kSchema = R"({
    "type": "object",
    "properties": {
      "untitledSingle": {"type": "string", "description": "One of three",
                         "enum": ["option1", "option2", "option3"]},
      "titledSingle": {"type": "string", "description": "One of three, with titles",
                       "oneOf": [{"const": "value1", "title": "First Option"},
                                 {"const": "value2", "title": "Second Option"},
                                 {"const": "value3", "title": "Third Option"}]},
      "legacyEnum": {"type": "string", "description": "One of three, with titles in the old form",
                     "enum": ["opt1", "opt2", "opt3"],
                     "enumNames": ["Option One", "Option Two", "Option Three"]},
      "untitledMulti": {"type": "array", "description": "Any of three",
                        "items": {"type": "string", "enum": ["option1", "option2", "option3"]}},
      "titledMulti": {"type": "array", "description": "Any of three, with titles",
                      "items": {"anyOf": [{"const": "value1", "title": "First Choice"},
                                          {"const": "value2", "title": "Second Choice"},
                                          {"const": "value3", "title": "Third Choice"}]}}
    }
  })";
  return boost::json::parse({kSchema.data(), kSchema.size()}).as_object();
}

class FormTools {
 public:
  Task<std::string> user_form(const MessageArgs& args, Call& call) {
    InputRequests questions;
    questions.elicit<UserForm>("answer", *args.message);
    call.require(questions);  // The first round ends here; the second passes.
    co_return "User response: " + told(call, "action: ", ", content: ");
  }

  Task<std::string> form_with_defaults(const Nothing&, Call& call) {
    InputRequests questions;
    questions.elicit<FormWithDefaults>("answer", "Please review and update the form fields with defaults");
    call.require(questions);
    co_return "Elicitation completed: " + told(call, "action=", ", content=");
  }

  // Nobody but the author knows such a schema: only that there is an answer is checked.
  Task<std::string> form_with_choices(const Nothing&, Call& call) {
    InputRequests questions;
    questions.elicit("answer", "Please choose", form_of_choices());
    call.require(questions);
    co_return "Elicitation completed: " + told(call, "action=", ", content=");
  }

 private:
  // What the client said, in words. A tool that works with it asks for elicited<UserForm>("answer") instead.
  static std::string told(const Call& call, std::string_view action, std::string_view content) {
    const auto reply = call.answers().elicited("answer");
    std::string text(action);
    text += reply.action == fairlead::Action::Accept    ? "accept"
            : reply.action == fairlead::Action::Decline ? "decline"
                                                        : "cancel";
    return text.append(content).append(boost::json::serialize(reply.value.value_or(boost::json::object())));
  }
};

using UserFormTool = Tool<&FormTools::user_form, "test_elicitation",
                          "Asks the user for a name and an address", fairlead::read_only>;
using FormWithDefaultsTool =
    Tool<&FormTools::form_with_defaults, "test_elicitation_sep1034_defaults",
         "Asks the user by a form whose fields are filled in already", fairlead::read_only>;
using FormWithChoicesTool = Tool<&FormTools::form_with_choices, "test_elicitation_sep1330_enums",
                                 "Asks the user by a form with every kind of choice", fairlead::read_only>;

}  // namespace everything
