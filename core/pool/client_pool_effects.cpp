// Carries out what the state machine decides: books it under the lock, then calls out without it.
#include "pool/client_pool_effects.hpp"

#include <algorithm>

namespace fairlead::pool {

// A slot that is Connecting or Closing, while the work for it is on its way. If the executor drops the work,
// `undone` tells the pool, so that no slot is lost.
class ClientPool::Reservation {
 public:
  using Report = void (ClientPool::*)(SlotIndex);

  Reservation(std::shared_ptr<ClientPool> pool, SlotIndex slot, Report undone)
      : pool_(std::move(pool)), slot_(slot), undone_(undone) {}
  ~Reservation() { report(undone_); }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;

  /// Hands the slot on to `work`, once.
  void report(Report work) {
    if (const auto pool = std::exchange(pool_, nullptr)) ((*pool).*work)(slot_);
  }
  void disown() { pool_ = nullptr; }

 private:
  std::shared_ptr<ClientPool> pool_;
  SlotIndex slot_;
  Report undone_;
};

void ClientPool::collect_idle() {
  if (std::exchange(is_managed_, true)) return;
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    if (slots_.collect(slot)) state_.collected(slot, slots_[slot].idle_since);
  }
}

ClientPool::Effects ClientPool::settle(const Actions& actions, MonotonicTime now) {
  Effects effects;
  if (state_.is_direct()) {
    is_managed_ = false;
    for (SlotIndex slot = 0; slot < slots_.size(); ++slot) slots_.release_taken(slot);
  }
  for (const Action& action : actions) note(action, now, effects);
  const auto retry_at = state_.retry_at(now);
  if (retry_at && retry_at != retry_at_) {
    effects.retry_at = retry_at;
    for (const auto& [ticket, acquirer] : acquirers_) effects.to_retry.push_back(acquirer);
  }
  retry_at_ = retry_at;
  if (state_.counts().used() > 0) {
    if (!keep_alive_) keep_alive_ = shared_from_this();
  } else {
    effects.last_breath = std::move(keep_alive_);
    emptied_.notify_all();
  }
  return effects;
}

// Books one action while the lock is held; what calls out is left to perform.
void ClientPool::note(const Action& action, MonotonicTime now, Effects& effects) {
  if (const auto* connect = std::get_if<Connect>(&action)) {
    ++totals_.connects;
    assign(connect->slot, connect->partition);
    slots_[connect->slot].stop = std::stop_source();
    effects.connects.push_back(connect->slot);
  } else if (const auto* stop = std::get_if<StopConnect>(&action)) {
    effects.stops.push_back(slots_[stop->slot].stop);
  } else if (const auto* close = std::get_if<Close>(&action)) {
    effects.closes.push_back(close->slot);
  } else if (const auto* offer = std::get_if<Offer>(&action)) {
    assign(offer->slot, state_.partition(offer->slot));
    slots_.release_idle(offer->slot);
  } else if (const auto* grant = std::get_if<Grant>(&action)) {
    assign(grant->slot, grant->waiter.partition);
    slots_[grant->slot].count_lease();
    totals_.last_wait = now - grant->waiter.since;
    effects.deliveries.push_back({take_acquirer(grant->waiter.ticket), *grant});
  } else if (const auto* refuse = std::get_if<Refuse>(&action)) {
    ++totals_.refusals;
    effects.deliveries.push_back({take_acquirer(refuse->ticket), refuse->error});
  }
}

void ClientPool::assign(SlotIndex slot, PartitionId partition) {
  Cell& cell = slots_[slot];
  if (cell.partition == partition && !cell.tenant_id.empty()) return;
  cell.partition = partition;
  cell.tenant_id = partitions_.tenant_id(partition);
}

std::shared_ptr<Acquirer> ClientPool::take_acquirer(Ticket ticket) {
  const auto found = std::find_if(acquirers_.begin(), acquirers_.end(),
                                  [&](const auto& entry) { return entry.first == ticket; });
  auto acquirer = std::move(found->second);
  acquirers_.erase(found);
  return acquirer;
}

void ClientPool::perform(Effects effects) {
  for (auto& delivery : effects.deliveries) delivery.acquirer->complete(std::move(delivery.outcome));
  for (const auto& acquirer : effects.to_retry) acquirer->set_retry_at(*effects.retry_at);
  for (std::stop_source& stop : effects.stops) stop.request_stop();
  for (const SlotIndex slot : effects.closes) {
    const auto reservation = std::make_shared<Reservation>(shared_from_this(), slot, &ClientPool::close_now);
    // Refused work is done here, by the destructor: a client must not stay open because a queue is full.
    (void)executor_.post([reservation] { reservation->report(&ClientPool::close_now); });
  }
  for (const SlotIndex slot : effects.connects) {
    const auto reservation =
        std::make_shared<Reservation>(shared_from_this(), slot, &ClientPool::connect_undone);
    const auto posted = executor_.post([reservation] { reservation->report(&ClientPool::connect_now); });
    if (posted) continue;
    reservation->disown();
    connect_done(slot, tl::unexpected(plugin::ClientFailure{.error = posted.error()}));
  }
}

double ClientPool::jitter() { return std::uniform_real_distribution<double>(0.0, 1.0)(random_); }

void ClientPool::connect_now(SlotIndex slot) {
  Cell& cell = slots_[slot];  // Ours while the slot is Connecting.
  const plugin::ClientOp op{.access = cell.partition.access(),
                            .tenant_id = cell.tenant_id,
                            .deadline = Deadline::after(clock_.now(), limits_.connect_timeout),
                            .stop = cell.stop.get_token()};
  connect_done(slot, factory_->connect(op));
}

void ClientPool::connect_undone(SlotIndex slot) {
  connect_done(
      slot, tl::unexpected(plugin::ClientFailure{
                .error = Error(ErrorCode::Unavailable, "no client was connected: the process is stopping")}));
}

void ClientPool::connect_done(SlotIndex slot,
                              plugin::ClientResult<std::unique_ptr<plugin::Client>> connected) {
  const MonotonicTime now = clock_.now();
  if (connected && *connected == nullptr) {
    connected = tl::unexpected(plugin::ClientFailure{
        .error =
            Error(ErrorCode::Internal, "the provider reported a connect and gave no client: report it")});
  }
  step(now, [&] {
    if (!connected) {
      ++totals_.connect_failures;
      return state_.connect_failed(slot, connected.error(), now, jitter());
    }
    slots_[slot].client = *std::move(connected);
    slots_[slot].idle_since = now;
    auto actions = state_.connected(slot, now, jitter());
    slots_[slot].expires_at = state_.expires_at(slot);
    return actions;
  });
}

void ClientPool::close_now(SlotIndex slot) {
  slots_[slot].client.reset();  // Ours while the slot is Closing.
  const MonotonicTime now = clock_.now();
  step(now, [&] { return state_.closed(slot, now); });
}

}  // namespace fairlead::pool
