// Bodies of provider.hpp: the functions behind a provider's table.
#ifndef FAIRLEAD_SDK_IMPL_PROVIDER_HPP
#define FAIRLEAD_SDK_IMPL_PROVIDER_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "fairlead/sdk/boundary.hpp"
#include "fairlead/sdk/cancel.hpp"
#include "fairlead/sdk/impl/client_traits.hpp"
#include "fairlead/sdk/impl/entries.hpp"
#include "fairlead/sdk/provider.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

// What init makes; behind fairlead_plugin.
struct PluginState {
  const fairlead_host_api* host;
};

// Behind fairlead_binding.
template <class Config>
struct BindingState : BindingBase {
  const Config config;

  BindingState(const fairlead_host_api& to, const fairlead_binding_info& info)
      : BindingBase{&to, info.binding_id, static_cast<Scope>(info.scope),
                    std::string(view(info.connection_name))},
        config(decode_document<Config>(view(info.config_json), "config")) {}
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
  using Tools = ToolTable<Client, Entries...>;

  static Binding& from(fairlead_binding* binding) { return *reinterpret_cast<Binding*>(binding); }
  static State& from(fairlead_client* client) { return *reinterpret_cast<State*>(client); }

  static fairlead_status bind(fairlead_plugin* plugin, const fairlead_binding_info* info,
                              fairlead_binding** out, fairlead_errout* why) noexcept {
    const fairlead_host_api& host = *reinterpret_cast<PluginState*>(plugin)->host;
    return guarded(host, why, [&] {
      auto made = std::make_unique<Binding>(host, *info);
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

  // Ends the call exactly once: either tell_current_exception or the last line is reached, never both.
  static void invoke(fairlead_client* client, fairlead_call call, const fairlead_request* request) noexcept {
    State& state = from(client);
    const fairlead_host_api& host = *state.binding.host;
    std::int32_t outcome = FAIRLEAD_OUT_RESULT;
    std::string result;
    try {
      try {
        result = serve(state, call, *request);
      } catch (const ToolError& error) {
        outcome = FAIRLEAD_OUT_TOOL_ERROR;
        result = encode_tool_error(error);
      }
    } catch (...) {
      tell_current_exception([&](const Failure& failure) {
        (void)host.call_fail(host.host, call, failure.status, failure.flags, borrow(failure.message),
                             borrow(failure.detail_json));
      });
      return;
    }
    // A refusal means that the host gave the call up meanwhile; there is nobody left to tell.
    (void)host.call_complete(host.host, call, outcome, borrow(result));
  }

  static void cancel(fairlead_binding* binding, fairlead_client* client, fairlead_call op) noexcept {
    CancelRegistry& registry = client == nullptr ? from(binding).connects : from(client).running;
    registry.cancel(op);
  }

  static const void* get_extension(const char*) noexcept { return nullptr; }

 private:
  static OperationFacts facts_of(const Binding& binding, const fairlead_client_op& op) {
    return {binding.host, op.op, op.deadline_mono_ns, op.access, view(op.tenant_id), binding.connection_name};
  }

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

  static std::string serve(State& state, fairlead_call handle, const fairlead_request& request) {
    CancelSlot slot(state.running, handle, cancel_fn(), &state.client());
    Call call({state.binding.host, handle, request.deadline_mono_ns, request.access, view(request.tenant_id),
               view(request.connection_name)},
              slot, request);
    call.throw_if_cancelled();
    if (request.kind != FAIRLEAD_KIND_TOOL) {
      throw Error(FAIRLEAD_UNIMPLEMENTED, "this provider offers tools only");
    }
    return Tools::find(request.slot, view(request.name))(state.client(), view(request.arguments_json), call);
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

  struct Texts {
    std::string catalog = boost::json::serialize(detail::catalog_of<Entries...>());
    std::string config_schema = boost::json::serialize(detail::schema_of<Config>(detail::Direction::Input));
  };
  // Never freed: the host may read them until the process has ended.
  static const Texts& texts = *new Texts;
  static const fairlead_provider_api api = {
      .struct_size = sizeof(fairlead_provider_api),
      .flags = (detail::kResets<Client> ? FAIRLEAD_PROV_SESSION_STATE : 0u) |
               (detail::kIsOneOf<ShareNever, Entries...> ? FAIRLEAD_PROV_SHARE_NEVER : 0u),
      .max_in_flight = 1,
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
