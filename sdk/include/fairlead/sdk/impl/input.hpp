// Bodies of input.hpp.
#ifndef FAIRLEAD_SDK_IMPL_INPUT_HPP
#define FAIRLEAD_SDK_IMPL_INPUT_HPP

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/sdk/form_schema.hpp"
#include "fairlead/sdk/input.hpp"
#include "fairlead/sdk/parse.hpp"
#include "fairlead/sdk/path.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

// ---- Reading answers -----------------------------------------------------------------------------------

inline const Json* member_of(const Json& value, std::string_view key) {
  return value.is_object() ? value.get_object().if_contains(json_view(key)) : nullptr;
}
inline bool has_text(const Json& value, std::string_view key) {
  const Json* member = member_of(value, key);
  return member != nullptr && member->is_string();
}

// The action of an ElicitResult; empty when the answer is none.
inline std::optional<Action> action_of(const Json& answer) {
  if (!has_text(answer, "action")) return std::nullopt;
  const Json& action = *member_of(answer, "action");
  if (action == "accept") return Action::Accept;
  if (action == "decline") return Action::Decline;
  if (action == "cancel") return Action::Cancel;
  return std::nullopt;
}

// The content of an accepted form; a form whose fields may all be left out may be accepted without any.
inline std::optional<boost::json::object> content_of(const Json& answer) {
  const Json* content = member_of(answer, "content");
  if (content == nullptr || content->is_null()) return boost::json::object();
  if (!content->is_object()) return std::nullopt;
  return content->get_object();
}

inline std::optional<Elicited<boost::json::object>> as_elicited(const Json& answer) {
  const std::optional<Action> action = action_of(answer);
  if (!action) return std::nullopt;
  if (*action != Action::Accept) return Elicited<boost::json::object>{*action, {}};
  auto content = content_of(answer);
  if (!content) return std::nullopt;
  return Elicited<boost::json::object>{*action, std::move(content)};
}

// Empty when the answer does not fit the form. Fields the form does not have are left out: a form's schema
// does not forbid them.
template <class Form>
std::optional<Elicited<Form>> as_elicited_form(const Json& answer) {
  const auto raw = as_elicited(answer);
  if (!raw) return std::nullopt;
  if (!raw->value) return Elicited<Form>{raw->action, {}};
  boost::json::object known;
  for (const std::string_view name : field_names<Form>()) {
    if (const Json* value = raw->value->if_contains(json_view(name))) known[json_view(name)] = *value;
  }
  std::optional<Form> form = try_decode<Form>(Json(std::move(known)));
  if (!form) return std::nullopt;
  return Elicited<Form>{raw->action, std::move(form)};
}

inline bool is_sampled(const Json& answer) {
  const Json* content = member_of(answer, "content");
  return has_text(answer, "role") && content != nullptr && (content->is_object() || content->is_array());
}

inline std::optional<std::vector<ClientRoot>> as_roots(const Json& answer) {
  const Json* list = member_of(answer, "roots");
  if (list == nullptr || !list->is_array()) return std::nullopt;
  std::vector<ClientRoot> roots;
  const auto text = [](const Json& from, std::string_view key) {
    const auto& given = member_of(from, key)->get_string();
    return std::string(given.data(), given.size());
  };
  for (const Json& root : list->get_array()) {
    if (!has_text(root, "uri")) return std::nullopt;
    roots.push_back({text(root, "uri"), has_text(root, "name") ? text(root, "name") : std::string()});
  }
  return roots;
}

[[noreturn]] inline void refuse_answer(std::string_view key) {
  const Path root("answers");
  Path(root, key).refuse("no answer of the form that was asked for; ask again with Call::require");
}

// ---- Writing requests ----------------------------------------------------------------------------------

inline std::string sampling_message(const Messages::Message& message) {
  std::string out = R"({"role":")";
  out.append(role_name(message.role)).append(R"(","content":)");
  if (message.content.size() == 1) {
    out += message.content.block(0);
  } else {
    out += message.content.to_json();
  }
  return out += '}';
}

inline void append_preference(std::string& out, std::string_view name, const std::optional<double>& value) {
  if (!value) return;
  out += ',';
  append_quoted(out, name);
  out += ':';
  append_number(out, *value);
}

// {"hints":[..],"costPriority":..}, or empty.
inline std::string model_preferences(const SamplingRequest& request) {
  std::string members;
  if (!request.model_hints.empty()) {
    members += R"(,"hints":[)";
    for (const std::string& name : request.model_hints) {
      members += R"({"name":)";
      append_quoted(members, name);
      members += "},";
    }
    members.back() = ']';
  }
  append_preference(members, "costPriority", request.cost_priority);
  append_preference(members, "speedPriority", request.speed_priority);
  append_preference(members, "intelligencePriority", request.intelligence_priority);
  if (!members.empty()) members.front() = '{';
  return members.empty() ? members : members + '}';
}

