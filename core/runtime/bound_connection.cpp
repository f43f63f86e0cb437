#include "runtime/bound_connection.hpp"

#include <atomic>
#include <utility>

#include "runtime/config_secrets.hpp"

namespace fairlead::runtime {
namespace {

pool::PoolLimits limits_for(const tenancy::Connection& connection, const Settings& settings) {
  pool::PoolLimits limits;
  if (connection.scope == Scope::Global) {
    limits.clients_max = settings.clients_per_global_connection;
    limits.waiters_max = 128;
    limits.idle_timeout = std::chrono::seconds(300);
  } else {
    limits.clients_max = settings.clients_per_connection;
  }
  return limits;
}

std::string describe(const tenancy::Connection& connection) {
  return store::describe(connection.key()) + ": ";
}

}  // namespace

std::uint64_t next_binding_id() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

Result<plugin::BindingSpec> make_binding_spec(const tenancy::Connection& connection,
                                              const plugin::Provider& provider,
                                              const store::SecretResolver& resolver) {
  const json::Schema& schema = provider.config_schema();
  auto bound = store::bind_config(connection.config, schema.secret_paths(), resolver);
  if (!bound) {
    bound.error().message = describe(connection) + bound.error().message;
    return fail(std::move(bound.error()));
  }
  boost::json::value config = std::move(bound->config);
  FAIRLEAD_CHECK(schema.apply_defaults(config));
  const auto errors = schema.validate(config);
  if (!errors.empty()) {
    return fail(ErrorCode::InvalidArgument, describe(connection) + json::to_text(errors),
                "bad_connection_config");
  }
  plugin::BindingSpec spec;
  spec.scope = connection.scope;
  spec.connection_name = connection.name;
  spec.tenant_id = connection.tenant_id;
  spec.user_id = connection.user_id;
  spec.config = std::move(config.as_object());
  spec.secrets = std::make_shared<ConfigSecrets>(std::move(bound->secrets), resolver);
  return spec;
}

Result<std::shared_ptr<BoundConnection>> BoundConnection::create(const tenancy::Connection& connection,
                                                                 const plugin::ProviderSource& source,
                                                                 BindingParts parts, Executor& executor) {
  FAIRLEAD_TRY(plugin::BindingSpec spec, make_binding_spec(connection, *source.provider, parts.resolver));
  spec.id = next_binding_id();
  const pool::PoolKey key{
      .generation = source.plugin->generation(), .provider = source.provider->id(), .binding_id = spec.id};
  auto binding = plugin::Binding::create(source.plugin, *source.provider, std::move(spec));
  if (!binding) {
    binding.error().message = describe(connection) + binding.error().message;
    return fail(std::move(binding.error()));
  }
  FAIRLEAD_TRY(auto pool, pool::ClientPool::create({.key = key,
                                                    .tenant_id = connection.tenant_id,
                                                    .limits = limits_for(connection, parts.settings),
                                                    .factory = *binding,
                                                    .executor = executor,
                                                    .clock = parts.clock}));
  return std::shared_ptr<BoundConnection>(
      new BoundConnection(connection, *std::move(binding), std::move(pool), executor));
}

BoundConnection::BoundConnection(const tenancy::Connection& connection,
                                 std::shared_ptr<plugin::Binding> binding,
                                 std::shared_ptr<pool::ClientPool> pool, Executor& executor)
    : connection_id_(connection.id),
      credential_version_(connection.credential_version),
      binding_(std::move(binding)),
      pool_(std::move(pool)),
      executor_(executor) {}

pool::PartitionId BoundConnection::partition(const tenancy::Rung& rung, std::string_view tenant) const {
  return pool_->partition(tenant, rung.access);
}

bool BoundConnection::is_for(const tenancy::Connection& connection) const {
  return connection.id == connection_id_ && connection.credential_version == credential_version_;
}

}  // namespace fairlead::runtime
