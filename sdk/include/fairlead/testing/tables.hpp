// The C tables of the fake host, as plugin.h, events.h, http.h and reactor.h describe them.
#ifndef FAIRLEAD_TESTING_TABLES_HPP
#define FAIRLEAD_TESTING_TABLES_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "fairlead/testing/parts.hpp"

namespace fairlead::testing::detail {

// fairlead_host is a Parts, fairlead_errout an ErrorOut.
struct HostTable {
  static Parts& of(fairlead_host* host) { return *reinterpret_cast<Parts*>(host); }
  static fairlead_errout* as_errout(ErrorOut& out) { return reinterpret_cast<fairlead_errout*>(&out); }

  static const void* get_extension(fairlead_host* host, const char* id) noexcept {
    Parts& parts = of(host);
    const std::string_view wanted = id == nullptr ? "" : id;
    if (parts.hidden_extensions.count(std::string(wanted)) != 0) return nullptr;
    if (wanted == FAIRLEAD_EXT_EVENTS_1) return &parts.events_api;
    if (wanted == FAIRLEAD_EXT_REACTOR_1) return &parts.reactor_api;
    if (wanted == FAIRLEAD_EXT_HTTP_1) return &parts.http_api;
    return nullptr;
  }
  static void log(fairlead_host* host, fairlead_call call, std::int32_t severity, fairlead_str message,
                  fairlead_str fields_json) noexcept {
    Parts& parts = of(host);
    const std::string where = call == 0 ? "the plugin" : parts.calls.where(call);
    if (severity < FAIRLEAD_LOG_ERROR || severity > FAIRLEAD_LOG_DEBUG) {
      parts.judge.record(where + " logged with the unknown severity " + std::to_string(severity));
    }
    parts.judge.check_text(where, "log line", view(message));
    parts.judge.check_object(where, "log line's fields", view(fields_json));
    parts.logs.add({call, severity, copy(message), copy(fields_json)});
  }
  static std::uint64_t now_mono_ns(fairlead_host* host) noexcept { return of(host).clock.mono_ns(); }
  static std::uint64_t now_unix_ns(fairlead_host* host) noexcept { return of(host).clock.unix_ns(); }

  static void error_set(fairlead_errout* handle, fairlead_status status, std::uint32_t flags,
                        fairlead_str message, fairlead_str detail_json) noexcept {
    if (handle == nullptr) return;
    ErrorOut& out = *reinterpret_cast<ErrorOut*>(handle);
    if (!out.is_open)
      return out.judge->record("error_set was called for " + out.where + " after that had returned");
    out.judge->check_failure(out.where, status, flags, message, detail_json);
    out.was_told = true;
    out.refusal = {status, flags, copy(message), copy(detail_json)};
  }
  static fairlead_status secret_get(fairlead_host* host, std::uint64_t binding_id, fairlead_str name,
                                    fairlead_value_fn sink, void* user) noexcept {
    std::string value;
    const fairlead_status status = of(host).secrets.find("the plugin", binding_id, copy(name), value);
    if (status != FAIRLEAD_OK) return status;
    const Lent lent(value);
    sink(user, lent.view());
    return FAIRLEAD_OK;
  }

  static fairlead_status call_complete(fairlead_host* host, fairlead_call call, std::int32_t outcome,
                                       fairlead_str result_json) noexcept {
    const fairlead_status status = of(host).calls.complete(call, outcome, result_json);
    of(host).reactor.wake();
    return status;
  }
  static fairlead_status call_fail(fairlead_host* host, fairlead_call call, fairlead_status why,
                                   std::uint32_t flags, fairlead_str message,
                                   fairlead_str detail_json) noexcept {
    const fairlead_status status = of(host).calls.fail(call, why, flags, message, detail_json);
    of(host).reactor.wake();
    return status;
  }
  static fairlead_status call_progress(fairlead_host* host, fairlead_call call, double done, double total,
                                       fairlead_str message) noexcept {
    return of(host).calls.progress(call, done, total, message);
  }
  static fairlead_status call_log(fairlead_host* host, fairlead_call call, std::int32_t severity,
                                  fairlead_str logger, fairlead_str data_json) noexcept {
    return of(host).calls.log(call, severity, logger, data_json);
  }
  static std::int32_t call_cancelled(fairlead_host* host, fairlead_call call) noexcept {
    return of(host).calls.is_cancelled(call) ? 1 : 0;
  }

