// What the pool's state machine asks its shell to do, and for whom. Values: copyable, passive.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "pool/key.hpp"

namespace fairlead::pool {

using SlotIndex = std::uint32_t;
using Ticket = std::uint64_t;  ///< of one acquire; lower tickets came earlier

/// Somebody who waits for a client.
struct Waiter {
  Ticket ticket = 0;
  PartitionId partition;
  MonotonicTime since;
  Deadline deadline;              ///< when to give up
  bool is_call_deadline = false;  ///< that is the deadline of the call itself, not acquire_wait_max
};

// What the shell must do, in this order. Each Connect is answered by connected or connect_failed, each
// Close by closed, each Grant in the end by returned, returned_bad or preparation_failed.
struct Connect {
  SlotIndex slot;
  PartitionId partition;
};
struct StopConnect {  ///< nobody wants it any more; it is still to be answered
  SlotIndex slot;
};
struct Close {
  SlotIndex slot;
};
struct Offer {  ///< put it into the SlotArray: Open, and anybody of its partition may take it
  SlotIndex slot;
};
struct Grant {
  SlotIndex slot;
  Waiter waiter;
  bool needs_ping;   ///< idled for long: ping before use
  bool needs_reset;  ///< served another tenant: reset for this one before use
};
struct Refuse {
  Ticket ticket;
  Error error;
};
using Action = std::variant<Connect, StopConnect, Close, Offer, Grant, Refuse>;
using Actions = std::vector<Action>;

}  // namespace fairlead::pool
