// Bodies of provider.hpp: the functions behind a provider's table.
#ifndef FAIRLEAD_SDK_IMPL_PROVIDER_HPP
#define FAIRLEAD_SDK_IMPL_PROVIDER_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "fairlead/dynamic_catalog.h"
#include "fairlead/sdk/async.hpp"
#include "fairlead/sdk/binding.hpp"
#include "fairlead/sdk/boundary.hpp"
#include "fairlead/sdk/cancel.hpp"
#include "fairlead/sdk/catalog.hpp"
#include "fairlead/sdk/impl/check_config.hpp"
#include "fairlead/sdk/impl/client_traits.hpp"
#include "fairlead/sdk/impl/entries.hpp"
#include "fairlead/sdk/impl/finish.hpp"
#include "fairlead/sdk/provider.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

// Behind fairlead_binding.
template <class Config>
struct BindingState : Binding {
  const Config config;

  BindingState(PluginState& plugin_state, const fairlead_binding_info& info)
      : Binding(plugin_state, info), config(decode_document<Config>(view(info.config_json), "config")) {}
};

// Behind fairlead_client.
template <class Client, class Config>
struct ClientState {
  BindingState<Config>& binding;
  // Made in place, so that a client need be neither movable nor copyable.
  decltype(Client::connect(std::declval<const Config&>(), std::declval<Context&>())) made;
  CancelRegistry running{Descriptor::Keep};

  ClientState(BindingState<Config>& from, Context& context)
      : binding(from), made(Client::connect(from.config, context)) {
    if constexpr (kConnectsToPointer<Client, Config>) {
      if (made == nullptr) throw Error(FAIRLEAD_INTERNAL, "the provider's connect gave no client");
    }
  }

  Client& client() noexcept {
    if constexpr (kConnectsToPointer<Client, Config>) {
      return *made;
    } else {
      return made;
    }
  }
};

template <class Client, class Config, class... Entries>
struct ProviderFunctions {
  using Binding = BindingState<Config>;
  using State = ClientState<Client, Config>;
  using Table = EntryTable<Client, Entries...>;
  static constexpr bool kHasCatalog = HasCatalog<Client, Config>;

  static Binding& from(fairlead_binding* binding) { return *reinterpret_cast<Binding*>(binding); }
  static State& from(fairlead_client* client) { return *reinterpret_cast<State*>(client); }

  static fairlead_status bind(fairlead_plugin* plugin, const fairlead_binding_info* info,
                              fairlead_binding** out, fairlead_errout* why) noexcept {
    PluginState& state = *reinterpret_cast<PluginState*>(plugin);
    return guarded(*state.host, why, [&] {
      auto made = std::make_unique<Binding>(state, *info);
      if constexpr (Checks<Client, Config>) refuse_findings(findings_of<Client>(made->config));
      *out = reinterpret_cast<fairlead_binding*>(made.release());
    });
  }

  static void unbind(fairlead_binding* binding) noexcept { delete &from(binding); }

  static fairlead_status connect(fairlead_binding* binding, const fairlead_client_op* op,
                                 fairlead_client** out, fairlead_errout* why) noexcept {
    Binding& to = from(binding);
    return guarded(*to.host, why, [&] {
      CancelSlot slot(to.connects, op->op);
      Context context(facts_of(to, *op), slot, to);
      context.throw_if_cancelled();
      *out = reinterpret_cast<fairlead_client*>(std::make_unique<State>(to, context).release());
    });
  }

  static fairlead_status ping(fairlead_client* client, const fairlead_client_op* op,
                              fairlead_errout* why) noexcept {
    return maintain(from(client), *op, why, [](Client& author, Context& context) {
      if constexpr (PingsWithContext<Client>) {
        author.ping(context);
      } else if constexpr (PingsAlone<Client>) {
        author.ping();
      }
    });
  }

  static fairlead_status reset(fairlead_client* client, const fairlead_client_op* op,
                               fairlead_errout* why) noexcept {
    return maintain(from(client), *op, why, [](Client& author, Context& context) {
      if constexpr (ResetsWithContext<Client>) {
        author.reset(context);
      } else if constexpr (ResetsAlone<Client>) {
        author.reset();
      }
    });
  }

  static void close(fairlead_client* client) noexcept { delete &from(client); }

  // Ends the call exactly once: what was served, or what was thrown on the way to it.
  static void invoke(fairlead_client* client, fairlead_call call, const fairlead_request* request) noexcept {
    State& state = from(client);
    if constexpr (Table::kIsAsyncTable) {
      start_async<ProviderFunctions>(state, call, *request);
    } else {
      const fairlead_host_api& host = *state.binding.host;
      Served served;
      try {
        served = serve(state, call, *request);
      } catch (...) {
        finish_with_current_exception(host, call);
        return;
      }
      finish(host, call, served);
    }
  }

  static void cancel(fairlead_binding* binding, fairlead_client* client, fairlead_call op) noexcept {
    CancelRegistry& registry = client == nullptr ? from(binding).connects : from(client).running;
    registry.cancel(op);
  }

  static const void* get_extension(const char* id) noexcept {
    const std::string_view wanted = id;
    if constexpr (Checks<Client, Config>) {
      if (wanted == FAIRLEAD_EXT_CHECK_CONFIG_1) return &CheckConfigTable<Client, Config>::kApi;
    }
    if constexpr (kHasCatalog) {
      if (wanted == FAIRLEAD_EXT_DYNAMIC_CATALOG_1) return &kCatalogApi;
    }
    return nullptr;
  }

  // Starts the entry of an ASYNC provider. All references must live until the Task has ended.
  // @error as EntryTable::find (thrown)
  static Task<Served> serve_async(State& state, const fairlead_request& request, Call& call) {
    const auto entry = Table::find(request, !kHasCatalog);
    return entry != nullptr ? entry(state.client(), request, call) : no_completions();
  }

