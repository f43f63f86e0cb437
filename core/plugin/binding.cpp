#include "plugin/binding.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "plugin/operation.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
ClientResult<void> run_operation(Binding& binding, fairlead_client* client, const ClientOp& op,
                                 const LifecycleFunction& run) {
  auto operation = Operation::open(binding.host().calls(), op.deadline);
  if (!operation)
    return tl::unexpected<ClientFailure>(ClientFailure{std::move(operation.error()), false, false});
  const fairlead_call handle = operation->handle();
  const std::stop_callback on_stop(op.stop, [&binding, client, handle] {
    binding.host().calls().cancel(handle);
    const auto cancel = binding.provider().api().cancel;
    if (cancel != nullptr) cancel(binding.handle(), client, handle);
  });
  fairlead_client_op abi{};
  abi.struct_size = sizeof abi;
  abi.access = to_abi(op.access);
  abi.op = handle;
  abi.deadline_mono_ns = to_abi(op.deadline.at);
  abi.tenant_id = to_abi(op.tenant_id);
  fairlead_errout out;
  const fairlead_status status = run(&abi, &out);
  if (status == FAIRLEAD_OK) return {};
  return tl::unexpected<ClientFailure>(to_failure(status, out));
}

Binding::Binding(std::shared_ptr<Plugin> plugin, const Provider& provider, BindingSpec spec)
    : plugin_(std::move(plugin)),
      provider_(provider),
      id_(spec.id),
      spec_(std::move(spec)),
      config_json_(boost::json::serialize(spec_.config)) {}

Result<std::shared_ptr<Binding>> Binding::create(std::shared_ptr<Plugin> plugin, const Provider& provider,
                                                 BindingSpec spec) {
  std::shared_ptr<Binding> binding(new Binding(std::move(plugin), provider, std::move(spec)));
  FAIRLEAD_CHECK(binding->bind());
  return binding;
}

Result<void> Binding::bind() {
  host().add_binding(id_, spec_.secrets);
  fairlead_binding_info info{};
  info.struct_size = sizeof info;
  info.scope = to_abi(spec_.scope);
  info.binding_id = id_;
  info.connection_name = to_abi(spec_.connection_name);
  info.tenant_id = to_abi(spec_.tenant_id);
  info.user_id = to_abi(spec_.user_id);
  info.config_json = to_abi(config_json_);
  fairlead_errout out;
  fairlead_binding* handle = nullptr;
  const fairlead_status status = provider_.api().bind(plugin_->handle(), &info, &handle, &out);
  if (status != FAIRLEAD_OK) return fail(to_failure(status, out).error);
  if (handle == nullptr) {
    host().report_misbehaviour("bind succeeded without making a binding");
    return fail(ErrorCode::Internal, "the provider broke its contract: bind made nothing", "misbehaviour");
  }
  handle_ = handle;
  return {};
}

Binding::~Binding() {
  if (handle_ != nullptr) provider_.api().unbind(handle_);
  host().remove_binding(id_);
}

ClientResult<std::unique_ptr<Client>> Binding::connect(const ClientOp& op) {
  if (spec_.secrets != nullptr) {
    if (auto readable = spec_.secrets->check(); !readable) {
      return tl::unexpected<ClientFailure>(ClientFailure{std::move(readable.error()), false, false});
    }
  }
  fairlead_client* handle = nullptr;
  auto connected =
      run_operation(*this, nullptr, op, [&](const fairlead_client_op* abi, fairlead_errout* out) {
        return provider_.api().connect(handle_, abi, &handle, out);
      });
  if (!connected) return tl::unexpected<ClientFailure>(std::move(connected.error()));
  if (handle == nullptr) {
    host().report_misbehaviour("connect succeeded without making a client");
    return tl::unexpected<ClientFailure>(ClientFailure{
        Error(ErrorCode::Internal, "the provider broke its contract: connect made nothing", "misbehaviour"),
        true, false});
  }
  return std::make_unique<ProviderClient>(*this, handle);
}

ProviderClient::~ProviderClient() { binding_.provider().api().close(handle_); }

ClientResult<void> ProviderClient::ping(const ClientOp& op) {
  return run_operation(binding_, handle_, op, [this](const fairlead_client_op* abi, fairlead_errout* out) {
    return binding_.provider().api().ping(handle_, abi, out);
  });
}

ClientResult<void> ProviderClient::reset(const ClientOp& op) {
  if (!binding_.has_session_state()) return {};
  return run_operation(binding_, handle_, op, [this](const fairlead_client_op* abi, fairlead_errout* out) {
    return binding_.provider().api().reset(handle_, abi, out);
  });
}

}  // namespace fairlead::plugin
