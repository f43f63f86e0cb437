// Bodies of states.hpp: plugins and bindings.
#ifndef FAIRLEAD_TESTING_IMPL_BINDING_STATE_HPP
#define FAIRLEAD_TESTING_IMPL_BINDING_STATE_HPP

#include <algorithm>
#include <set>
#include <utility>

#include "fairlead/dynamic_catalog.h"
#include "fairlead/testing/schema.hpp"
#include "fairlead/testing/states.hpp"

namespace fairlead::testing::detail {

// ---- Plugins
// --------------------------------------------------------------------------------------------------

// What makes a table unusable for any host; the real one checks more.
inline std::string judge_table(const fairlead_plugin_api& api) {
  if (api.abi_major != FAIRLEAD_ABI_MAJOR) return "is of ABI major " + std::to_string(api.abi_major);
  if (!FAIRLEAD_HAS(&api, fairlead_plugin_api, get_extension)) return "is shorter than that of ABI 1.0";
  if (api.init == nullptr || api.quiesce == nullptr || api.deinit == nullptr) return "has a null function";
  if (api.provider_count == 0 || api.providers == nullptr) return "has no providers";
  for (std::uint32_t i = 0; i < api.provider_count; ++i) {
    const fairlead_provider_api* provider = api.providers[i];
    if (provider == nullptr) return "has a null provider";
    const std::string which = "has the provider '" + copy(provider->id) + "', ";
    if (!FAIRLEAD_HAS(provider, fairlead_provider_api, get_extension))
      return which + "shorter than that of ABI 1.0";
    if (provider->bind == nullptr || provider->unbind == nullptr || provider->connect == nullptr ||
        provider->ping == nullptr || provider->close == nullptr || provider->invoke == nullptr) {
      return which + "which has a null function";
    }
    if (((provider->flags & FAIRLEAD_PROV_SESSION_STATE) != 0) != (provider->reset != nullptr)) {
      return which + "whose reset and SESSION_STATE do not go together";
    }
    if (provider->max_in_flight == 0 ||
        (provider->max_in_flight != 1 && (provider->flags & FAIRLEAD_PROV_SHARED_CLIENT) == 0)) {
      return which + "whose max_in_flight is not 1 without SHARED_CLIENT";
    }
  }
  return {};
}

inline PluginState::PluginState(Parts& given_parts, const fairlead_plugin_api& table)
    : parts(given_parts), api(table) {
  const std::string wrong = judge_table(api);
  if (!wrong.empty()) throw UsageError("the plugin's table " + wrong);
  ErrorOut& out = parts.make_error_out("init");
  refusal = settle(parts, out, api.init(&parts.api, &handle, HostTable::as_errout(out)));
  if (refusal.status == FAIRLEAD_OK && handle == nullptr) refusal = made_nothing(parts, "init");
}

inline void PluginState::check_usable() const {
  if (is_ended) throw UsageError("the plugin has ended");
  if (handle == nullptr)
    throw UsageError("init was refused with " + status_name(refusal.status) + ": " + refusal.message);
}

inline void PluginState::end() {
  if (std::exchange(is_ended, true)) return;
  for (const auto& binding : bindings) binding->unbind();
  if (handle == nullptr) return;
  const bool is_lost =
      std::any_of(bindings.begin(), bindings.end(), [](const auto& binding) { return binding->is_lost; });
  if (is_lost) return;
  const FakeHttp::Blocking blocking(parts.http);
  api.quiesce(handle);
  api.deinit(handle);
}

// ---- Bindings
// -------------------------------------------------------------------------------------------------

inline BindingState::BindingState(PluginState& owner, const fairlead_provider_api& provider,
                                  BindOptions given)
    : plugin(owner),
      parts(owner.parts),
      api(provider),
      options(std::move(given)),
      id(++owner.parts.last_binding_id) {}

inline void BindingState::bind(const boost::json::object* config, std::string_view config_json) {
  std::set<std::string> secrets;
  std::string why;
  const auto schema = parse_object(view(api.config_schema_json), why);
  if (schema && config != nullptr) collect_secrets(*schema, *config, secrets);
  parts.secrets.open(id, std::move(secrets));
  const bool is_global = options.scope == FAIRLEAD_SCOPE_GLOBAL;
  const Lent text(config_json), connection(options.connection), tenant(is_global ? "" : options.tenant);
  const Lent user(options.scope == FAIRLEAD_SCOPE_USER ? options.user : "");
  LentStruct<fairlead_binding_info> info;
  info->scope = options.scope;
  info->binding_id = id;
  info->connection_name = connection.view();
  info->tenant_id = tenant.view();
  info->user_id = user.view();
  info->config_json = text.view();
  ErrorOut& out = parts.make_error_out("bind");
  const FakeHttp::Blocking blocking(parts.http);
  refusal = settle(parts, out, api.bind(plugin.handle, info.get(), &handle, HostTable::as_errout(out)));
  if (refusal.status == FAIRLEAD_OK && handle == nullptr) refusal = made_nothing(parts, "bind");
  if (refusal.status == FAIRLEAD_OK) return;
  handle = nullptr;  // Whatever was put there is not ours to end.
  parts.secrets.close(id);
}

inline void BindingState::check_usable() const {
  if (is_ended) throw UsageError("the binding has ended");
  if (handle == nullptr)
    throw UsageError("bind was refused with " + status_name(refusal.status) + ": " + refusal.message);
}

template <class Run>
Refusal BindingState::operate(const char* where, const OpOptions& op_options, ClientState* client,
                              const Run& run) {
  fairlead_client* const stopped = client == nullptr ? nullptr : client->handle;
  CallSpec spec;
  spec.where = where;
  spec.is_operation = true;
  spec.deadline_mono_ns =
      op_options.deadline_mono_ns != 0
          ? op_options.deadline_mono_ns
          : parts.clock.mono_ns() + static_cast<std::uint64_t>(op_options.timeout.count());
  spec.is_cancelled = op_options.is_cancelled;
  const Lent tenant(op_options.tenant);
  LentStruct<fairlead_client_op> op;
  op->access = op_options.access;
  op->deadline_mono_ns = spec.deadline_mono_ns;
  op->tenant_id = tenant.view();
  // The handle is told to cancel by way of a box, for it is not known before it is opened.
  const auto box = std::make_shared<fairlead_call>(0);
  spec.cancel = [this, stopped, box] {
    if (api.cancel != nullptr) api.cancel(handle, stopped, *box);
  };
  *box = op->op = parts.calls.open(std::move(spec));
  Running& running = client == nullptr ? connecting : client->running;
  running.add(*box);
  ErrorOut& out = parts.make_error_out(where);
  fairlead_status status = FAIRLEAD_OK;
  {
    const FakeHttp::Blocking blocking(parts.http);
    status = run(op.get(), HostTable::as_errout(out));
  }
  running.remove(*box);
  parts.calls.close(*box);
  return settle(parts, out, status);
}

inline std::shared_ptr<ClientState> BindingState::connect(const OpOptions& op_options) {
  check_usable();
  auto client = std::make_shared<ClientState>(*this);
  client->connect(op_options);
  clients.push_back(client);
  return client;
}

inline void BindingState::unbind() {
  if (std::exchange(is_ended, true)) return;
  for (const auto& client : clients) client->close();
  if (handle == nullptr) return;
  parts.reactor.run_ready();
  is_lost = std::any_of(clients.begin(), clients.end(), [](const auto& client) { return client->is_lost; });
  if (is_lost) return;
  {
    const FakeHttp::Blocking blocking(parts.http);
    api.unbind(handle);
  }
  parts.reactor.run_ready();
  parts.secrets.close(id);
  look_for_leftovers();
}

// Waits carry no binding, so they are looked for when the last one of the host has ended.
inline void BindingState::look_for_leftovers() {
  if (const std::size_t count = parts.http.cancel_binding(id); count != 0) {
    parts.judge.record("the binding ended and left " + std::to_string(count) + " HTTP exchange(s) behind");
  }
  if (!parts.secrets.any_open() && parts.reactor.waits() != 0) {
    parts.judge.record("the last binding ended and left " + std::to_string(parts.reactor.waits()) +
                       " wait(s) of the reactor behind");
    parts.reactor.cancel_all();
  }
  parts.reactor.run_ready();
}

// ---- The catalog of a binding
// ---------------------------------------------------------------------------------

inline const boost::json::object& BindingState::catalog() {
  check_usable();
  const std::size_t events = parts.events.all().size();
  if (catalog_ && catalog_at_event_ == events) return *catalog_;
  const auto* dynamic = api.get_extension == nullptr ? nullptr
                                                     : static_cast<const fairlead_dynamic_catalog_api*>(
                                                           api.get_extension(FAIRLEAD_EXT_DYNAMIC_CATALOG_1));
  std::string text = api.catalog_json.size == 0 ? "{}" : copy(api.catalog_json);
  if (dynamic != nullptr) {
    int times = 0;
    const auto run = [&](const fairlead_client_op* op, fairlead_errout* out) {
      std::pair<std::string*, int*> sink{&text, &times};
      return dynamic->catalog(
          handle, op,
          [](void* user, fairlead_str value) noexcept {
            auto& [kept, count] = *static_cast<std::pair<std::string*, int*>*>(user);
            *kept = copy(value);
            ++*count;
          },
          &sink, out);
    };
    const Refusal told = operate("catalog", {}, nullptr, run);
    if (times != (told.status == FAIRLEAD_OK ? 1 : 0)) {
      parts.judge.record("catalog called its sink " + std::to_string(times) + " times and returned " +
                         status_name(told.status));
    }
    if (told.status != FAIRLEAD_OK)
      throw UsageError("catalog failed with " + status_name(told.status) + ": " + told.message);
  }
  std::string why;
  auto parsed = parse_object(text, why);
  if (!parsed) throw UsageError("the catalog " + why);
  catalog_at_event_ = events;
  catalog_ = *std::move(parsed);
  return *catalog_;
}

inline std::uint32_t BindingState::slot_of(std::uint32_t kind, std::string_view name) {
  const char* array = kind == FAIRLEAD_KIND_TOOL       ? "tools"
                      : kind == FAIRLEAD_KIND_RESOURCE ? "resources"
                      : kind == FAIRLEAD_KIND_PROMPT   ? "prompts"
                                                       : nullptr;
  if (array == nullptr) return FAIRLEAD_SLOT_NONE;
  const boost::json::array* found = array_at(catalog(), array);
  if (found == nullptr) return FAIRLEAD_SLOT_NONE;
  const char* key = kind == FAIRLEAD_KIND_RESOURCE ? "uri" : "name";
  for (std::size_t i = 0; i < found->size(); ++i) {
    const boost::json::object* entry = (*found)[i].if_object();
    const boost::json::value* own = entry == nullptr ? nullptr : entry->if_contains(key);
    if (own != nullptr && own->is_string() &&
        own->get_string() == boost::json::string_view(name.data(), name.size())) {
      return static_cast<std::uint32_t>(i);
    }
  }
  return FAIRLEAD_SLOT_NONE;
}

}  // namespace fairlead::testing::detail

#endif  // FAIRLEAD_TESTING_IMPL_BINDING_STATE_HPP