  // Null where the client has no cancel().
  static CancelFn cancel_fn() {
    if constexpr (Cancels<Client>) {
      return [](void* client) noexcept {
        try {
          static_cast<Client*>(client)->cancel();
        } catch (...) {
          // The operation still sees is_cancelled() and its descriptor; there is nobody to tell about the
          // rest.
        }
      };
    } else {
      return nullptr;
    }
  }

 private:
  static OperationFacts facts_of(const Binding& binding, const fairlead_client_op& op) {
    return {
        binding.host, op.op, op.deadline_mono_ns, op.access, view(op.tenant_id), binding.connection_name()};
  }

  static fairlead_status catalog(fairlead_binding* binding, const fairlead_client_op* op,
                                 fairlead_value_fn sink, void* user, fairlead_errout* why) noexcept {
    Binding& of = from(binding);
    return guarded(*of.host, why, [&] {
      CancelSlot slot(of.connects, op->op);
      Context context(facts_of(of, *op), slot, of);
      context.throw_if_cancelled();
      Catalog made(catalog_of<Entries...>());
      made.allow({kHasKind<EntryKind::DynamicTools, Entries...>,
                  kHasKind<EntryKind::DynamicPrompts, Entries...>,
                  kHasKind<EntryKind::ReadResource, Entries...>});
      Client::catalog(made, of.config, context);
      sink(user, borrow(made.to_json()));
    });
  }
  static constexpr fairlead_dynamic_catalog_api kCatalogApi = {
      .struct_size = sizeof(fairlead_dynamic_catalog_api), .reserved0 = 0, .catalog = &catalog};

  static Task<Served> no_completions() { co_return encode_completion({}); }

  template <class Body>
  static fairlead_status maintain(State& state, const fairlead_client_op& op, fairlead_errout* why,
                                  const Body& body) noexcept {
    return guarded(*state.binding.host, why, [&] {
      CancelSlot slot(state.running, op.op, cancel_fn(), &state.client());
      Context context(facts_of(state.binding, op), slot, state.binding);
      // After the slot: a cancellation before it is seen here, a later one reaches the slot.
      context.throw_if_cancelled();
      body(state.client(), context);
    });
  }

  static Served serve(State& state, fairlead_call handle, const fairlead_request& request) {
    CancelSlot slot(state.running, handle, cancel_fn(), &state.client());
    Call call(detail::facts_of(state.binding, handle, request), slot, request, state.binding);
    // After the slot, as in maintain.
    call.throw_if_cancelled();
    const auto entry = Table::find(request, !kHasCatalog);
    return entry != nullptr ? entry(state.client(), request, call) : encode_completion({});
  }
};

}  // namespace detail

template <class Client, class Config, FixedString Id, class... Entries>
const fairlead_provider_api* Provider<Client, Config, Id, Entries...>::table() {
  using Functions = detail::ProviderFunctions<Client, Config, Entries...>;
  static_assert(detail::is_provider_id(Id.view()),
                "a provider's id is [a-z0-9][a-z0-9_-]*, at most 20 characters");
  static_assert(detail::CheckStruct<Config, true>::kOk);
  static_assert(detail::CheckClient<Client, Config>::kOk);
  static_assert(detail::CheckEntries<Entries...>::kOk);
  constexpr bool kIsShared = (detail::kIsShared<Entries> || ...);
  static_assert(
      !kIsShared || !detail::Cancels<Client>,
      "a SharedClient has no cancel(): it could not tell which of its calls is meant; wait on cancel_fd "
      "or ask is_cancelled");
  static_assert(
      Functions::kHasCatalog || !(detail::kHasKind<detail::EntryKind::DynamicTools, Entries...> ||
                                  detail::kHasKind<detail::EntryKind::DynamicPrompts, Entries...>),
      "DynamicTools and DynamicPrompts serve what the client adds to its catalog; declare: static void "
      "catalog(Catalog&, const Config&, Context&)");

  struct Texts {
    std::string catalog = detail::to_json_text(detail::catalog_of<Entries...>());
    std::string config_schema = detail::to_json_text(detail::schema_of<Config>(detail::Direction::Input));
  };
  // Never freed: the host may read them until the process has ended.
  static const Texts& texts = *new Texts;
  static const fairlead_provider_api api = {
      .struct_size = sizeof(fairlead_provider_api),
      .flags = (detail::kResets<Client> ? FAIRLEAD_PROV_SESSION_STATE : 0u) |
               (detail::kIsOneOf<ShareNever, Entries...> ? FAIRLEAD_PROV_SHARE_NEVER : 0u) |
               (detail::kIsAsync<Entries...> ? FAIRLEAD_PROV_ASYNC : 0u) |
               (kIsShared ? FAIRLEAD_PROV_SHARED_CLIENT : 0u),
      .max_in_flight = kIsShared ? (detail::kInFlightMax<Entries> + ... + 0u) : 1u,
      .reserved0 = 0,
      .id = detail::borrow(Id.view()),
      .title = detail::borrow(detail::title_of<Entries...>(Id.view())),
      .catalog_json = detail::borrow(texts.catalog),
      .config_schema_json = detail::borrow(texts.config_schema),
      .bind = &Functions::bind,
      .unbind = &Functions::unbind,
      .connect = &Functions::connect,
      .ping = &Functions::ping,
      .reset = detail::kResets<Client> ? &Functions::reset : nullptr,
      .close = &Functions::close,
      .invoke = &Functions::invoke,
      .cancel = &Functions::cancel,
      .get_extension = &Functions::get_extension,
  };
  return &api;
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_PROVIDER_HPP
