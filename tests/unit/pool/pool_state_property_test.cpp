// Random schedules of the pool's state machine, checked against what must hold whatever happens.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "pool/pool_state.hpp"

namespace fairlead::pool {
namespace {

using std::chrono::milliseconds;

// Plays the shell: carries actions out, remembers what it was told, and fails the test when two things it was
// told contradict each other.
class Schedule {
 public:
  explicit Schedule(std::uint32_t seed) : random_(seed) {
    limits_.clients_max = pick(1, 4);
    limits_.waiters_max = pick(1, 5);
    limits_.connects_max = pick(1, 3);
    limits_.lifetime = milliseconds(pick(500, 5000));
    limits_.idle_timeout = milliseconds(pick(100, 2000));
    sharing_ = pick(0, 1) == 0 ? PoolState::Sharing::Never : PoolState::Sharing::ByReset;
    state_.emplace(limits_, sharing_);
    places_.resize(limits_.clients_max, Place::Empty);
    tenants_.resize(limits_.clients_max);
    idle_since_.resize(limits_.clients_max);
  }

  void run(int steps) {
    for (int i = 0; i < steps && !::testing::Test::HasFailure(); ++i) {
      step();
      check();
    }
    finish();
  }

 private:
  enum class Place { Empty, Connecting, Leased, Idle, Held, Closing };

  std::uint32_t pick(std::uint32_t low, std::uint32_t high) {
    return std::uniform_int_distribution<std::uint32_t>(low, high)(random_);
  }
  PartitionId any_partition() { return {pick(0, 2), pick(0, 3) == 0 ? Access::ReadOnly : Access::ReadWrite}; }
  double jitter() { return std::uniform_real_distribution<double>(0.0, 1.0)(random_); }

  // One of the slots in that place.
  std::optional<SlotIndex> any(Place place) {
    std::vector<SlotIndex> found;
    for (SlotIndex slot = 0; slot < places_.size(); ++slot) {
      if (places_[slot] == place) found.push_back(slot);
    }
    if (found.empty()) return std::nullopt;
    return found[pick(0, static_cast<std::uint32_t>(found.size()) - 1)];
  }

  void step() {
    now_ += milliseconds(pick(0, 30));
    switch (pick(0, 11)) {
      case 0:
      case 1:
      case 2: return acquire(any_partition());
      case 3:
      case 4:
      case 5: return give_back();
      case 6: return connect(true);
      case 7: return connect(pick(0, 1) == 0);
      case 8: return close();
      case 9: now_ += milliseconds(pick(0, 600)); return event([&] { return state_->advance(now_); });
      case 10: return fast_take(any_partition());
      case 11: return rare();
    }
  }

  // Before every event the shell takes idle clients in, as ClientPool::step does.
  template <typename Event>
  void event(Event&& event) {
    for (SlotIndex slot = 0; slot < places_.size(); ++slot) {
      if (places_[slot] != Place::Idle) continue;
      places_[slot] = Place::Held;
      state_->collected(slot, idle_since_[slot]);
    }
    last_event_ = now_;
    apply(event());
  }

  void acquire(PartitionId partition) {
    const Ticket ticket = ++last_ticket_;
    waiting_[ticket] = partition;
    event([&] {
      return state_->acquire(ticket, partition, Deadline::after(now_, milliseconds(pick(0, 3000))), now_);
    });
  }

  void give_back() {
    const auto slot = any(Place::Leased);
    if (!slot) return;
    if (pick(0, 7) == 0) return event([&, slot] { return state_->returned_bad(*slot, now_); });
    const PartitionId next = state_->successor(*slot);
    if (next != tenants_[*slot]) {
      EXPECT_EQ(sharing_, PoolState::Sharing::ByReset);
      EXPECT_EQ(next.access(), tenants_[*slot].access());
    }
    tenants_[*slot] = next;  // The reset for `next` has been done.
    idle_since_[*slot] = now_;
    if (state_->is_direct()) {
      places_[*slot] = Place::Idle;
    } else {
      places_[*slot] = Place::Held;
      event([&, slot] { return state_->returned(*slot, next, now_); });
    }
  }

