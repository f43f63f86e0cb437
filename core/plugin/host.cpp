#include "plugin/host.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "base/version.hpp"
#include "json/parse.hpp"
#include "plugin/host_extensions.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

LogLevel to_level(std::int32_t severity) {
  if (severity <= FAIRLEAD_LOG_ERROR) return LogLevel::Error;
  if (severity >= FAIRLEAD_LOG_DEBUG) return LogLevel::Debug;
  return static_cast<LogLevel>(severity);
}

json::ParseLimits detail_limits() {
  json::ParseLimits limits;
  limits.text_bytes_max = kPluginDetailBytesMax;
  return limits;
}

}  // namespace

/// The functions of the table. None throws: what they call reports errors as values, and bad_alloc ends the
/// process by way of noexcept, which is the rule for it.
struct HostEntry {
  static PluginHost& self(fairlead_host* host) { return *host->self; }

  static const void* get_extension(fairlead_host* host, const char* id) noexcept {
    return id == nullptr ? nullptr : find_host_extension(self(host), id);
  }

  static void log(fairlead_host* host, fairlead_call, std::int32_t severity, fairlead_str message,
                  fairlead_str fields_json) noexcept {
    PluginHost& me = self(host);
    const LogLevel level = to_level(severity);
    if (!me.services_.log.is_enabled(level)) return;
    boost::json::object fields{{"plugin", me.plugin_name_}};
    if (const auto more = json::parse(from_abi(fields_json), detail_limits()); more && more->is_object()) {
      fields["fields"] = *more;
    }
    me.services_.log.write(level, clean_text(from_abi(message)), boost::json::serialize(fields));
  }

  static std::uint64_t now_mono_ns(fairlead_host* host) noexcept { return to_abi(self(host).clock().now()); }

  static std::uint64_t now_unix_ns(fairlead_host* host) noexcept {
    return static_cast<std::uint64_t>(self(host).clock().wall_now().time_since_epoch().count());
  }

  static void error_set(fairlead_errout* out, fairlead_status status, std::uint32_t flags,
                        fairlead_str message, fairlead_str detail_json) noexcept {
    if (out == nullptr) return;
    *out = fairlead_errout{true, status, flags, std::string(from_abi(message).substr(0, kPluginTextBytesMax)),
                           std::string(from_abi(detail_json).substr(0, kPluginDetailBytesMax + 1))};
  }

  static fairlead_status secret_get(fairlead_host* host, std::uint64_t binding_id, fairlead_str name,
                                    fairlead_value_fn sink, void* user) noexcept {
    PluginHost& me = self(host);
    const auto source = me.bindings_.with([&](const auto& bindings) {
      const auto found = bindings.find(binding_id);
      return found == bindings.end() ? nullptr : found->second.secrets;
    });
    if (source == nullptr) return FAIRLEAD_FAILED_PRECONDITION;
    const auto done =
        source->read(from_abi(name), [&](std::string_view value) { sink(user, to_abi(value)); });
    if (done) return FAIRLEAD_OK;
    me.services_.log.warning("a secret could not be read: " + done.error().message);
    return FAIRLEAD_NOT_FOUND;
  }

  static fairlead_status call_complete(fairlead_host* host, fairlead_call call, std::int32_t kind,
                                       fairlead_str result_json) noexcept {
    PluginHost& me = self(host);
    const auto listener = me.calls_.take_listener(call);
    if (listener == nullptr) {
      me.report_misbehaviour("completed a call that has ended already");
      return FAIRLEAD_FAILED_PRECONDITION;
    }
    auto outcome = parse_outcome(kind, from_abi(result_json));
    if (outcome) {
      listener->ended(*std::move(outcome));
      return FAIRLEAD_OK;
    }
    me.report_misbehaviour(outcome.error().message);
    listener->ended(tl::unexpected<ClientFailure>(
        ClientFailure{Error(ErrorCode::Internal,
                            "the provider broke its contract: " + outcome.error().message, "misbehaviour"),
                      true, false}));
    return FAIRLEAD_INVALID_ARGUMENT;
  }