inline std::string sampling_params(const SamplingRequest& request) {
  std::string out = R"({"messages":[)";
  for (const auto& message : request.messages.all()) out.append(sampling_message(message)).append(",");
  if (out.back() == ',') out.pop_back();
  out += R"(],"maxTokens":)";
  append_number(out, request.max_tokens);
  append_member(out, "systemPrompt", request.system_prompt);
  append_preference(out, "temperature", request.temperature);
  if (!request.stop_sequences.empty()) {
    out += R"(,"stopSequences":)";
    append_json(out, request.stop_sequences);
  }
  const std::string preferences = model_preferences(request);
  if (!preferences.empty()) out.append(R"(,"modelPreferences":)").append(preferences);
  for (const auto& member : request.more) {
    out += ',';
    append_quoted(out, {member.key().data(), member.key().size()});
    out += ':';
    append_document(out, member.value());
  }
  return out += '}';
}

}  // namespace detail

// ---- InputRequests -------------------------------------------------------------------------------------

inline InputRequests& InputRequests::add(std::string_view key, std::string_view method,
                                         std::string_view params_json, bool (*fits)(const Json&)) {
  std::string request = R"({"method":)";
  detail::append_quoted(request, method);
  request.append(R"(,"params":)").append(params_json).append("}");
  std::erase_if(asked_, [key](const Asked& asked) { return asked.key == key; });
  asked_.push_back({std::string(key), std::move(request), fits});
  return *this;
}

inline InputRequests& InputRequests::add_form(std::string_view key, std::string_view message,
                                              const boost::json::object& requested_schema,
                                              bool (*fits)(const Json&)) {
  std::string params = R"({"message":)";
  detail::append_quoted(params, message);
  params += R"(,"requestedSchema":)";
  detail::append_document(params, requested_schema);
  return add(key, "elicitation/create", params + '}', fits);
}

template <class Form>
InputRequests& InputRequests::elicit(std::string_view key, std::string_view message) {
  return add_form(key, message, detail::form_schema_of<Form>(),
                  [](const Json& answer) { return detail::as_elicited_form<Form>(answer).has_value(); });
}

inline InputRequests& InputRequests::elicit(std::string_view key, std::string_view message,
                                            const boost::json::object& requested_schema) {
  return add_form(key, message, requested_schema,
                  [](const Json& answer) { return detail::as_elicited(answer).has_value(); });
}

inline InputRequests& InputRequests::elicit_url(std::string_view key, std::string_view message,
                                                std::string_view url) {
  std::string params = R"({"mode":"url","message":)";
  detail::append_quoted(params, message);
  detail::append_member(params, "url", url);
  return add(key, "elicitation/create", params + '}',
             [](const Json& answer) { return detail::as_elicited(answer).has_value(); });
}

inline InputRequests& InputRequests::sample(std::string_view key, const SamplingRequest& request) {
  return add(key, "sampling/createMessage", detail::sampling_params(request), &detail::is_sampled);
}

inline InputRequests& InputRequests::roots(std::string_view key) {
  return add(key, "roots/list", "{}",
             [](const Json& answer) { return detail::as_roots(answer).has_value(); });
}

inline bool InputRequests::are_answered(const Answers& answers) const {
  return std::all_of(asked_.begin(), asked_.end(), [&answers](const Asked& asked) {
    const Json* answer = answers.find(asked.key);
    return answer != nullptr && asked.fits(*answer);
  });
}

inline std::string InputRequests::to_json() const {
  std::string out = "{";
  for (const Asked& asked : asked_) {
    if (out.size() > 1) out += ',';
    detail::append_quoted(out, asked.key);
    out.append(":").append(asked.request_json);
  }
  return out += '}';
}

// ---- Answers -------------------------------------------------------------------------------------------

inline Answers::Answers(std::string_view json) {
  boost::json::error_code error;
  Json parsed = detail::parse_json(json, error);
  if (!error && parsed.is_object()) answers_ = std::move(parsed.get_object());
}

inline const Json* Answers::find(std::string_view key) const {
  return answers_.if_contains(detail::json_view(key));
}

inline const Json& Answers::raw(std::string_view key) const {
  const Json* answer = find(key);
  if (answer == nullptr) detail::refuse_answer(key);
  return *answer;
}

template <class Form>
Elicited<Form> Answers::elicited(std::string_view key) const {
  auto read = detail::as_elicited_form<Form>(raw(key));
  if (!read) detail::refuse_answer(key);
  return std::move(*read);
}

inline Elicited<boost::json::object> Answers::elicited(std::string_view key) const {
  auto read = detail::as_elicited(raw(key));
  if (!read) detail::refuse_answer(key);
  return std::move(*read);
}

inline boost::json::object Answers::sampled(std::string_view key) const {
  const Json& answer = raw(key);
  if (!detail::is_sampled(answer)) detail::refuse_answer(key);
  return answer.get_object();
}

inline std::string Answers::sampled_text(std::string_view key) const {
  const boost::json::object message = sampled(key);
  const Json& content = message.at("content");
  std::string text;
  const auto append = [&text](const Json& block) {
    if (!detail::has_text(block, "text")) return;
    const auto& given = block.get_object().at("text").get_string();
    text.append(given.data(), given.size());
  };
  if (content.is_object()) {
    append(content);
  } else {
    for (const Json& block : content.get_array()) append(block);
  }
  return text;
}

inline std::vector<ClientRoot> Answers::roots(std::string_view key) const {
  auto read = detail::as_roots(raw(key));
  if (!read) detail::refuse_answer(key);
  return std::move(*read);
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_INPUT_HPP
