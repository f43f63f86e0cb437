// A host for unit tests of plugins: keeps what the plugin says, answers from memory, has a clock that stands
// still, and scribbles over every text it lent once the function it was lent to has returned. Sees plugin.h
// only. One thread, except cancel(), is_cancelled and the logs.
#ifndef FAIRLEAD_TESTS_SUPPORT_FAKE_HOST_HPP
#define FAIRLEAD_TESTS_SUPPORT_FAKE_HOST_HPP

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/plugin.h"

namespace fairlead::test {

inline fairlead_str borrow(std::string_view text) { return {text.data(), text.size()}; }
inline std::string copy(fairlead_str text) {
  return text.size == 0 ? std::string() : std::string(text.data, text.size);
}

// Text lent to the plugin for one call of one function.
class Lent {
 public:
  explicit Lent(std::string_view text) : text_(text) {}
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  ~Lent() { std::fill(text_.begin(), text_.end(), '#'); }
  [[nodiscard]] fairlead_str view() const { return borrow(text_); }

 private:
  std::string text_;
};

// What error_set, or the end of a call, said.
struct Outcome {
  fairlead_status status = FAIRLEAD_OK;
  int32_t outcome = -1;  // FAIRLEAD_OUT_*, -1 when the call failed
  uint32_t flags = 0;
  std::string message;
  std::string detail_json;
  std::string result_json;
  int endings = 0;  // how often the call was ended; for error_set, how often it was told
};

class FakeHost {
 public:
  struct LogLine {
    fairlead_call call;
    int32_t severity;
    std::string text;
    std::string json;
  };
  struct Progress {
    double done;
    double total;
    std::string message;
  };

  uint64_t now_mono_ns = 1'000'000'000;
  std::map<std::pair<uint64_t, std::string>, std::string> secrets;  // (binding, name) -> value
  fairlead_status secret_status = FAIRLEAD_OK;  // what secret_get answers when it knows the name
  bool keeps_secret_to_itself = false;          // says OK, but never calls the sink
  std::atomic<bool> is_cancelled = false;
  std::vector<LogLine> log_lines;
  std::vector<LogLine> client_log_lines;
  std::vector<Progress> progress;
  Outcome last_call;

  FakeHost() {
    api.struct_size = sizeof api;
    api.abi_major = FAIRLEAD_ABI_MAJOR;
    api.abi_minor = FAIRLEAD_ABI_MINOR;
    api.host = reinterpret_cast<fairlead_host*>(this);
    api.name = borrow("fake");
    api.version = borrow("0");
    api.get_extension = [](fairlead_host*, const char*) noexcept -> const void* { return nullptr; };
    api.log = [](fairlead_host* host, fairlead_call call, int32_t severity, fairlead_str text,
                 fairlead_str json) noexcept {
      of(host).log_lines.push_back({call, severity, copy(text), copy(json)});
    };
    api.now_mono_ns = [](fairlead_host* host) noexcept { return of(host).now_mono_ns; };
    api.now_unix_ns = api.now_mono_ns;
    api.error_set = [](fairlead_errout* out, fairlead_status status, uint32_t flags, fairlead_str message,
                       fairlead_str detail) noexcept { end(of(out), status, flags, message, detail); };
    api.secret_get = &FakeHost::secret_get;
    api.call_complete = [](fairlead_host* host, fairlead_call, int32_t outcome,
                           fairlead_str result) noexcept {
      of(host).last_call.outcome = outcome;
      of(host).last_call.result_json = copy(result);
      ++of(host).last_call.endings;
      return FAIRLEAD_OK;
    };
    api.call_fail = [](fairlead_host* host, fairlead_call, fairlead_status status, uint32_t flags,
                       fairlead_str message, fairlead_str detail) noexcept {
      end(of(host).last_call, status, flags, message, detail);
      return FAIRLEAD_OK;
    };
    api.call_progress = [](fairlead_host* host, fairlead_call, double done, double total,
                           fairlead_str text) noexcept {
      of(host).progress.push_back({done, total, copy(text)});
      return FAIRLEAD_OK;
    };
    api.call_log = [](fairlead_host* host, fairlead_call call, int32_t severity, fairlead_str logger,
                      fairlead_str json) noexcept {
      of(host).client_log_lines.push_back({call, severity, copy(logger), copy(json)});
      return FAIRLEAD_OK;
    };
    api.call_cancelled = [](fairlead_host* host, fairlead_call) noexcept {
      return of(host).is_cancelled ? 1 : 0;
    };
  }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  static fairlead_errout* as_errout(Outcome& outcome) { return reinterpret_cast<fairlead_errout*>(&outcome); }

  fairlead_host_api api{};

 private:
  static FakeHost& of(fairlead_host* host) { return *reinterpret_cast<FakeHost*>(host); }
  static Outcome& of(fairlead_errout* out) { return *reinterpret_cast<Outcome*>(out); }

  static void end(Outcome& outcome, fairlead_status status, uint32_t flags, fairlead_str message,
                  fairlead_str detail) {
    outcome.status = status;
    outcome.flags = flags;
    outcome.message = copy(message);
    outcome.detail_json = copy(detail);
    ++outcome.endings;
  }

