// How a tool, resource or prompt asks the client's user or model something: it ends the call with questions,
// and is called again from its beginning with the answers (MCP 2026-07-28, "Multi Round-Trip Requests"; for
// older clients the host translates). Nothing waits meanwhile: whatever the next round needs beside the
// arguments travels in `state`.
//
//   fairlead::InputRequests ask;
//   ask.elicit<Name>("name", "What is your name?");
//   call.require(ask);                                     // ends the call unless "name" is answered
//   auto name = call.answers().elicited<Name>("name");     // accepted, declined or cancelled
//
// Answers come from the client. They prove that a person agreed only where Call::is_input_sealed().
#ifndef FAIRLEAD_SDK_INPUT_HPP
#define FAIRLEAD_SDK_INPUT_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fairlead/sdk/content.hpp"
#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {

class Answers;

// What the client's model is asked (MCP sampling/createMessage). Empty fields are left out.
struct SamplingRequest {
  Messages messages;
  std::int64_t max_tokens = 1000;
  std::string system_prompt = {};
  std::optional<double> temperature = {};
  std::vector<std::string> stop_sequences = {};
  std::vector<std::string> model_hints = {};  // parts of model names, the most wanted first
  std::optional<double> cost_priority = {};   // these three from 0 to 1
  std::optional<double> speed_priority = {};
  std::optional<double> intelligence_priority = {};
  boost::json::object more = {};  // further params as they are: "tools", "toolChoice", "metadata", ...
};

// One of the client's roots.
struct ClientRoot {
  std::string uri;
  std::string name = {};
};

// Questions, each under a key of the tool's choosing; asking twice under one key replaces the first.
class InputRequests {
 public:
  // A form for the user. Form is a flat described struct: fields of text, numbers, bool, described enums and
  // std::vector of described enums, each with or without Arg and std::optional. Titles of enumerators come
  // from a function found beside the enum: `constexpr std::string_view enum_title(Color)`.
  template <class Form>
  InputRequests& elicit(std::string_view key, std::string_view message);

  // A form whose schema is given: {"type":"object","properties":{..},"required":[..]}, flat. Of its answer
  // only the action is checked; check the rest yourself.
  InputRequests& elicit(std::string_view key, std::string_view message,
                        const boost::json::object& requested_schema);

  // Sends the user to a page. The answer says that the user agreed to go there, not what happened there.
  InputRequests& elicit_url(std::string_view key, std::string_view message, std::string_view url);

  // Asks the client's model.
  InputRequests& sample(std::string_view key, const SamplingRequest& request);

  // Asks for the client's roots.
  InputRequests& roots(std::string_view key);

  [[nodiscard]] bool empty() const noexcept { return asked_.empty(); }

  // Whether every question has an answer of the right form.
  [[nodiscard]] bool are_answered(const Answers& answers) const;

  // {"key":{"method":"..","params":{..}},..}
  [[nodiscard]] std::string to_json() const;

 private:
  struct Asked {
    std::string key;
    std::string request_json;
    bool (*fits)(const Json& answer);  // whether an answer has the right form
  };
  InputRequests& add(std::string_view key, std::string_view method, std::string_view params_json,
                     bool (*fits)(const Json&));
  InputRequests& add_form(std::string_view key, std::string_view message,
                          const boost::json::object& requested_schema, bool (*fits)(const Json&));

  std::vector<Asked> asked_;
};

enum class Action { Accept, Decline, Cancel };

// What became of a form. `value` is there exactly when it was accepted.
template <class Form>
struct Elicited {
  Action action = Action::Cancel;
  std::optional<Form> value = {};
};

// The client's answers; empty on the first round. What the functions below throw cannot happen for keys that
// Call::require has let pass with the same form.
class Answers {
 public:
  Answers() = default;
  // `json` is the request's input_responses_json. What is no object counts as no answers.
  explicit Answers(std::string_view json);

  // Whether there is an answer, of whatever form.
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }

  // @error INVALID_ARGUMENT (thrown) no answer under this key, or one of another form
  template <class Form>
  [[nodiscard]] Elicited<Form> elicited(std::string_view key) const;
  // Of a form with a given schema and of elicit_url; the content is empty unless accepted. Errors as above.
  [[nodiscard]] Elicited<boost::json::object> elicited(std::string_view key) const;
  // The model's message: {"role":"assistant","content":..,"model":".."}. Errors as above.
  [[nodiscard]] boost::json::object sampled(std::string_view key) const;
  // The text in it, all blocks of text one after another. Errors as above.
  [[nodiscard]] std::string sampled_text(std::string_view key) const;
  [[nodiscard]] std::vector<ClientRoot> roots(std::string_view key) const;
  // The answer as it came.
  [[nodiscard]] const Json& raw(std::string_view key) const;

  // Null when there is none.
  [[nodiscard]] const Json* find(std::string_view key) const;

 private:
  boost::json::object answers_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/input.hpp"

#endif  // FAIRLEAD_SDK_INPUT_HPP