  static void fill(Parts& parts) {
    fairlead_host_api& api = parts.api;
    api.struct_size = sizeof api;
    api.abi_major = FAIRLEAD_ABI_MAJOR;
    api.abi_minor = FAIRLEAD_ABI_MINOR;
    api.host = reinterpret_cast<fairlead_host*>(&parts);
    api.name = borrow("fake");
    api.version = borrow("0");
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
  }
};

struct ExtensionTables {
  static Parts& of(fairlead_host* host) { return HostTable::of(host); }

  static fairlead_status tell(Parts& parts, Event event) {
    if (!parts.secrets.is_open(event.binding_id)) {
      parts.judge.record("the plugin told an event of the binding " + std::to_string(event.binding_id) +
                         ", which is not open");
      return FAIRLEAD_NOT_FOUND;
    }
    parts.events.add(std::move(event));
    return FAIRLEAD_OK;
  }
  static fairlead_status list_changed(fairlead_host* host, std::uint64_t binding_id,
                                      std::uint32_t list) noexcept {
    if (list <= FAIRLEAD_LIST_PROMPTS) return tell(of(host), {binding_id, list, {}});
    of(host).judge.record("the plugin told a change of the unknown list " + std::to_string(list));
    return FAIRLEAD_INVALID_ARGUMENT;
  }
  static fairlead_status resource_updated(fairlead_host* host, std::uint64_t binding_id,
                                          fairlead_str uri) noexcept {
    if (uri.size == 0) of(host).judge.record("the plugin told an update of a resource without a URI");
    of(host).judge.check_text("the plugin", "resource URI", view(uri));
    return tell(of(host), {binding_id, FAIRLEAD_LIST_RESOURCES, copy(uri)});
  }

  static fairlead_status watch(fairlead_host* host, std::int32_t fd, std::uint32_t interest,
                               std::uint64_t deadline, fairlead_reactor_fn done, void* user,
                               std::uint64_t* wait) noexcept {
    return of(host).reactor.watch(fd, interest, deadline, done, user, wait);
  }
  static fairlead_status timer(fairlead_host* host, std::uint64_t at, fairlead_reactor_fn done, void* user,
                               std::uint64_t* wait) noexcept {
    return of(host).reactor.timer(at, done, user, wait);
  }
  static fairlead_status post(fairlead_host* host, fairlead_reactor_fn done, void* user) noexcept {
    return of(host).reactor.post(done, user);
  }
  static fairlead_status cancel_wait(fairlead_host* host, std::uint64_t wait) noexcept {
    return of(host).reactor.cancel(wait);
  }

  static fairlead_status send(fairlead_host* host, const fairlead_http_request* request,
                              const fairlead_http_events* events, std::uint64_t* exchange,
                              fairlead_errout* out) noexcept {
    std::string why;
    const fairlead_status status = of(host).http.send(request, events, exchange, why);
    if (status != FAIRLEAD_OK && out != nullptr) {
      // The host's own finding, not the plugin's: nothing to judge.
      auto& told = *reinterpret_cast<ErrorOut*>(out);
      told.was_told = true;
      told.refusal = {status, 0, why, {}};
    }
    return status;
  }
  static fairlead_status pause(fairlead_host* host, std::uint64_t exchange, std::int32_t paused) noexcept {
    return of(host).http.pause(exchange, paused != 0);
  }
  static fairlead_status cancel_exchange(fairlead_host* host, std::uint64_t exchange) noexcept {
    return of(host).http.cancel(exchange);
  }

  static void fill(Parts& parts) {
    parts.events_api = {sizeof(fairlead_events_api), 0, list_changed, resource_updated};
    parts.reactor_api = {sizeof(fairlead_reactor_api), 0, watch, timer, post, cancel_wait};
    parts.http_api = {sizeof(fairlead_http_api), 0, send, pause, cancel_exchange};
  }
};

}  // namespace fairlead::testing::detail

#endif  // FAIRLEAD_TESTING_TABLES_HPP
