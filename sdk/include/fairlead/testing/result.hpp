// How a call ended, with the words a test asks in.
#ifndef FAIRLEAD_TESTING_RESULT_HPP
#define FAIRLEAD_TESTING_RESULT_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "fairlead/testing/options.hpp"
#include "fairlead/testing/outcome.hpp"

namespace fairlead::testing {

// What bindings, clients and plugins say of their last step, and calls of themselves. `Self` has refusal().
template <class Self>
class Refusable {
 public:
  [[nodiscard]] fairlead_status status() const { return told().status; }
  [[nodiscard]] std::string status_text() const { return status_name(told().status); }
  [[nodiscard]] std::uint32_t flags() const { return told().flags; }
  [[nodiscard]] const std::string& message() const { return told().message; }
  [[nodiscard]] bool is_retryable() const { return (told().flags & FAIRLEAD_ERR_RETRYABLE) != 0; }
  [[nodiscard]] bool is_client_bad() const { return (told().flags & FAIRLEAD_ERR_CLIENT_BAD) != 0; }
  [[nodiscard]] bool is_binding_bad() const { return (told().flags & FAIRLEAD_ERR_BINDING_BAD) != 0; }
  // The detail object, empty when there is none.
  [[nodiscard]] boost::json::object detail() const {
    std::string why;
    return detail::parse_object(told().detail_json, why).value_or(boost::json::object());
  }

 protected:
  ~Refusable() = default;

 private:
  [[nodiscard]] const Refusal& told() const { return static_cast<const Self*>(this)->refusal(); }
};

// Each accessor of a part that is not there throws UsageError with what happened instead.
class CallResult : public Refusable<CallResult> {
 public:
  CallResult(std::string where, Outcome outcome) : where_(std::move(where)), outcome_(std::move(outcome)) {}

  [[nodiscard]] bool is_ok() const { return outcome_.kind == FAIRLEAD_OUT_RESULT; }
  // It failed: status(), flags(), message() and detail() say how.
  [[nodiscard]] bool is_error() const { return outcome_.kind < 0; }
  // A result for the model to read: text() and structured() say what.
  [[nodiscard]] bool is_tool_error() const { return outcome_.kind == FAIRLEAD_OUT_TOOL_ERROR; }
  [[nodiscard]] bool is_input_required() const { return outcome_.kind == FAIRLEAD_OUT_INPUT_REQUIRED; }
  [[nodiscard]] bool is_task() const { return outcome_.kind == FAIRLEAD_OUT_TASK; }

  // Of a tool: content, its text blocks joined, and structuredContent.
  [[nodiscard]] const boost::json::array& content() const { return array("content"); }
  [[nodiscard]] const boost::json::object& structured() const { return object("structuredContent"); }
  // The text of a tool's content, or of a resource's contents.
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const auto& block : array(json().contains("contents") ? "contents" : "content")) {
      const boost::json::value* found = block.as_object().if_contains("text");
      if (found != nullptr && found->is_string()) text += found->get_string().subview();
    }
    return text;
  }
  // Of the other kinds.
  [[nodiscard]] const boost::json::array& contents() const { return array("contents"); }
  [[nodiscard]] const boost::json::array& messages() const { return array("messages"); }
  [[nodiscard]] const boost::json::array& resources() const { return array("resources"); }
  [[nodiscard]] const boost::json::array& resource_templates() const { return array("resourceTemplates"); }
  [[nodiscard]] const boost::json::object& completion() const { return object("completion"); }
  [[nodiscard]] std::string next_cursor() const { return string("nextCursor"); }

  // Of a call that requires input.
  [[nodiscard]] const boost::json::object& input_requests() const { return object("inputRequests"); }
  [[nodiscard]] std::string request_state() const { return string("requestState"); }
  // What the next round needs: the answers, and the state of this one.
  [[nodiscard]] CallOptions answered_with(boost::json::object answers, CallOptions options = {}) const {
    if (!is_input_required()) throw UsageError(summary() + "; it asked for no input");
    options.answers = std::move(answers);
    options.state = request_state();
    return options;
  }

  // The whole result, and as the plugin wrote it.
  [[nodiscard]] const boost::json::object& json() const {
    if (is_error()) throw UsageError(summary());
    return outcome_.result;
  }
  [[nodiscard]] const std::string& json_text() const { return outcome_.result_json; }

  // What came before the end: progress and log lines, as far as the client asked for them.
  [[nodiscard]] const std::vector<Progress>& progress() const { return outcome_.progress; }
  [[nodiscard]] const std::vector<ClientLog>& client_logs() const { return outcome_.client_logs; }

  [[nodiscard]] const Refusal& refusal() const { return outcome_.refusal; }
  [[nodiscard]] const std::string& detail_text() const { return outcome_.refusal.detail_json; }
  [[nodiscard]] std::int32_t outcome() const { return outcome_.kind; }

  // One line for people.
  [[nodiscard]] std::string summary() const {
    if (is_error()) return where_ + " failed with " + status_text() + ": " + message();
    return where_ + " gave " + outcome_.result_json;
  }

 private:
  [[nodiscard]] const boost::json::value& member(const char* key) const {
    const boost::json::value* found = json().if_contains(key);
    if (found == nullptr) throw UsageError(summary() + "; it has no '" + key + "'");
    return *found;
  }
  [[nodiscard]] const boost::json::array& array(const char* key) const {
    if (!member(key).is_array()) throw UsageError(summary() + "; '" + key + "' is no array");
    return member(key).get_array();
  }
  [[nodiscard]] const boost::json::object& object(const char* key) const {
    if (!member(key).is_object()) throw UsageError(summary() + "; '" + key + "' is no object");
    return member(key).get_object();
  }
  // Empty when absent.
  [[nodiscard]] std::string string(const char* key) const {
    const boost::json::value* found = json().if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
  }

  std::string where_;
  Outcome outcome_;
};

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_RESULT_HPP
