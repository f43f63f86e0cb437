// A plugin, its bindings and clients as the fake host drives them; FakePlugin, TestBinding and TestClient are
// the handles that tests hold.
#ifndef FAIRLEAD_TESTING_STATES_HPP
#define FAIRLEAD_TESTING_STATES_HPP

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "fairlead/testing/options.hpp"
#include "fairlead/testing/result.hpp"
#include "fairlead/testing/tables.hpp"

namespace fairlead::testing::detail {

// How long, in fake time, a cancelled call may take to end.
inline constexpr std::uint64_t kGraceNs = 5'000'000'000;

// What invoke is asked, beside CallOptions.
struct RequestSpec {
  std::uint32_t kind = FAIRLEAD_KIND_TOOL;
  std::string name;
  std::string arguments_json = {};
  std::string cursor = {};
};

// Handles of what is under way, so that another thread can cancel it.
class Running {
 public:
  void add(fairlead_call handle) {
    const std::lock_guard lock(mutex_);
    handles_.push_back(handle);
  }
  void remove(fairlead_call handle) {
    const std::lock_guard lock(mutex_);
    handles_.erase(std::remove(handles_.begin(), handles_.end(), handle), handles_.end());
  }
  [[nodiscard]] std::vector<fairlead_call> all() const {
    const std::lock_guard lock(mutex_);
    return handles_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<fairlead_call> handles_;  // Guarded by mutex_.
};

class BindingState;

class ClientState {
 public:
  explicit ClientState(BindingState& owner) : binding(owner) {}

  // Leaves `handle` null, with `refusal` set, when the provider refuses.
  void connect(const OpOptions& options);
  bool ping(const OpOptions& options);
  bool reset(const OpOptions& options);
  // Ends the calls under way, then the client.
  void close();

  fairlead_call start(const RequestSpec& spec, const CallOptions& options);
  // Runs the loop until the call has ended, or given up.
  CallResult finish(fairlead_call call);
  void check_usable() const;  // UsageError unless a call may begin
  void check_open() const;    // UsageError if it is closed: `binding` may be gone

  BindingState& binding;  // Valid until the client is closed.
  fairlead_client* handle = nullptr;
  std::uint32_t access = FAIRLEAD_ACCESS_READ_WRITE;
  Refusal refusal;  // of the last of connect, ping and reset
  Running running;
  bool is_closed = false;
  bool is_lost = false;  // a call never ended: closing the client could pull the ground from under it

 private:
  void after_call(fairlead_call call);
};

class PluginState;

class BindingState {
 public:
  BindingState(PluginState& plugin, const fairlead_provider_api& provider, BindOptions given);

  void bind(const boost::json::object* config, std::string_view config_json);
  std::shared_ptr<ClientState> connect(const OpOptions& options);
  // Closes the clients, unbinds, and looks for what was left behind.
  void unbind();
  void check_usable() const;

  // The entries in force: of the binding when the provider has dynamic_catalog/1, else of the provider.
  const boost::json::object& catalog();
  // Index of the entry in its array of the catalog.
  std::uint32_t slot_of(std::uint32_t kind, std::string_view name);

  // Runs connect, ping, reset or catalog as an operation that can be cancelled.
  template <class Run>
  Refusal operate(const char* where, const OpOptions& options, ClientState* client, const Run& run);

  [[nodiscard]] bool is_async() const { return (api.flags & FAIRLEAD_PROV_ASYNC) != 0; }
  [[nodiscard]] bool keeps_state() const { return (api.flags & FAIRLEAD_PROV_SESSION_STATE) != 0; }

  PluginState& plugin;  // Valid until the binding has ended.
  Parts& parts;
  const fairlead_provider_api& api;
  const BindOptions options;
  const std::uint64_t id;
  fairlead_binding* handle = nullptr;
  Refusal refusal;  // of bind
  std::vector<std::shared_ptr<ClientState>> clients;
  Running connecting;
  bool is_ended = false;
  bool is_lost = false;

 private:
  void look_for_leftovers();

  std::optional<boost::json::object> catalog_;
  std::size_t catalog_at_event_ = 0;  // how many events had come when it was asked
};

class PluginState {
 public:
  PluginState(Parts& given_parts, const fairlead_plugin_api& table);
  void end();
  void check_usable() const;

  Parts& parts;
  const fairlead_plugin_api& api;
  fairlead_plugin* handle = nullptr;
  Refusal refusal;  // of init
  std::vector<std::shared_ptr<BindingState>> bindings;
  bool is_ended = false;
};

// What a function with an error out told, judged against what it returned.
inline Refusal settle(Parts& parts, ErrorOut& out, fairlead_status status) {
  out.is_open = false;
  if (status == FAIRLEAD_OK) return {};
  if (!out.was_told) {
    parts.judge.record(out.where + " returned " + status_name(status) +
                       " without error_set: it must say why");
  } else if (out.refusal.status != status) {
    parts.judge.record(out.where + " returned " + status_name(status) + ", but told error_set " +
                       status_name(out.refusal.status));
  }
  Refusal refusal = out.refusal;
  refusal.status = status;
  return refusal;
}

// A refusal for a function that said OK and set nothing.
inline Refusal made_nothing(Parts& parts, const std::string& where) {
  parts.judge.record(where + " returned OK, but made nothing");
  return {FAIRLEAD_INTERNAL, 0, where + " returned OK, but made nothing", {}};
}

}  // namespace fairlead::testing::detail

#include "fairlead/testing/impl/binding_state.hpp"
#include "fairlead/testing/impl/client_state.hpp"

#endif  // FAIRLEAD_TESTING_STATES_HPP