  void connect(bool is_successful) {
    const auto slot = any(Place::Connecting);
    if (!slot) return;
    if (is_successful) {
      places_[*slot] = Place::Held;
      idle_since_[*slot] = now_;
      return event([&, slot] { return state_->connected(*slot, now_, jitter()); });
    }
    places_[*slot] = Place::Empty;
    const plugin::ClientFailure failure{.error = Error(ErrorCode::Unavailable, "refused"),
                                        .is_binding_bad = pick(0, 200) == 0};
    event([&, slot] { return state_->connect_failed(*slot, failure, now_, jitter()); });
  }

  void close() {
    const auto slot = any(Place::Closing);
    if (!slot) return;
    places_[*slot] = Place::Empty;
    event([&, slot] { return state_->closed(*slot, now_); });
  }

  void fast_take(PartitionId partition) {
    const auto slot = any(Place::Idle);
    if (!slot || tenants_[*slot] != partition) return;
    EXPECT_TRUE(state_->is_direct());
    places_[*slot] = Place::Leased;
  }

  void rare() {
    if (pick(0, 300) == 0) return event([&] { return state_->drain(now_); });
    if (last_grant_ && places_[last_grant_->slot] == Place::Leased) {
      const Grant grant = *std::exchange(last_grant_, std::nullopt);
      if (!grant.needs_ping && !grant.needs_reset) return;
      if (waiting_.contains(grant.waiter.ticket) || given_back_since_grant(grant)) return;
      waiting_[grant.waiter.ticket] = grant.waiter.partition;
      event([&] {
        return state_->preparation_failed(grant, {.error = Error(ErrorCode::Unavailable, "gone")}, now_);
      });
    }
  }
  bool given_back_since_grant(const Grant& grant) { return holder_[grant.slot] != grant.waiter.ticket; }

  void apply(const Actions& actions) {
    for (const Action& action : actions) {
      std::visit([&](const auto& it) { carry_out(it); }, action);
    }
  }
  void carry_out(const Connect& connect) {
    EXPECT_EQ(places_[connect.slot], Place::Empty);
    places_[connect.slot] = Place::Connecting;
    tenants_[connect.slot] = connect.partition;
  }
  void carry_out(const StopConnect& stop) { EXPECT_EQ(places_[stop.slot], Place::Connecting); }
  void carry_out(const Close& close) {
    EXPECT_TRUE(places_[close.slot] == Place::Held || places_[close.slot] == Place::Leased);
    places_[close.slot] = Place::Closing;
    holder_.erase(close.slot);
  }
  void carry_out(const Offer& offer) {
    EXPECT_EQ(places_[offer.slot], Place::Held);
    EXPECT_TRUE(state_->is_direct());
    places_[offer.slot] = Place::Idle;
    holder_.erase(offer.slot);
  }
  void carry_out(const Grant& grant) {
    EXPECT_EQ(places_[grant.slot], Place::Held) << "double lease";
    EXPECT_EQ(waiting_.count(grant.waiter.ticket), 1U) << "granted to nobody";
    // No client for a tenant it was not prepared for, unless a reset is asked for and allowed.
    if (tenants_[grant.slot] != grant.waiter.partition) {
      EXPECT_TRUE(grant.needs_reset);
      EXPECT_EQ(sharing_, PoolState::Sharing::ByReset);
      EXPECT_EQ(tenants_[grant.slot].access(), grant.waiter.partition.access());
    }
    // First in, first out, among those who could use the same client.
    for (const auto& [ticket, partition] : waiting_) {
      EXPECT_TRUE(ticket >= grant.waiter.ticket || partition != grant.waiter.partition) << "overtaken";
    }
    EXPECT_GT(state_->expires_at(grant.slot), now_);
    EXPECT_GT(grant.waiter.deadline.at, now_);
    places_[grant.slot] = Place::Leased;
    tenants_[grant.slot] = grant.waiter.partition;
    holder_[grant.slot] = grant.waiter.ticket;
    waiting_.erase(grant.waiter.ticket);
    last_grant_ = grant;
  }
  void carry_out(const Refuse& refuse) { EXPECT_EQ(waiting_.erase(refuse.ticket), 1U) << "refused twice"; }

