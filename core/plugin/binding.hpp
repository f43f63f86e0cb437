// One resolved configuration in use, over the C ABI: the client factory that a pool drives.
//
// Lifetime: a Binding keeps its plugin alive and must outlive its clients; pools guarantee that.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include <boost/json/object.hpp>

#include "plugin/client.hpp"
#include "plugin/plugin.hpp"

namespace fairlead::plugin {

/// What a binding is made from.
struct BindingSpec {
  std::uint64_t id = 0;  ///< unique in the process; new whenever config or a credential's version changes
  Scope scope = Scope::Tenant;
  std::string connection_name;
  std::string tenant_id;  ///< owner; empty when global
  std::string user_id;    ///< owner; empty unless scope is User
  /// Valid against the provider's schema, defaults filled in, references resolved; a secret field holds its
  /// own name.
  boost::json::object config;
  std::shared_ptr<const SecretSource> secrets;
};

/// Any thread.
class Binding final : public ClientFactory {
 public:
  /// No I/O.
  /// @error InvalidArgument  the provider refuses the configuration; its words are in the message
  [[nodiscard]] static Result<std::shared_ptr<Binding>> create(std::shared_ptr<Plugin> plugin,
                                                               const Provider& provider, BindingSpec spec);
  ~Binding() override;
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  [[nodiscard]] bool has_session_state() const noexcept override { return provider_.has_session_state(); }
  [[nodiscard]] bool is_share_forbidden() const noexcept override { return provider_.is_share_forbidden(); }

  /// Reads every secret first, so that an unresolved reference says so instead of looking like a wrong
  /// password. The client is a ProviderClient.
  [[nodiscard]] ClientResult<std::unique_ptr<Client>> connect(const ClientOp& op) override;

  /// The entries of this binding: the provider's own catalog, or, where it has one per binding, what it
  /// answered last ("fairlead.provider.dynamic_catalog/1"). It is asked once, and again after list_changed;
  /// an answer that cannot be had or used leaves the last one in force, is logged, and is not asked for again
  /// for kCatalogRetry. May block until the deadline. One thread asks, others wait for it.
  /// @error what the provider reports, or Internal "misbehaviour", while there is no last one
  /// @error DeadlineExceeded  another thread is still asking
  [[nodiscard]] Result<std::shared_ptr<const Catalog>> catalog(const ClientOp& op);
  static constexpr std::chrono::seconds kCatalogRetry{5};

  [[nodiscard]] const Provider& provider() const { return provider_; }
  [[nodiscard]] std::uint64_t id() const { return id_; }
  [[nodiscard]] PluginHost& host() const { return plugin_->host(); }
  [[nodiscard]] fairlead_binding* handle() const { return handle_; }

 private:
  Binding(std::shared_ptr<Plugin> plugin, const Provider& provider, BindingSpec spec);
  [[nodiscard]] Result<void> bind();
  [[nodiscard]] Result<Catalog> ask_catalog(const ClientOp& op);

  /// What catalog() last had.
  struct KnownCatalog {
    std::shared_ptr<const Catalog>
        catalog;                      // Null until the first answer. Shared: lists keep what they show.
    std::uint64_t lists_version = 0;  // When it was asked for.
    MonotonicTime retry_at{};         // Not asked for before.
    bool is_being_asked = false;
  };

  std::shared_ptr<Plugin> plugin_;
  const Provider& provider_;
  std::uint64_t id_;
  BindingSpec spec_;
  std::string config_json_;
  fairlead_binding* handle_ = nullptr;  // Null until bind succeeded.
  std::mutex catalog_mutex_;
  std::condition_variable catalog_came_;
  KnownCatalog known_;  // Guarded by catalog_mutex_.
};

/// A client made by the provider. One thread at a time, but for what Invocation::cancel does.
class ProviderClient final : public Client {
 public:
  ProviderClient(Binding& binding, fairlead_client* handle) : binding_(binding), handle_(handle) {}
  ~ProviderClient() override;

  [[nodiscard]] ClientResult<void> ping(const ClientOp& op) override;
  [[nodiscard]] ClientResult<void> reset(const ClientOp& op) override;

  [[nodiscard]] Binding& binding() const { return binding_; }
  [[nodiscard]] fairlead_client* handle() const { return handle_; }

 private:
  Binding& binding_;
  fairlead_client* handle_;
};

}  // namespace fairlead::plugin
