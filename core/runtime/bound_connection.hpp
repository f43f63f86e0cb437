// A stored connection in use: its binding and the pool of its clients.
#pragma once

#include <memory>
#include <string_view>

#include "plugin/binding.hpp"
#include "plugin/registry.hpp"
#include "pool/client_pool.hpp"
#include "runtime/settings.hpp"
#include "store/config_references.hpp"
#include "tenancy/ladder.hpp"

namespace fairlead::runtime {

/// What binding a connection needs; all of it outlives what is made.
struct BindingParts {
  const store::SecretResolver& resolver;
  const Clock& clock;
  const Settings& settings;
};

/// Unique in the process, across all providers: the ABI promises a new id for every binding.
[[nodiscard]] std::uint64_t next_binding_id();

/// The binding's specification for `connection`: references of plain fields resolved, defaults filled in,
/// checked against the provider's schema. No I/O but reading ${file:} of plain fields.
/// @error InvalidArgument     every field that does not fit; a secret in clear
/// @error FailedPrecondition  a reference of a plain field cannot be resolved
[[nodiscard]] Result<plugin::BindingSpec> make_binding_spec(const tenancy::Connection& connection,
                                                            const plugin::Provider& provider,
                                                            const store::SecretResolver& resolver);

/// Any thread. Shared: calls in flight keep the binding of a connection that has been replaced.
class BoundConnection : public std::enable_shared_from_this<BoundConnection> {
 public:
  /// No I/O to the back end.
  /// @error those of make_binding_spec, and what the provider's bind says
  [[nodiscard]] static Result<std::shared_ptr<BoundConnection>> create(const tenancy::Connection& connection,
                                                                       const plugin::ProviderSource& source,
                                                                       BindingParts parts,
                                                                       Executor& executor);

  [[nodiscard]] plugin::Binding& binding() const { return *binding_; }
  [[nodiscard]] pool::ClientPool& pool() const { return *pool_; }
  [[nodiscard]] Executor& executor() const { return executor_; }

  /// Which clients may serve a call of `tenant` on `rung`. Where the provider keeps session state, those of
  /// the tenant; otherwise the clients of a global connection are shared.
  [[nodiscard]] pool::PartitionId partition(const tenancy::Rung& rung, std::string_view tenant) const;

  [[nodiscard]] std::int64_t connection_id() const { return connection_id_; }

  /// Still what the connection says? Not when its provider or config has changed.
  [[nodiscard]] bool is_for(const tenancy::Connection& connection) const;

 private:
  BoundConnection(const tenancy::Connection& connection, std::shared_ptr<plugin::Binding> binding,
                  std::shared_ptr<pool::ClientPool> pool, Executor& executor);

  std::int64_t connection_id_;
  std::int64_t credential_version_;
  std::shared_ptr<plugin::Binding> binding_;
  std::shared_ptr<pool::ClientPool> pool_;
  Executor& executor_;
};

}  // namespace fairlead::runtime