  std::uint32_t count(Place place) {
    return static_cast<std::uint32_t>(std::count(places_.begin(), places_.end(), place));
  }

  void check() {
    const SlotCounts counts = state_->counts();
    EXPECT_EQ(counts.connecting, count(Place::Connecting));
    EXPECT_EQ(counts.closing, count(Place::Closing));
    EXPECT_EQ(counts.held, count(Place::Held));
    EXPECT_EQ(counts.open, count(Place::Leased) + count(Place::Idle));
    EXPECT_LE(counts.connecting, limits_.connects_max);
    // One more than waiters_max per lease may wait: those whose ping failed came back to their old place.
    EXPECT_LE(state_->waiters().size(), limits_.waiters_max + limits_.clients_max);
    EXPECT_EQ(state_->waiters().size(), waiting_.size());
    for (const Waiter& waiter : state_->waiters()) EXPECT_TRUE(waiting_.contains(waiter.ticket));
    EXPECT_TRUE(std::is_sorted(state_->waiters().begin(), state_->waiters().end(),
                               [](const Waiter& a, const Waiter& b) { return a.ticket < b.ticket; }));
    EXPECT_TRUE(state_->is_direct() || count(Place::Idle) == 0);
    // Nobody waits beside a client he could have.
    for (const Waiter& waiter : state_->waiters()) {
      for (SlotIndex slot = 0; slot < places_.size(); ++slot) {
        EXPECT_TRUE(places_[slot] != Place::Held || tenants_[slot] != waiter.partition);
      }
    }
    // Somebody who waits, waits for something: a client in use, a connect, a close, or the end of a backoff.
    EXPECT_TRUE(waiting_.empty() || counts.used() > 0 || state_->retry_at(last_event_).has_value());
  }

  // When everything in flight ends and time goes on, nobody is left behind and no slot is lost.
  void finish() {
    for (int i = 0; i < 1000 && !::testing::Test::HasFailure(); ++i) {
      if (waiting_.empty() && count(Place::Leased) + count(Place::Connecting) + count(Place::Closing) == 0)
        break;
      now_ += milliseconds(1);
      give_back();
      connect(true);
      close();
      event([&] { return state_->advance(now_); });
      check();
    }
    EXPECT_TRUE(waiting_.empty()) << "left behind";
    event([&] { return state_->drain(now_); });
    while (any(Place::Closing)) close();
    EXPECT_EQ(state_->counts().used(), 0U) << "lost slot";
  }

  std::mt19937 random_;
  PoolLimits limits_;
  PoolState::Sharing sharing_;
  std::optional<PoolState> state_;
  MonotonicTime now_{std::chrono::seconds(1000)};
  MonotonicTime last_event_ = now_;
  Ticket last_ticket_ = 0;
  std::vector<Place> places_;
  std::vector<PartitionId> tenants_;  // For whom the client of each slot is prepared.
  std::vector<MonotonicTime> idle_since_;
  std::map<Ticket, PartitionId> waiting_;
  std::map<SlotIndex, Ticket> holder_;  // Of leases that began with a grant.
  std::optional<Grant> last_grant_;
};

TEST(PoolStatePropertyTest, HoldsItsInvariantsOverTwelveThousandRandomSchedules) {
  for (std::uint32_t seed = 1; seed <= 12'000; ++seed) {
    Schedule(seed).run(120);
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace fairlead::pool