  static fairlead_status call_fail(fairlead_host* host, fairlead_call call, fairlead_status status,
                                   std::uint32_t flags, fairlead_str message,
                                   fairlead_str detail_json) noexcept {
    PluginHost& me = self(host);
    const auto listener = me.calls_.take_listener(call);
    if (listener == nullptr) {
      me.report_misbehaviour("failed a call that has ended already");
      return FAIRLEAD_FAILED_PRECONDITION;
    }
    if (status == FAIRLEAD_OK) me.report_misbehaviour("failed a call with status OK");
    listener->ended(
        tl::unexpected<ClientFailure>(to_failure(status, flags, from_abi(message), from_abi(detail_json))));
    return FAIRLEAD_OK;
  }

  static fairlead_status call_progress(fairlead_host* host, fairlead_call call, double done, double total,
                                       fairlead_str message) noexcept {
    const auto listener = self(host).calls_.find_listener(call);
    if (listener == nullptr) return FAIRLEAD_FAILED_PRECONDITION;
    listener->progressed(done, total, clean_text(from_abi(message)));
    return FAIRLEAD_OK;
  }

  static fairlead_status call_log(fairlead_host* host, fairlead_call call, std::int32_t severity,
                                  fairlead_str logger, fairlead_str data_json) noexcept {
    const auto listener = self(host).calls_.find_listener(call);
    if (listener == nullptr) return FAIRLEAD_FAILED_PRECONDITION;
    if (data_json.size != 0 && !json::parse(from_abi(data_json), detail_limits())) {
      self(host).report_misbehaviour("logged to the client what is no JSON, or more than 64 KiB");
      return FAIRLEAD_INVALID_ARGUMENT;
    }
    listener->client_logged(to_level(severity), clean_text(from_abi(logger)), from_abi(data_json));
    return FAIRLEAD_OK;
  }

  static std::int32_t call_cancelled(fairlead_host* host, fairlead_call call) noexcept {
    return self(host).calls_.is_cancelled(call) ? 1 : 0;
  }

  static fairlead_host_api make(PluginHost& host) {
    fairlead_host_api api{};
    api.struct_size = sizeof api;
    api.abi_major = FAIRLEAD_ABI_MAJOR;
    api.abi_minor = kHostAbiMinor;
    api.host = host.handle_.get();
    api.name = to_abi("fairlead");
    api.version = to_abi(version());
    api.get_extension = get_extension;
    api.log = log;
    api.now_mono_ns = now_mono_ns;
    api.now_unix_ns = now_unix_ns;
    api.error_set = error_set;
    api.secret_get = secret_get;
    api.call_complete = call_complete;
    api.call_fail = call_fail;
    api.call_progress = call_progress;
    api.call_log = call_log;
    api.call_cancelled = call_cancelled;
    return api;
  }
};

PluginHost::PluginHost(HostServices services, std::string plugin_name)
    : services_(services),
      plugin_name_(std::move(plugin_name)),
      calls_(services.clock),
      handle_(std::make_unique<fairlead_host>(fairlead_host{this})),
      api_(HostEntry::make(*this)) {}

PluginHost::~PluginHost() = default;

void PluginHost::add_binding(std::uint64_t binding_id, std::shared_ptr<const SecretSource> secrets) {
  bindings_.with([&](auto& bindings) { bindings[binding_id] = {std::move(secrets), 0}; });
}

void PluginHost::remove_binding(std::uint64_t binding_id) {
  // Taken out first: its destructor is not ours to run under the lock.
  const auto removed = bindings_.with([&](auto& bindings) { return bindings.extract(binding_id); });
}

std::uint64_t PluginHost::lists_version(std::uint64_t binding_id) const {
  return bindings_.with([&](const auto& bindings) {
    const auto found = bindings.find(binding_id);
    return found == bindings.end() ? 0 : found->second.lists_version;
  });
}

Result<void> PluginHost::open_loop() {
  if (services_.ports.reactors == nullptr || loop_ != nullptr) return {};
  FAIRLEAD_TRY(loop_, services_.ports.reactors->create(plugin_name_));
  return {};
}

void PluginHost::close_loop() {
  if (loop_ != nullptr) loop_->stop();
}

void PluginHost::judge_loop_time(std::string_view what, MonotonicTime entered) {
  const auto found = loop_watch_.judge(what, entered, clock().now());
  if (!found) return;
  ++misbehaviours_;
  if (!found->message.empty()) {
    services_.log.error("plugin misbehaves: " + plugin_name_ + " " + found->message);
  }
}

void PluginHost::report_misbehaviour(std::string_view what) {
  ++misbehaviours_;
  services_.log.error("plugin misbehaves: " + plugin_name_ + " " + std::string(what));
}

}  // namespace fairlead::plugin
