// Bodies of binding.hpp.
#ifndef FAIRLEAD_SDK_IMPL_BINDING_HPP
#define FAIRLEAD_SDK_IMPL_BINDING_HPP

#include <exception>
#include <limits>
#include <string>
#include <type_traits>

#include "fairlead/sdk/binding.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/impl/plugin_state.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {

inline Binding::Binding(detail::PluginState& plugin_state, const fairlead_binding_info& from)
    : BindingBase{plugin_state.host,
                  &plugin_state,
                  from.binding_id,
                  static_cast<Scope>(from.scope),
                  std::string(detail::view(from.connection_name)),
                  std::string(detail::view(from.tenant_id))} {}

inline void Binding::log(Severity severity, std::string_view message,
                         const boost::json::object& fields) const {
  const std::string fields_json = fields.empty() ? std::string() : boost::json::serialize(fields);
  host->log(host->host, 0, static_cast<std::int32_t>(severity), detail::borrow(message),
            detail::borrow(fields_json));
}

// ---- Secrets
// -----------------------------------------------------------------------------------------------

inline void Binding::ask_for_secret(const Secret& secret, fairlead_value_fn sink, void* user) const {
  const fairlead_status status = host->secret_get(host->host, id(), detail::borrow(secret.name), sink, user);
  if (status == FAIRLEAD_OK) return;
  const bool missing = status == FAIRLEAD_NOT_FOUND;
  throw Error(missing ? FAIRLEAD_UNAUTHENTICATED : status,
              "the secret '" + detail::shortened(secret.name) + "' has no value; set it for this connection",
              missing ? kBindingBad : 0u);
}

inline std::string Binding::reveal(const Secret& secret) const {
  std::string value;
  with_secret(secret, [&value](std::string_view revealed) { value = revealed; });
  return value;
}

template <class Use>
void Binding::with_secret(const Secret& secret, Use&& use) const {
  struct Delivery {
    std::remove_reference_t<Use>& use;
    bool arrived;
    std::exception_ptr thrown;
  } delivery{use, false, nullptr};
  // The sink is called through the host, which no exception may cross.
  constexpr auto kSink = [](void* user, fairlead_str value) noexcept {
    auto& to = *static_cast<Delivery*>(user);
    to.arrived = true;
    try {
      to.use(detail::view(value));
    } catch (...) {
      to.thrown = std::current_exception();
    }
  };
  ask_for_secret(secret, kSink, &delivery);
  if (!delivery.arrived)
    throw Error(FAIRLEAD_INTERNAL, "the host accepted the request for a secret and gave none");
  if (delivery.thrown) std::rethrow_exception(delivery.thrown);
}

// ---- HTTP and events
// ---------------------------------------------------------------------------------------

inline HttpExchange Binding::http(const HttpRequest& request) {
  if (!request.timeout) {
    throw Error(FAIRLEAD_INVALID_ARGUMENT,
                "an HTTP request that belongs to no call needs a timeout; set HttpRequest::timeout");
  }
  constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();
  return HttpExchange({plugin, id(), 0, kNone, nullptr, true}, request);
}

// What the host answers to an event cannot matter to who tells it: it knows the binding, or it is closing it.
inline void Binding::list_changed(std::uint32_t list) const noexcept {
  if (plugin->events != nullptr) (void)plugin->events->list_changed(host->host, id(), list);
}

inline void Binding::tools_changed() const noexcept { list_changed(FAIRLEAD_LIST_TOOLS); }

inline void Binding::resources_changed() const noexcept { list_changed(FAIRLEAD_LIST_RESOURCES); }

inline void Binding::prompts_changed() const noexcept { list_changed(FAIRLEAD_LIST_PROMPTS); }

inline void Binding::resource_updated(std::string_view uri) const noexcept {
  if (plugin->events == nullptr) return;
  (void)plugin->events->resource_updated(host->host, id(), detail::borrow(uri));
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_BINDING_HPP
