// What the shell of a pool does about a decision; shared by its two sources only.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "pool/client_pool.hpp"

namespace fairlead::pool {

// What is to be done without the lock.
struct ClientPool::Effects {
  struct Delivery {
    std::shared_ptr<Acquirer> acquirer;
    AcquireOutcome outcome;
  };
  std::vector<Delivery> deliveries;
  std::vector<std::stop_source> stops;
  std::vector<std::shared_ptr<Acquirer>> to_retry;
  std::optional<MonotonicTime> retry_at;
  std::vector<SlotIndex> connects;
  std::vector<SlotIndex> closes;
  std::shared_ptr<ClientPool> last_breath;  // May be the last reference: goes after everything else is done.
};

// Every event goes through here. First all idle clients are brought before the machine, which may want them
// for a waiter; afterwards those it does not want are offered to everybody again.
template <typename Event>
void ClientPool::step(MonotonicTime now, Event&& event) {
  const auto self = shared_from_this();
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    collect_idle();
    effects = settle(event(), now);
  }
  perform(std::move(effects));
}

}  // namespace fairlead::pool
