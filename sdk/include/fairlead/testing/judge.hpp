// What the fake host holds against the plugin: one sentence per breach of plugin.h.
#ifndef FAIRLEAD_TESTING_JUDGE_HPP
#define FAIRLEAD_TESTING_JUDGE_HPP

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "fairlead/testing/text.hpp"

namespace fairlead::testing {

using MisbehaviourListener = std::function<void(const std::string& sentence)>;

namespace detail {

// The object that `text` is, or nothing with `why` set. At most 32 levels deep, as in the real host; that one
// refuses duplicate keys too.
inline std::optional<boost::json::object> parse_object(std::string_view text, std::string& why) {
  if (!is_utf8(text)) {
    why = "is not UTF-8";
    return std::nullopt;
  }
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  if (error) {
    why = "is no JSON (" + error.message() + ")";
    return std::nullopt;
  }
  if (!value.is_object()) {
    why = "is no JSON object";
    return std::nullopt;
  }
  return std::move(value.as_object());
}

// Any thread. `where` begins a sentence: "bind", "the call 'add'".
class Judge {
 public:
  void record(std::string sentence) {
    MisbehaviourListener listener;
    {
      const std::lock_guard lock(mutex_);
      listener = listener_;
      sentences_.push_back(sentence);
    }
    if (listener) listener(sentence);
  }
  [[nodiscard]] std::vector<std::string> sentences() const {
    const std::lock_guard lock(mutex_);
    return sentences_;
  }
  void set_listener(MisbehaviourListener listener) {
    const std::lock_guard lock(mutex_);
    listener_ = std::move(listener);
  }

  // From now on `value` may appear in no log line and no error message. Values shorter than 4 bytes are found
  // by chance, so they are not looked for.
  void watch_secret(const std::string& name, const std::string& value) {
    const std::lock_guard lock(mutex_);
    if (value.size() >= 4) secrets_[value] = name;
  }

  // A text for people: UTF-8, and no secret in it.
  void check_text(const std::string& where, std::string_view what, std::string_view text) {
    if (!is_utf8(text)) record(where + " gave a " + std::string(what) + " that is not UTF-8");
    if (const auto name = find_secret(text)) {
      record(where + " gave a " + std::string(what) + " with the value of the secret '" + *name + "' in it");
    }
  }

  // An object or empty, and no secret in it.
  void check_object(const std::string& where, std::string_view what, std::string_view json) {
    check_text(where, what, json);
    std::string why;
    if (!json.empty() && is_utf8(json) && !parse_object(json, why)) {
      record(where + " gave a " + std::string(what) + " that " + why);
    }
  }

  // What error_set and call_fail tell.
  void check_failure(const std::string& where, fairlead_status status, std::uint32_t flags,
                     fairlead_str message, fairlead_str detail_json) {
    constexpr std::uint32_t kFlags =
        FAIRLEAD_ERR_RETRYABLE | FAIRLEAD_ERR_CLIENT_BAD | FAIRLEAD_ERR_BINDING_BAD;
    if (status <= FAIRLEAD_OK || status > FAIRLEAD_UNAUTHENTICATED) {
      record(where + " failed with " + status_name(status) + ", which is no error status");
    }
    if ((flags & ~kFlags) != 0) record(where + " failed with unknown flags");
    if (message.size == 0) record(where + " failed without a message: say what is wrong and what to do");
    check_text(where, "message", view(message));
    check_object(where, "detail", view(detail_json));
  }

 private:
  [[nodiscard]] std::optional<std::string> find_secret(std::string_view text) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [value, name] : secrets_) {
      if (text.find(value) != std::string_view::npos) return name;
    }
    return std::nullopt;
  }

  mutable std::mutex mutex_;
  std::vector<std::string> sentences_;          // Guarded by mutex_.
  MisbehaviourListener listener_;               // Guarded by mutex_.
  std::map<std::string, std::string> secrets_;  // value -> name. Guarded by mutex_.
};

}  // namespace detail
}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_JUDGE_HPP
