// Leases of a pool: the fast path, and below it the slow path through the state machine.
#include "pool/client_pool.hpp"

#include <algorithm>

#include "pool/client_pool_effects.hpp"

namespace fairlead::pool {
namespace {
constexpr Duration kCloseWaitMax =
    std::chrono::hours(1);  // Added to a clock, the largest deadline overflows.
}  // namespace

Result<std::shared_ptr<ClientPool>> ClientPool::create(PoolOptions options) {
  FAIRLEAD_CHECK(check_limits(options.limits));
  struct Handle {
    std::shared_ptr<ClientPool> pool;
    ~Handle() { pool->drain(); }
  };
  const std::shared_ptr<Handle> handle(
      new Handle{std::shared_ptr<ClientPool>(new ClientPool(std::move(options)))});
  return std::shared_ptr<ClientPool>(handle, handle->pool.get());
}

ClientPool::ClientPool(PoolOptions options)
    : key_(std::move(options.key)),
      owner_tenant_id_(std::move(options.tenant_id)),
      limits_(options.limits),
      factory_(std::move(options.factory)),
      executor_(options.executor),
      clock_(options.clock),
      has_session_state_(factory_->has_session_state()),
      is_partitioned_(owner_tenant_id_.empty() && (has_session_state_ || factory_->is_share_forbidden())),
      slots_(limits_.clients_max),
      state_(limits_, has_session_state_ && !factory_->is_share_forbidden() ? PoolState::Sharing::ByReset
                                                                            : PoolState::Sharing::Never),
      random_(static_cast<std::minstd_rand::result_type>(options.jitter_seed ? *options.jitter_seed
                                                                             : std::random_device{}())) {}

ClientPool::~ClientPool() = default;

PartitionId ClientPool::partition(std::string_view tenant_id, Access access) {
  return partitions_.intern(is_partitioned_ ? tenant_id : owner_tenant_id_, access);
}

Result<Lease> ClientPool::acquire(const Partition& wanted, Deadline deadline, MonotonicTime now) {
  return acquire(partition(wanted.tenant_id, wanted.access), deadline, now);
}

Result<Lease> ClientPool::acquire(PartitionId partition, Deadline deadline, MonotonicTime now) {
  const SlotIndex slot = slots_.try_take(partition);
  if (slot == SlotArray::kNone) return acquire_slow(partition, deadline, now, slot);
  Cell& cell = slots_[slot];
  if (!is_fresh(cell, now) || deadline.has_passed(now)) return acquire_slow(partition, deadline, now, slot);
  cell.count_lease();
  return Lease(*this, slot, *cell.client);
}

void ClientPool::give_back(SlotIndex slot, MonotonicTime now) {
  Cell& cell = slots_[slot];
  if (now >= cell.expires_at) return give_back_bad(slot, now);  // To be closed: not worth a reset.
  PartitionId next = cell.partition;
  if (has_session_state_) {
    const auto chosen = successor(slot);
    if (!chosen) return give_back_bad(slot, now);
    next = *chosen;
    const auto cleaned = reset_for(slot, next, now);
    if (!cleaned && cleaned.error().is_binding_bad) mark_binding_bad(cleaned.error().error);
    if (!cleaned) return give_back_bad(slot, now);
  }
  cell.idle_since = now;
  if (next == cell.partition && slots_.try_give(slot)) return;  // Touches nothing of the pool after try_give.
  give_back_slow(slot, next, now);
}

// For whom the client is to be reset; nothing when the pool is shut and will close it.
std::optional<PartitionId> ClientPool::successor(SlotIndex slot) const {
  if (!slots_.is_managed(slot)) return slots_[slot].partition;
  const std::lock_guard lock(mutex_);
  if (state_.is_shut()) return std::nullopt;
  return state_.successor(slot);
}

void ClientPool::give_back_slow(SlotIndex slot, PartitionId partition, MonotonicTime now) {
  const auto self = shared_from_this();
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    // As in enroll.
    if (!is_managed_ && partition == slots_[slot].partition && slots_.try_give(slot)) return;
    collect_idle();
    effects = settle(state_.returned(slot, partition, now), now);
  }
  perform(std::move(effects));
}

void ClientPool::give_back_bad(SlotIndex slot, MonotonicTime now) {
  step(now, [&] { return state_.returned_bad(slot, now); });
}

bool ClientPool::is_fresh(const Cell& cell, MonotonicTime now) const {
  return now - cell.idle_since <= limits_.validate_after && now < cell.expires_at;
}

