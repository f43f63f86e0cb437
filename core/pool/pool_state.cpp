// The decisions of a pool. Every event ends in settle, which brings slots and waiters back into balance.
#include "pool/pool_state.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "pool/errors.hpp"

namespace fairlead::pool {
// What is left for the waiters behind, while they are served in order.
struct PoolState::Room {
  std::vector<PartitionId> connects;  // in flight, wanted, and not yet counted on by a waiter in front
  std::uint32_t emptying = 0;         // slots that will be Empty soon
  std::uint32_t empty = 0;
  std::uint32_t connects_left = 0;  // that may be started now

  bool count_on_connect(PartitionId partition) {
    const auto found = std::find(connects.begin(), connects.end(), partition);
    if (found == connects.end()) return false;
    connects.erase(found);
    return true;
  }
};

PoolState::PoolState(const PoolLimits& limits, Sharing sharing)
    : limits_(limits), sharing_(sharing), slots_(limits.clients_max) {}

Actions PoolState::acquire(Ticket ticket, PartitionId partition, Deadline call_deadline, MonotonicTime now) {
  assert(waiters_.empty() || waiters_.back().ticket < ticket);
  if (waiters_.size() >= limits_.waiters_max && !most_recent_held(partition)) {
    return settle(now, {Refuse{ticket, full_error(limits_)}});
  }
  const Deadline patience = Deadline::after(now, limits_.acquire_wait_max);
  const bool is_call_deadline = call_deadline.at <= patience.at;
  waiters_.push_back({ticket, partition, now, call_deadline.earlier(patience), is_call_deadline});
  return settle(now);
}

void PoolState::collected(SlotIndex slot, MonotonicTime idle_since) {
  assert(slots_[slot].state == SlotState::Open);
  slots_[slot].state = SlotState::Held;
  slots_[slot].idle_since = idle_since;
}

Actions PoolState::returned(SlotIndex slot, PartitionId partition, MonotonicTime now) {
  collected(slot, now);
  slots_[slot].partition = partition;
  return settle(now);
}

Actions PoolState::returned_bad(SlotIndex slot, MonotonicTime now) {
  assert(slots_[slot].state == SlotState::Open);
  Actions actions;
  close(slot, actions);
  return settle(now, std::move(actions));
}

Actions PoolState::connected(SlotIndex slot, MonotonicTime now, double jitter) {
  assert(slots_[slot].state == SlotState::Connecting);
  const Duration lifetime =
      std::chrono::duration_cast<Duration>(std::chrono::duration<double, Duration::period>(limits_.lifetime) *
                                           (1.0 - limits_.lifetime_jitter * jitter));
  slots_[slot].state = SlotState::Held;
  slots_[slot].is_stop_asked = false;  // The stop came too late.
  slots_[slot].idle_since = now;
  slots_[slot].expires_at = now + lifetime;
  failures_ = 0;
  backoff_until_ = {};
  return settle(now);
}

Actions PoolState::connect_failed(SlotIndex slot, const plugin::ClientFailure& failure, MonotonicTime now,
                                  double jitter) {
  assert(slots_[slot].state == SlotState::Connecting);
  const Slot was = std::exchange(slots_[slot], Slot{});
  Actions actions;
  if (failure.is_binding_bad) {
    is_binding_bad_ = true;
    shut(failure.error, actions);
  } else if (!was.is_stop_asked) {  // What was stopped says nothing of the back end.
    note_failure(failure.error, now, jitter);
    const auto front = std::find_if(waiters_.begin(), waiters_.end(),
                                    [&](const Waiter& waiter) { return waiter.partition == was.partition; });
    if (front != waiters_.end()) {
      actions.push_back(Refuse{front->ticket, failure.error});
      waiters_.erase(front);
    }
  }
  return settle(now, std::move(actions));
}

Actions PoolState::preparation_failed(const Grant& grant, const plugin::ClientFailure& failure,
                                      MonotonicTime now) {
  assert(slots_[grant.slot].state == SlotState::Open);
  Actions actions;
  close(grant.slot, actions);
  const auto behind = std::find_if(waiters_.begin(), waiters_.end(),
                                   [&](const Waiter& waiter) { return waiter.ticket > grant.waiter.ticket; });
  waiters_.insert(behind, grant.waiter);
  if (failure.is_binding_bad) {
    is_binding_bad_ = true;
    shut(failure.error, actions);
  }
  return settle(now, std::move(actions));
}

Actions PoolState::closed(SlotIndex slot, MonotonicTime now) {
  assert(slots_[slot].state == SlotState::Closing);
  slots_[slot] = Slot{};
  return settle(now);
}

Actions PoolState::binding_bad(const Error& error, MonotonicTime now) {
  Actions actions;
  is_binding_bad_ = true;
  shut(error, actions);
  return settle(now, std::move(actions));
}

Actions PoolState::drain(MonotonicTime now) {
  Actions actions;
  is_draining_ = true;
  shut(draining_error(), actions);
  return settle(now, std::move(actions));
}

Actions PoolState::advance(MonotonicTime now) {
  Actions actions;
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    const Slot& held = slots_[slot];
    if (held.state == SlotState::Held && now - held.idle_since >= limits_.idle_timeout) close(slot, actions);
  }
  return settle(now, std::move(actions));
}