  static fairlead_status secret_get(fairlead_host* host, uint64_t binding_id, fairlead_str name,
                                    fairlead_value_fn sink, void* user) noexcept {
    const auto found = of(host).secrets.find({binding_id, copy(name)});
    if (found == of(host).secrets.end()) return FAIRLEAD_NOT_FOUND;
    if (of(host).secret_status != FAIRLEAD_OK) return of(host).secret_status;
    const Lent value(found->second);
    if (!of(host).keeps_secret_to_itself) sink(user, value.view());
    return FAIRLEAD_OK;
  }
};

// What a request says beside the tool and its arguments.
struct RequestOptions {
  uint32_t kind = FAIRLEAD_KIND_TOOL;
  uint32_t slot = FAIRLEAD_SLOT_NONE;
  uint32_t flags = 0;
  uint32_t access = FAIRLEAD_ACCESS_READ_WRITE;
  int32_t log_level = -1;
  uint64_t deadline_mono_ns = 31'000'000'000;
  std::string user_id = "singleton";
  std::string agent_id;
};

// One provider of a plugin under a fake host, with at most one binding and one client. Ends them in order.
class ProviderUnderTest {
 public:
  ProviderUnderTest(FakeHost& host, const fairlead_plugin_api* plugin_api)
      : host_(host), plugin_api_(*plugin_api), api(*plugin_api->providers[0]) {
    init_status = plugin_api_.init(&host_.api, &plugin_, FakeHost::as_errout(error));
  }
  ProviderUnderTest(const ProviderUnderTest&) = delete;
  ProviderUnderTest& operator=(const ProviderUnderTest&) = delete;
  ~ProviderUnderTest() {
    if (client != nullptr) api.close(client);
    if (binding != nullptr) api.unbind(binding);
    if (plugin_ == nullptr) return;
    plugin_api_.quiesce(plugin_);
    plugin_api_.deinit(plugin_);
  }

  // False with `error` set when the provider refuses.
  bool bind(std::string_view config_json, uint64_t binding_id = 1, uint32_t scope = FAIRLEAD_SCOPE_TENANT) {
    const Lent config(config_json), connection("main"), tenant("acme");
    fairlead_binding_info info{};
    info.struct_size = sizeof info;
    info.scope = scope;
    info.binding_id = binding_id;
    info.connection_name = connection.view();
    info.tenant_id = tenant.view();
    info.config_json = config.view();
    return told(api.bind(plugin_, &info, &binding, fresh_error()));
  }

  bool connect(uint32_t access = FAIRLEAD_ACCESS_READ_WRITE, uint64_t deadline_mono_ns = 31'000'000'000) {
    return operate(7, access, deadline_mono_ns, [&](const fairlead_client_op* op) {
      return api.connect(binding, op, &client, fresh_error());
    });
  }
  bool ping() {
    return operate(8, FAIRLEAD_ACCESS_READ_WRITE, 31'000'000'000,
                   [&](const fairlead_client_op* op) { return api.ping(client, op, fresh_error()); });
  }
  bool reset() {
    return operate(9, FAIRLEAD_ACCESS_READ_WRITE, 31'000'000'000,
                   [&](const fairlead_client_op* op) { return api.reset(client, op, fresh_error()); });
  }

  const Outcome& call(std::string_view tool, std::string_view arguments_json,
                      const RequestOptions& options = {}) {
    const Lent name(tool), arguments(arguments_json), tenant("acme"), connection("main");
    const Lent user(options.user_id), agent(options.agent_id);
    fairlead_request request{};
    request.struct_size = sizeof request;
    request.kind = options.kind;
    request.slot = options.slot;
    request.flags = options.flags;
    request.access = options.access;
    request.log_level = options.log_level;
    request.deadline_mono_ns = options.deadline_mono_ns;
    request.name = name.view();
    request.arguments_json = arguments.view();
    request.tenant_id = tenant.view();
    request.user_id = user.view();
    request.agent_id = agent.view();
    request.connection_name = connection.view();
    host_.last_call = {};
    api.invoke(client, kCall, &request);
    return host_.last_call;
  }

  static constexpr fairlead_call kConnect = 7;
  static constexpr fairlead_call kCall = 42;

 private:
  FakeHost& host_;
  const fairlead_plugin_api& plugin_api_;
  fairlead_plugin* plugin_ = nullptr;

  fairlead_errout* fresh_error() {
    error = {};
    return FakeHost::as_errout(error);
  }
  bool told(fairlead_status status) {
    last_status = status;
    return status == FAIRLEAD_OK;
  }
  template <class Run>
  bool operate(fairlead_call handle, uint32_t access, uint64_t deadline_mono_ns, const Run& run) {
    const Lent tenant("acme");
    fairlead_client_op op{};
    op.struct_size = sizeof op;
    op.access = access;
    op.op = handle;
    op.deadline_mono_ns = deadline_mono_ns;
    op.tenant_id = tenant.view();
    return told(run(&op));
  }

 public:
  const fairlead_provider_api& api;
  Outcome error;  // what the last bind, connect, ping or reset said
  fairlead_status init_status = FAIRLEAD_INTERNAL;
  fairlead_status last_status = FAIRLEAD_OK;
  fairlead_binding* binding = nullptr;
  fairlead_client* client = nullptr;
};

}  // namespace fairlead::test

#endif  // FAIRLEAD_TESTS_SUPPORT_FAKE_HOST_HPP
