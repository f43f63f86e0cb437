// From a directory to bindings: makes them on demand, carries them over when the directory changes, and lets
// those go whose connection is no longer the same.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/blocking_pool.hpp"
#include "base/snapshot_cell.hpp"
#include "runtime/routing_table.hpp"

namespace fairlead::runtime {

/// Any thread.
class Router {
 public:
  /// `providers` and `parts` outlive the router.
  Router(const plugin::ProviderRegistry& providers, BindingParts parts,
         std::shared_ptr<const tenancy::Directory> directory);
  /// As `close`, without end: waits for every provider to return.
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// The state in force; good until this thread asks again.
  [[nodiscard]] const std::shared_ptr<RoutingTable>& current() const { return cell_.current(); }

  /// Puts `next` in force. Bindings of unchanged connections stay; the pools of the others are drained,
  /// without failing a call in flight.
  void publish(std::shared_ptr<const tenancy::Directory> next);

  /// The binding of `connection`, which is one of `table`'s; made now if need be. Good as long as `table` is.
  /// Takes no lock when there is one.
  /// @error FailedPrecondition  its provider is not loaded, or the runtime is shutting down
  /// @error those of BoundConnection::create
  [[nodiscard]] Result<BoundConnection*> bind(RoutingTable& table, const tenancy::Connection& connection);

  /// Closes idle and old clients, gives up late waiters.
  void maintain();

  /// Drains every pool, waits for the clients and the threads, destroys the bindings. Nothing is bound
  /// afterwards.
  /// @error DeadlineExceeded  a provider does not let go of a client; everything of that pool is left as it
  /// is, and
  ///                          `close` may be called again
  [[nodiscard]] Result<void> close(Deadline deadline);

  [[nodiscard]] const plugin::ProviderRegistry& providers() const { return providers_; }

 private:
  [[nodiscard]] Result<BlockingPool*> threads_of(const std::string& provider);

  const plugin::ProviderRegistry& providers_;
  BindingParts parts_;
  // One pool of threads per provider: a back end that hangs cannot take the threads of another.
  Guarded<std::map<std::string, std::unique_ptr<BlockingPool>>> threads_;
  std::mutex publish_mutex_;  // One publish or close at a time.
  std::vector<std::weak_ptr<RoutingTable>>
      retired_;  // Guarded by publish_mutex_. Those some thread may still have.
  SnapshotCell<RoutingTable> cell_;
};

/// The provider of `connection`, or the error that says it is not loaded.
[[nodiscard]] Result<plugin::ProviderSource> find_provider(const plugin::ProviderRegistry& providers,
                                                           const tenancy::Connection& connection);

}  // namespace fairlead::runtime