Actions PoolState::settle(MonotonicTime now, Actions actions) {
  close_expired(now, actions);
  refuse_late(now, actions);
  serve_waiters(now, actions);
  refuse_hopeless(now, actions);
  if (is_direct()) offer_held(actions);
  return actions;
}

void PoolState::close_expired(MonotonicTime now, Actions& actions) {
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].state != SlotState::Held) continue;
    if (refusal_ || slots_[slot].expires_at <= now) close(slot, actions);
  }
}

// Also refuses everybody when the pool is shut.
void PoolState::refuse_late(MonotonicTime now, Actions& actions) {
  const SlotCounts count = counts();
  const bool is_connecting = count.open + count.held == 0 && count.connecting > 0;
  const auto is_out = [&](const Waiter& waiter) { return refusal_ || waiter.deadline.has_passed(now); };
  bool is_any_out = false;
  for (const Waiter& waiter : waiters_) {
    if (!is_out(waiter)) continue;
    is_any_out = true;
    actions.push_back(
        Refuse{waiter.ticket, refusal_ ? *refusal_ : late_error(limits_, waiter, is_connecting)});
  }
  if (!is_any_out) return;
  std::erase_if(waiters_, is_out);
  stop_unwanted_connects(actions);
}

// Only after waiters have given up: a connect whose waiter was served otherwise goes on and leaves an idle
// client, for it shows that one more is of use.
void PoolState::stop_unwanted_connects(Actions& actions) {
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    Slot& connecting = slots_[slot];
    if (connecting.state != SlotState::Connecting || connecting.is_stop_asked) continue;
    const bool is_wanted = std::any_of(waiters_.begin(), waiters_.end(), [&](const Waiter& waiter) {
      return waiter.partition == connecting.partition;
    });
    if (is_wanted) continue;
    connecting.is_stop_asked = true;
    actions.push_back(StopConnect{slot});
  }
}

void PoolState::serve_waiters(MonotonicTime now, Actions& actions) {
  if (waiters_.empty()) return;
  Room room;
  std::uint32_t connecting = 0;
  for (const Slot& slot : slots_) {
    if (slot.state == SlotState::Connecting) ++connecting;
    if (slot.state == SlotState::Connecting && !slot.is_stop_asked) room.connects.push_back(slot.partition);
    if (slot.state == SlotState::Closing || slot.is_stop_asked) ++room.emptying;
    if (slot.state == SlotState::Empty) ++room.empty;
  }
  if (now >= backoff_until_ && connecting < limits_.connects_max) {
    room.connects_left = limits_.connects_max - connecting;
  }
  std::vector<Waiter> still_waiting;
  for (const Waiter& waiter : waiters_) {
    const auto slot = find_client(waiter, room, actions);
    // Somebody in front who counted on a connect could use this client as well: he came first, so he takes it
    // and leaves the connect to this one.
    const auto first =
        slot ? std::find_if(still_waiting.begin(), still_waiting.end(),
                            [&](const Waiter& other) { return other.partition == waiter.partition; })
             : still_waiting.end();
    if (first != still_waiting.end()) {
      grant(*slot, *first, now, actions);
      still_waiting.erase(first);
    } else if (slot) {
      grant(*slot, waiter, now, actions);
      continue;
    }
    still_waiting.push_back(waiter);
  }
  waiters_.swap(still_waiting);
}

// The client for that waiter, or nothing while he must wait. In order of cost: an idle client of its own
// partition, a connect that is under way, an empty slot, a slot about to be empty, somebody else's idle
// client.
std::optional<SlotIndex> PoolState::find_client(const Waiter& waiter, Room& room, Actions& actions) {
  if (const auto held = most_recent_held(waiter.partition)) return held;
  if (room.count_on_connect(waiter.partition)) return std::nullopt;
  if (room.empty > 0) {
    --room.empty;
    if (room.connects_left == 0) return std::nullopt;
    --room.connects_left;
    start_connect(waiter.partition, actions);
    return std::nullopt;
  }
  if (room.emptying > 0) {
    --room.emptying;
    return std::nullopt;
  }
  if (const auto passing = least_recent_held(waiter.partition)) return passing;
  if (const auto oldest = least_recent_held(std::nullopt)) close(*oldest, actions);  // Makes an empty slot.
  return std::nullopt;
}

void PoolState::start_connect(PartitionId partition, Actions& actions) {
  const auto slot = std::find_if(slots_.begin(), slots_.end(),
                                 [](const Slot& candidate) { return candidate.state == SlotState::Empty; });
  slot->state = SlotState::Connecting;
  slot->partition = partition;
  actions.push_back(Connect{static_cast<SlotIndex>(slot - slots_.begin()), partition});
}

