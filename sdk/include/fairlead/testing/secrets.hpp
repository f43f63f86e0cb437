// Which bindings are open, and what their secret fields hold.
#ifndef FAIRLEAD_TESTING_SECRETS_HPP
#define FAIRLEAD_TESTING_SECRETS_HPP

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "fairlead/testing/judge.hpp"

namespace fairlead::testing::detail {

// Any thread.
class Secrets {
 public:
  explicit Secrets(Judge& judge) : judge_(judge) {}

  void set(const std::string& name, const std::string& value) {
    judge_.watch_secret(name, value);
    const std::lock_guard lock(mutex_);
    values_[name] = value;
  }
  void remove(const std::string& name) {
    const std::lock_guard lock(mutex_);
    values_.erase(name);
  }
  // What secret_get answers though it knows the name; OK ends that.
  void fail_with(fairlead_status status) {
    const std::lock_guard lock(mutex_);
    failure_ = status;
  }

  // Opens a binding whose secret fields hold `names`.
  void open(std::uint64_t binding_id, std::set<std::string> names) {
    const std::lock_guard lock(mutex_);
    bindings_[binding_id] = std::move(names);
  }
  void close(std::uint64_t binding_id) {
    const std::lock_guard lock(mutex_);
    bindings_.erase(binding_id);
  }
  [[nodiscard]] bool is_open(std::uint64_t binding_id) const {
    const std::lock_guard lock(mutex_);
    return bindings_.count(binding_id) != 0;
  }
  [[nodiscard]] bool any_open() const {
    const std::lock_guard lock(mutex_);
    return !bindings_.empty();
  }

  // OK with `value` set, or what secret_get answers. `asker` begins the sentence of a misbehaviour.
  fairlead_status find(const std::string& asker, std::uint64_t binding_id, const std::string& name,
                       std::string& value) const {
    std::string sentence;
    const fairlead_status status = look_up(binding_id, name, value, sentence);
    if (!sentence.empty()) judge_.record(asker + sentence);
    return status;
  }

 private:
  fairlead_status look_up(std::uint64_t binding_id, const std::string& name, std::string& value,
                          std::string& sentence) const {
    const std::lock_guard lock(mutex_);
    const auto binding = bindings_.find(binding_id);
    if (binding == bindings_.end()) {
      sentence = " named the binding " + std::to_string(binding_id) + ", which is not open";
      return FAIRLEAD_FAILED_PRECONDITION;
    }
    if (binding->second.count(name) == 0) {
      sentence = " asked for '" + name + "', which no secret field of the configuration holds";
      return FAIRLEAD_NOT_FOUND;
    }
    const auto found = values_.find(name);
    if (found == values_.end()) return FAIRLEAD_NOT_FOUND;
    if (failure_ == FAIRLEAD_OK) value = found->second;
    return failure_;
  }

  Judge& judge_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> values_;                // Guarded by mutex_.
  std::map<std::uint64_t, std::set<std::string>> bindings_;  // Guarded by mutex_.
  fairlead_status failure_ = FAIRLEAD_OK;                    // Guarded by mutex_.
};

}  // namespace fairlead::testing::detail

#endif  // FAIRLEAD_TESTING_SECRETS_HPP
