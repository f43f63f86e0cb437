#include "plugin/host_extensions.hpp"

#include "fairlead/events.h"
#include "fairlead/reactor.h"
#include "plugin/status.hpp"
#include "plugin/uri.hpp"

namespace fairlead::plugin {
namespace {

fairlead_status status_of(WaitEnd end) {
  switch (end) {
    case WaitEnd::Happened: return FAIRLEAD_OK;
    case WaitEnd::Cancelled: return FAIRLEAD_CANCELLED;
    case WaitEnd::TimedOut: return FAIRLEAD_DEADLINE_EXCEEDED;
  }
  return FAIRLEAD_INTERNAL;
}

fairlead_status status_of(const Result<void>& done) {
  return done ? FAIRLEAD_OK : to_status(done.error().code);
}

}  // namespace

/// "fairlead.host.events/1". As with HostEntry, nothing here throws but bad_alloc.
struct EventsEntry {
  // Runs `use(KnownBinding&)` if the host knows the binding.
  template <typename Use>
  static bool with_binding(PluginHost& host, std::uint64_t binding_id, Use use) {
    return host.bindings_.with([&](auto& bindings) {
      const auto found = bindings.find(binding_id);
      if (found == bindings.end()) return false;
      use(found->second);
      return true;
    });
  }

  static fairlead_status list_changed(fairlead_host* handle, std::uint64_t binding_id,
                                      std::uint32_t list) noexcept {
    if (list > FAIRLEAD_LIST_PROMPTS) return FAIRLEAD_INVALID_ARGUMENT;
    PluginHost& host = *handle->self;
    const bool is_known = with_binding(host, binding_id, [](auto& binding) { ++binding.lists_version; });
    if (!is_known) return FAIRLEAD_NOT_FOUND;
    host.services_.ports.events->list_changed(binding_id, static_cast<ListKind>(list));
    return FAIRLEAD_OK;
  }

  static fairlead_status resource_updated(fairlead_host* handle, std::uint64_t binding_id,
                                          fairlead_str uri) noexcept {
    const std::string_view text = from_abi(uri);
    if (text.empty() || text.size() > kUriBytesMax || !is_utf8(text)) return FAIRLEAD_INVALID_ARGUMENT;
    PluginHost& host = *handle->self;
    if (!with_binding(host, binding_id, [](auto&) {})) return FAIRLEAD_NOT_FOUND;
    host.services_.ports.events->resource_updated(binding_id, text);
    return FAIRLEAD_OK;
  }

  static bool is_offered(const PluginHost& host) { return host.services_.ports.events != nullptr; }

  static constexpr fairlead_events_api kTable{sizeof(fairlead_events_api), 0, list_changed, resource_updated};
};

/// "fairlead.host.reactor/1".
struct ReactorEntry {
  static WaitDone timed(PluginHost& host, fairlead_reactor_fn done, void* user) {
    return [&host, done, user](WaitEnd end, std::uint32_t ready) {
      const MonotonicTime entered = host.clock().now();
      done(user, status_of(end), ready);
      host.judge_loop_time("a callback of the reactor", entered);
    };
  }

  static fairlead_status watch(fairlead_host* handle, std::int32_t fd, std::uint32_t interest,
                               std::uint64_t deadline_mono_ns, fairlead_reactor_fn done, void* user,
                               std::uint64_t* wait) noexcept {
    if (done == nullptr) return FAIRLEAD_INVALID_ARGUMENT;
    PluginHost& host = *handle->self;
    std::uint64_t unwanted = 0;
    const Deadline deadline{time_from_abi(deadline_mono_ns)};
    return status_of(host.loop()->watch(fd, interest, deadline, timed(host, done, user),
                                        wait == nullptr ? unwanted : *wait));
  }

  static fairlead_status timer(fairlead_host* handle, std::uint64_t at_mono_ns, fairlead_reactor_fn done,
                               void* user, std::uint64_t* wait) noexcept {
    if (done == nullptr) return FAIRLEAD_INVALID_ARGUMENT;
    PluginHost& host = *handle->self;
    std::uint64_t unwanted = 0;
    return status_of(host.loop()->timer(time_from_abi(at_mono_ns), timed(host, done, user),
                                        wait == nullptr ? unwanted : *wait));
  }

  static fairlead_status post(fairlead_host* handle, fairlead_reactor_fn done, void* user) noexcept {
    if (done == nullptr) return FAIRLEAD_INVALID_ARGUMENT;
    PluginHost& host = *handle->self;
    return status_of(host.loop()->post(timed(host, done, user)));
  }

  static fairlead_status cancel(fairlead_host* handle, std::uint64_t wait) noexcept {
    return status_of(handle->self->loop()->cancel(wait));
  }

  static constexpr fairlead_reactor_api kTable{sizeof(fairlead_reactor_api), 0, watch, timer, post, cancel};
};

const void* find_host_extension(PluginHost& host, std::string_view id) {
  if (id == FAIRLEAD_EXT_EVENTS_1 && EventsEntry::is_offered(host)) return &EventsEntry::kTable;
  if (id == FAIRLEAD_EXT_REACTOR_1 && host.loop() != nullptr) return &ReactorEntry::kTable;
  return nullptr;
}

}  // namespace fairlead::plugin
