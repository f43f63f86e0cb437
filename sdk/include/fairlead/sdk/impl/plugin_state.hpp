// What a plugin keeps from init to deinit: the host's tables, and the count that quiesce waits for. Internal.
#ifndef FAIRLEAD_SDK_IMPL_PLUGIN_STATE_HPP
#define FAIRLEAD_SDK_IMPL_PLUGIN_STATE_HPP

#include <cstdint>

#include "fairlead/events.h"
#include "fairlead/http.h"
#include "fairlead/plugin.h"
#include "fairlead/reactor.h"
#include "fairlead/sdk/async_types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Behind fairlead_plugin. The tables of extensions are null where the host has none.
struct PluginState {
  explicit PluginState(const fairlead_host_api& from)
      : host(&from),
        http(extension<fairlead_http_api>(FAIRLEAD_EXT_HTTP_1)),
        reactor(extension<fairlead_reactor_api>(FAIRLEAD_EXT_REACTOR_1)),
        events(extension<fairlead_events_api>(FAIRLEAD_EXT_EVENTS_1)) {}

  // No coroutine, exchange or callback is left afterwards. Only in quiesce, when no more can begin.
  void wait_until_quiet() { busy.wait_for_none(); }

  const fairlead_host_api* const host;
  const fairlead_http_api* const http;
  const fairlead_reactor_api* const reactor;
  const fairlead_events_api* const events;
  BusyCount busy;

 private:
  // A table shorter than its 1.0 form is no table.
  template <class Table>
  const Table* extension(const char* id) const {
    const auto* table = static_cast<const Table*>(host->get_extension(host->host, id));
    return table != nullptr && table->struct_size >= sizeof(Table) ? table : nullptr;
  }
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_PLUGIN_STATE_HPP