// Nothing is there that could come back, and the next connect comes too late for them.
void PoolState::refuse_hopeless(MonotonicTime now, Actions& actions) {
  if (waiters_.empty() || now >= backoff_until_ || counts().used() > 0) return;
  const auto is_hopeless = [&](const Waiter& waiter) { return waiter.deadline.at <= backoff_until_; };
  Error error = last_failure_;
  error.retry_after = std::chrono::ceil<std::chrono::milliseconds>(backoff_until_ - now);
  for (const Waiter& waiter : waiters_) {
    if (is_hopeless(waiter)) actions.push_back(Refuse{waiter.ticket, error});
  }
  std::erase_if(waiters_, is_hopeless);
}

void PoolState::offer_held(Actions& actions) {
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].state != SlotState::Held) continue;
    slots_[slot].state = SlotState::Open;
    actions.push_back(Offer{slot});
  }
}

// Draining outlasts a bad binding: whoever comes late must look for the successor.
void PoolState::shut(const Error& error, Actions& actions) {
  if (!refusal_ || is_draining_) refusal_ = is_draining_ ? draining_error() : error;
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].state != SlotState::Connecting || slots_[slot].is_stop_asked) continue;
    slots_[slot].is_stop_asked = true;
    actions.push_back(StopConnect{slot});
  }
}

void PoolState::grant(SlotIndex slot, const Waiter& waiter, MonotonicTime now, Actions& actions) {
  Slot& held = slots_[slot];
  const bool needs_ping = now - held.idle_since > limits_.validate_after;
  const bool needs_reset = held.partition != waiter.partition;
  held.state = SlotState::Open;
  held.partition = waiter.partition;
  actions.push_back(Grant{slot, waiter, needs_ping, needs_reset});
}

void PoolState::close(SlotIndex slot, Actions& actions) {
  slots_[slot].state = SlotState::Closing;
  actions.push_back(Close{slot});
}

// Exponential backoff with "equal jitter": between half of the step and the whole of it, so that many pools
// of one failed back end spread out and none hammers it.
void PoolState::note_failure(const Error& error, MonotonicTime now, double jitter) {
  Duration step = limits_.backoff_min;
  for (std::uint32_t i = 0; i < failures_ && step < limits_.backoff_max; ++i) step *= 2;
  step = std::min(step, limits_.backoff_max);
  const auto part = std::chrono::duration<double, Duration::period>(step) * (0.5 + 0.5 * jitter);
  backoff_until_ = now + std::chrono::duration_cast<Duration>(part);
  ++failures_;
  last_failure_ = error;
}

std::optional<SlotIndex> PoolState::most_recent_held(PartitionId partition) const {
  std::optional<SlotIndex> best;
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    const Slot& held = slots_[slot];
    if (held.state != SlotState::Held || held.partition != partition) continue;
    if (!best || held.idle_since > slots_[*best].idle_since) best = slot;
  }
  return best;
}

// Of those that may pass to `successor`, or of all.
std::optional<SlotIndex> PoolState::least_recent_held(std::optional<PartitionId> successor) const {
  std::optional<SlotIndex> best;
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    const Slot& held = slots_[slot];
    if (held.state != SlotState::Held || (successor && !may_pass(held.partition, *successor))) continue;
    if (!best || held.idle_since < slots_[*best].idle_since) best = slot;
  }
  return best;
}

// Access is part of how a client was connected, so no reset can change it.
bool PoolState::may_pass(PartitionId from, PartitionId to) const {
  return sharing_ == Sharing::ByReset && from.access() == to.access();
}

PartitionId PoolState::successor(SlotIndex slot) const {
  const PartitionId own = slots_[slot].partition;
  if (refusal_) return own;
  const bool is_full = counts().used() == slots_.size();
  for (const Waiter& waiter : waiters_) {
    if (waiter.partition == own) return own;
    const bool is_connect_coming = std::any_of(slots_.begin(), slots_.end(), [&](const Slot& other) {
      return other.state == SlotState::Connecting && other.partition == waiter.partition;
    });
    if (is_full && !is_connect_coming && may_pass(own, waiter.partition)) return waiter.partition;
  }
  return own;
}

std::optional<MonotonicTime> PoolState::retry_at(MonotonicTime now) const {
  if (waiters_.empty() || refusal_ || backoff_until_ <= now) return std::nullopt;
  return backoff_until_;
}

SlotCounts PoolState::counts() const {
  SlotCounts count;
  for (const Slot& slot : slots_) {
    switch (slot.state) {
      case SlotState::Empty: break;
      case SlotState::Connecting: ++count.connecting; break;
      case SlotState::Open: ++count.open; break;
      case SlotState::Held: ++count.held; break;
      case SlotState::Closing: ++count.closing; break;
    }
  }
  return count;
}

}  // namespace fairlead::pool
