// Lease: a client taken from a pool for one call; gives itself back.
#pragma once

#include <utility>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "plugin/client.hpp"
#include "pool/actions.hpp"
#include "pool/key.hpp"

namespace fairlead::pool {

class ClientPool;

/// Owns a slot of its pool, and the client in it, until given back. Move only; one thread at a time, not
/// necessarily always the same. It may outlive the last shared_ptr to its pool, but not the pool's executor
/// and clock. Giving back runs the provider's reset where it keeps session state: it may block up to
/// PoolLimits::reset_timeout, so do it on a thread that may block.
class [[nodiscard]] Lease {
 public:
  Lease(Lease&& other) noexcept
      : pool_(std::exchange(other.pool_, nullptr)),
        client_(other.client_),
        slot_(other.slot_),
        is_client_bad_(other.is_client_bad_) {}
  Lease& operator=(Lease&& other) noexcept;
  /// Gives back, at the time the pool's clock shows.
  ~Lease() {
    if (pool_ != nullptr) give_back_by_clock();
  }

  /// Not after give_back. Deleted on temporaries: `acquire(...)->use()` would use a client that is returned
  /// within the same expression to the next caller.
  [[nodiscard]] plugin::Client& client() & { return *client_; }
  [[nodiscard]] plugin::Client* operator->() & { return client_; }
  plugin::Client& client() && = delete;
  plugin::Client* operator->() && = delete;

  /// The client is closed instead of given back; says nothing of the pool.
  void mark_client_bad() { is_client_bad_ = true; }

  /// The credential or config of the binding is bad: from now on every acquire fails with `error`, until the
  /// pool is replaced. The client is closed as well.
  void mark_binding_bad(const Error& error);

  /// Ends the lease; the destructor then does nothing. Idling is counted from `now`.
  void give_back(MonotonicTime now);

  /// What distinguishes this client from others.
  [[nodiscard]] ClientKey key() const;

 private:
  friend class ClientPool;
  // From here on this object owns the slot, which is Open.
  Lease(ClientPool& pool, SlotIndex slot, plugin::Client& client)
      : pool_(&pool), client_(&client), slot_(slot) {}
  void give_back_by_clock();
  void disown() { pool_ = nullptr; }  // The pool has been told otherwise what became of the slot.

  // A plain pointer: a pool lives at least as long as any of its slots is in use.
  ClientPool* pool_;
  plugin::Client* client_;
  SlotIndex slot_;
  bool is_client_bad_ = false;
};

}  // namespace fairlead::pool