Result<Lease> ClientPool::acquire_slow(PartitionId partition, Deadline deadline, MonotonicTime now,
                                       SlotIndex stale) {
  const auto acquirer = std::make_shared<BlockingAcquirer>();
  const Deadline patience = deadline.earlier(Deadline::after(now, limits_.acquire_wait_max));
  if (auto lease = enroll(acquirer, {.partition = partition, .since = now, .deadline = deadline}, stale)) {
    return *std::move(lease);
  }
  for (;;) {
    auto outcome = acquirer->wait(clock_.now(), patience);
    if (!outcome) {
      maintain(clock_.now());
      continue;
    }
    if (auto* const error = std::get_if<Error>(&*outcome)) return fail(std::move(*error));
    const Grant& grant = std::get<Grant>(*outcome);
    Lease lease(*this, grant.slot, *slots_[grant.slot].client);
    const auto prepared = prepare(grant);
    if (prepared) return lease;
    lease.disown();
    step(clock_.now(), [&] {
      acquirers_.emplace_back(grant.waiter.ticket, acquirer);
      return state_.preparation_failed(grant, prepared.error(), clock_.now());
    });
  }
}

// Puts the acquirer into the queue, unless a client can be had at once after all. `stale` is a slot that the
// fast path took but may not use as it is, or kNone.
std::optional<Lease> ClientPool::enroll(const std::shared_ptr<BlockingAcquirer>& acquirer, const Waiter& wish,
                                        SlotIndex stale) {
  const auto self = shared_from_this();
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    // A crowd that queued at the lock behind one slow event need not stay slow: without waiters the fast path
    // is open again, and going through it leaves it open for the next.
    if (stale == SlotArray::kNone && !is_managed_) {
      stale = slots_.try_take(wish.partition);
      if (stale != SlotArray::kNone && is_fresh(slots_[stale], wish.since) &&
          !wish.deadline.has_passed(wish.since)) {
        slots_[stale].count_lease();
        return Lease(*this, stale, *slots_[stale].client);
      }
    }
    collect_idle();
    if (stale != SlotArray::kNone) state_.collected(stale, slots_[stale].idle_since);
    acquirers_.emplace_back(++last_ticket_, acquirer);
    effects = settle(state_.acquire(last_ticket_, wish.partition, wish.deadline, wish.since), wish.since);
  }
  perform(std::move(effects));
  return std::nullopt;
}

plugin::ClientResult<void> ClientPool::prepare(const Grant& grant) {
  const Cell& cell = slots_[grant.slot];
  const plugin::ClientOp op{.access = cell.partition.access(),
                            .tenant_id = cell.tenant_id,
                            .deadline = grant.waiter.deadline,
                            .stop = {}};
  if (grant.needs_ping) {
    if (auto alive = cell.client->ping(op); !alive) return alive;
  }
  if (grant.needs_reset) return cell.client->reset(op);
  return {};
}

plugin::ClientResult<void> ClientPool::reset_for(SlotIndex slot, PartitionId partition, MonotonicTime now) {
  const Cell& cell = slots_[slot];
  const plugin::ClientOp op{
      .access = partition.access(),
      .tenant_id = partition == cell.partition ? cell.tenant_id : partitions_.tenant_id(partition),
      .deadline = Deadline::after(now, limits_.reset_timeout),
      .stop = {}};
  return cell.client->reset(op);
}

void ClientPool::maintain(MonotonicTime now) {
  step(now, [&] { return state_.advance(now); });
}

void ClientPool::mark_binding_bad(const Error& error) {
  const MonotonicTime now = clock_.now();
  step(now, [&] { return state_.binding_bad(error, now); });
}

void ClientPool::drain() {
  const MonotonicTime now = clock_.now();
  step(now, [&] { return state_.drain(now); });
}

Result<void> ClientPool::close(Deadline deadline) {
  drain();
  std::unique_lock lock(mutex_);
  const auto is_empty = [&] { return state_.counts().used() == 0; };
  if (emptied_.wait_for(lock, std::min(deadline.remaining(clock_.now()), kCloseWaitMax), is_empty)) return {};
  return fail(ErrorCode::DeadlineExceeded, std::to_string(state_.counts().used()) + " clients of " +
                                               key_.provider +
                                               " are still in use; each is closed when its call ends");
}

ClientKey ClientPool::client_key(SlotIndex slot) const {
  const Cell& cell = slots_[slot];
  return {.generation = key_.generation,
          .provider = key_.provider,
          .binding_id = key_.binding_id,
          .partition = {.tenant_id = std::string(cell.tenant_id), .access = cell.partition.access()}};
}

PoolStats ClientPool::stats() const {
  const std::lock_guard lock(mutex_);
  const SlotCounts count = state_.counts();
  PoolStats stats = totals_;
  stats.clients = count.open + count.held;
  stats.idle = std::min(slots_.idle() + count.held, stats.clients);
  stats.in_use = stats.clients - stats.idle;
  stats.connecting = count.connecting;
  stats.closing = count.closing;
  stats.waiting = static_cast<std::uint32_t>(state_.waiters().size());
  stats.is_draining = state_.is_draining();
  stats.is_binding_bad = state_.is_binding_bad();
  for (SlotIndex slot = 0; slot < slots_.size(); ++slot) {
    stats.leases += slots_[slot].leases.load(std::memory_order_relaxed);
  }
  return stats;
}

}  // namespace fairlead::pool
