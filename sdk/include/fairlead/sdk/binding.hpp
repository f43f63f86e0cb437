// What the host does for a connection as a whole, not for one operation: its log, its secrets, its HTTP
// client, and the news that lists or resources have changed. For caches, pollers and watchers that outlive
// calls. Call and Context give it.
#ifndef FAIRLEAD_SDK_BINDING_HPP
#define FAIRLEAD_SDK_BINDING_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "fairlead/plugin.h"
#include "fairlead/sdk/cancel.hpp"
#include "fairlead/sdk/field.hpp"
#include "fairlead/sdk/http.hpp"
#include "fairlead/sdk/operation.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

struct PluginState;

// A binding without its configuration.
struct BindingBase {
  const fairlead_host_api* host;
  PluginState* plugin;
  std::uint64_t id;
  Scope scope;
  std::string connection_name;
  std::string tenant_id;
  CancelRegistry connects = CancelRegistry(Descriptor::Close);
};

}  // namespace detail

// One connection in use. Valid until the last client made from it is closed: a thread of the provider's that
// uses it ends before that. Every function may be called from any thread.
class Binding : public detail::BindingBase {
 public:
  Binding(detail::PluginState& plugin_state, const fairlead_binding_info& from);
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  // The host's number for it: another one whenever the configuration or a secret has changed.
  [[nodiscard]] std::uint64_t id() const noexcept { return BindingBase::id; }
  [[nodiscard]] Scope scope() const noexcept { return BindingBase::scope; }
  [[nodiscard]] std::string_view connection_name() const noexcept { return BindingBase::connection_name; }
  // Whose connection it is; empty for a global one. A call has a tenant of its own.
  [[nodiscard]] std::string_view tenant_id() const noexcept { return BindingBase::tenant_id; }

  // A line for the operator's log. No secrets.
  void log(Severity severity, std::string_view message, const boost::json::object& fields = {}) const;

  // The current value of a secret. The copy is yours: wipe() it when it is used up, keep it out of logs and
  // messages. with_secret avoids the copy.
  // @error UNAUTHENTICATED (thrown, with kBindingBad) the host has no value for it
  [[nodiscard]] std::string reveal(const Secret& secret) const;

  // Calls use(std::string_view) with the value, which the host wipes afterwards. What `use` throws comes
  // out of with_secret. Errors as reveal.
  template <class Use>
  void with_secret(const Secret& secret, Use&& use) const;

  // Starts an exchange that belongs to no call, e.g. to fill a cache; only its timeout ends it early. Where
  // a call is waiting for the answer, Call::http is right: it ends with the call.
  // @error INVALID_ARGUMENT (thrown) the request has no timeout; else as Call::http
  [[nodiscard]] HttpExchange http(const HttpRequest& request);

  // Tell the host that a list, or what a resource gives, has changed, so that subscribed clients hear of it.
  // The host coalesces. A host without events drops them: there is nobody to hear.
  void tools_changed() const noexcept;
  void resources_changed() const noexcept;
  void prompts_changed() const noexcept;
  void resource_updated(std::string_view uri) const noexcept;

 private:
  void ask_for_secret(const Secret& secret, fairlead_value_fn sink, void* user) const;
  void list_changed(std::uint32_t list) const noexcept;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/binding.hpp"

#endif  // FAIRLEAD_SDK_BINDING_HPP
