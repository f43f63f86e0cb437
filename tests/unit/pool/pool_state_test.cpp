// Every transition of the pool's state machine, without threads and with time as a number.
#include "pool/pool_state.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace fairlead::pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr PartitionId kAcme(0, Access::ReadWrite);
constexpr PartitionId kAcmeReadOnly(0, Access::ReadOnly);
constexpr PartitionId kGlobex(1, Access::ReadWrite);
constexpr MonotonicTime kStart{seconds(1000)};

const plugin::ClientFailure kRefused{.error = Error(ErrorCode::Unavailable, "refused")};
const plugin::ClientFailure kPasswordRefused{
    .error = Error(ErrorCode::Unauthenticated, "password refused", "bad_password"), .is_binding_bad = true};

template <typename T>
std::vector<T> all(const Actions& actions) {
  std::vector<T> found;
  for (const Action& action : actions) {
    if (const T* it = std::get_if<T>(&action)) found.push_back(*it);
  }
  return found;
}

// A machine, its time, and short ways to say what happens to it.
class PoolStateTest : public ::testing::Test {
 protected:
  void make(const PoolLimits& limits, PoolState::Sharing sharing = PoolState::Sharing::ByReset) {
    limits_ = limits;
    state_.emplace(limits, sharing);
  }
  void SetUp() override { make({}); }

  Actions acquire(PartitionId partition = kAcme, Duration patience = seconds(30)) {
    return state_->acquire(++ticket_, partition, Deadline::after(now_, patience), now_);
  }
  // Takes a client through a connect: the slot that is leased then.
  SlotIndex lease(PartitionId partition = kAcme) {
    const auto connects = all<Connect>(acquire(partition));
    EXPECT_EQ(connects.size(), 1U);
    const auto grants = all<Grant>(state_->connected(connects.at(0).slot, now_, 0.0));
    EXPECT_EQ(grants.size(), 1U);
    return grants.at(0).slot;
  }
  Actions give_back(SlotIndex slot) { return state_->returned(slot, state_->partition(slot), now_); }
  // An idle client, offered at kStart.
  SlotIndex idle(PartitionId partition = kAcme) {
    const SlotIndex slot = lease(partition);
    EXPECT_EQ(all<Offer>(give_back(slot)).size(), 1U);
    return slot;
  }
  void fill() {
    for (std::uint32_t i = 0; i < limits_.clients_max; ++i) leased_.push_back(lease());
  }

  PoolLimits limits_;
  std::optional<PoolState> state_;
  MonotonicTime now_ = kStart;
  Ticket ticket_ = 0;
  std::vector<SlotIndex> leased_;
};

TEST_F(PoolStateTest, IsEmptyAndDirectAtFirst) {
  EXPECT_EQ(state_->counts().used(), 0U);
  EXPECT_TRUE(state_->is_direct());
}

TEST_F(PoolStateTest, ConnectsForTheFirstCaller) {
  const auto connects = all<Connect>(acquire(kGlobex));
  ASSERT_EQ(connects.size(), 1U);
  EXPECT_EQ(connects[0].partition, kGlobex);
  EXPECT_FALSE(state_->is_direct());
}

TEST_F(PoolStateTest, GrantsTheConnectedClientToTheFrontWaiterOfItsPartition) {
  const SlotIndex slot = all<Connect>(acquire(kAcme)).at(0).slot;
  acquire(kAcme);
  const auto grants = all<Grant>(state_->connected(slot, now_, 0.0));
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].waiter.ticket, 1U);
  EXPECT_FALSE(grants[0].needs_ping);
  EXPECT_FALSE(grants[0].needs_reset);
}

TEST_F(PoolStateTest, StartsAtMostConnectsMaxConnectsAtATime) {
  EXPECT_EQ(all<Connect>(acquire()).size(), 1U);
  EXPECT_EQ(all<Connect>(acquire()).size(), 1U);
  EXPECT_EQ(all<Connect>(acquire()).size(), 0U);
  EXPECT_EQ(state_->counts().connecting, 2U);
}

TEST_F(PoolStateTest, StartsTheNextConnectWhenOneIsDone) {
  const SlotIndex slot = all<Connect>(acquire()).at(0).slot;
  acquire();
  acquire();
  EXPECT_EQ(all<Connect>(state_->connected(slot, now_, 0.0)).size(), 1U);
}

TEST_F(PoolStateTest, DoesNotConnectTwiceForOneWaiter) {
  acquire();
  EXPECT_TRUE(state_->advance(now_).empty());
}

TEST_F(PoolStateTest, OffersAConnectedClientThatNobodyWaitsForAnyMore) {
  const SlotIndex slot = all<Connect>(acquire(kAcme, milliseconds(10))).at(0).slot;
  now_ += milliseconds(10);
  state_->advance(now_);
  EXPECT_EQ(all<Offer>(state_->connected(slot, now_, 0.0)).size(), 1U);
  EXPECT_TRUE(state_->is_direct());
}

TEST_F(PoolStateTest, AsksAConnectToStopWhenEverybodyWhoWaitedForItGaveUp) {
  const SlotIndex slot = all<Connect>(acquire(kAcme, milliseconds(10))).at(0).slot;
  now_ += milliseconds(10);
  const auto stops = all<StopConnect>(state_->advance(now_));
  ASSERT_EQ(stops.size(), 1U);
  EXPECT_EQ(stops[0].slot, slot);
  EXPECT_TRUE(all<StopConnect>(state_->advance(now_)).empty());
}

TEST_F(PoolStateTest, LetsAConnectGoOnWhileOneStillWaitsForIt) {
  acquire(kAcme, milliseconds(10));
  acquire(kAcme, seconds(1));
  now_ += milliseconds(10);
  EXPECT_TRUE(all<StopConnect>(state_->advance(now_)).empty());
}

TEST_F(PoolStateTest, AStoppedConnectThatFailsCausesNoBackoff) {
  const SlotIndex slot = all<Connect>(acquire(kAcme, milliseconds(10))).at(0).slot;
  now_ += milliseconds(10);
  state_->advance(now_);
  EXPECT_TRUE(state_->connect_failed(slot, kRefused, now_, 0.0).empty());
  EXPECT_EQ(all<Connect>(acquire()).size(), 1U);
}

TEST_F(PoolStateTest, DoesNotCountOnAStoppedConnect) {
  acquire(kAcme, milliseconds(10));
  now_ += milliseconds(10);
  state_->advance(now_);
  EXPECT_EQ(all<Connect>(acquire()).size(), 1U);
}

TEST_F(PoolStateTest, ReusesTheMostRecentlyUsedClient) {
  const SlotIndex first = lease();
  const SlotIndex second = lease();
  give_back(first);
  now_ += milliseconds(1);
  give_back(second);
  state_->collected(first, kStart);
  state_->collected(second, now_);
  EXPECT_EQ(all<Grant>(acquire()).at(0).slot, second);
}

TEST_F(PoolStateTest, OffersAgainWhatNobodyWanted) {
  const SlotIndex slot = idle(kGlobex);
  state_->collected(slot, kStart);
  const auto actions = state_->advance(now_);
  EXPECT_EQ(all<Offer>(actions).size(), 1U);
}

TEST_F(PoolStateTest, KeepsIdleClientsHeldWhileSomebodyWaits) {
  const SlotIndex slot = idle(kGlobex);
  state_->collected(slot, kStart);
  EXPECT_TRUE(all<Offer>(acquire(kAcme)).empty());
  EXPECT_EQ(state_->counts().held, 1U);
}

TEST_F(PoolStateTest, ServesAHeldClientToItsOwnPartitionPastAWaiterWhoCannotUseIt) {
  const SlotIndex slot = idle(kGlobex);
  state_->collected(slot, kStart);
  acquire(kAcme);
  const auto grants = all<Grant>(acquire(kGlobex));
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].slot, slot);
}

TEST_F(PoolStateTest, PingsOnlyAClientThatIdledLongerThanValidateAfter) {
  const SlotIndex slot = idle();
  for (const auto& [idled, expected] :
       {std::pair(milliseconds(499), false), std::pair(milliseconds(500), false),
        std::pair(milliseconds(501), true)}) {
    state_->collected(slot, now_);
    now_ += idled;
    const auto grants = all<Grant>(acquire());
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].needs_ping, expected) << idled.count();
    give_back(slot);
  }
}

TEST_F(PoolStateTest, AFailedPreparationClosesTheClientAndKeepsTheWaitersPlace) {
  const SlotIndex slot = idle();
  state_->collected(slot, kStart);
  now_ += seconds(1);
  const Grant grant = all<Grant>(acquire()).at(0);
  acquire();
  const auto actions = state_->preparation_failed(grant, kRefused, now_);
  EXPECT_EQ(all<Close>(actions).at(0).slot, slot);
  ASSERT_EQ(state_->waiters().size(), 2U);
  EXPECT_EQ(state_->waiters()[0].ticket, grant.waiter.ticket);
}

TEST_F(PoolStateTest, AFailedPreparationWithABadBindingRefusesItsWaiter) {
  const SlotIndex slot = idle();
  state_->collected(slot, kStart);
  now_ += seconds(1);
  const Grant grant = all<Grant>(acquire()).at(0);
  const auto refusals = all<Refuse>(state_->preparation_failed(grant, kPasswordRefused, now_));
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].error, kPasswordRefused.error);
}

TEST_F(PoolStateTest, ServesWaitersInTheOrderTheyCame) {
  make({.clients_max = 1});
  SlotIndex slot = lease();
  for (int i = 0; i < 3; ++i) acquire();
  for (Ticket expected = 2; expected <= 4; ++expected) {
    const auto grants = all<Grant>(give_back(slot));
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].waiter.ticket, expected);
    slot = grants[0].slot;
  }
}

TEST_F(PoolStateTest, QueuesUpToWaitersMaxAndRefusesTheNext) {
  make({.clients_max = 1, .waiters_max = 2});
  lease();
  EXPECT_TRUE(all<Refuse>(acquire()).empty());
  EXPECT_TRUE(all<Refuse>(acquire()).empty());
  const auto refusals = all<Refuse>(acquire());
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].ticket, ticket_);
  EXPECT_EQ(refusals[0].error.code, ErrorCode::ResourceExhausted);
  EXPECT_EQ(refusals[0].error.reason, "pool_full");
  EXPECT_EQ(state_->waiters().size(), 2U);
}

TEST_F(PoolStateTest, NeverHasMoreClientsThanClientsMax) {
  fill();
  EXPECT_TRUE(all<Connect>(acquire()).empty());
  EXPECT_EQ(state_->counts().used(), limits_.clients_max);
}

TEST_F(PoolStateTest, AWaiterGivesUpAfterAcquireWaitMax) {
  fill();
  acquire();
  now_ += limits_.acquire_wait_max - Duration(1);
  EXPECT_TRUE(all<Refuse>(state_->advance(now_)).empty());
  now_ += Duration(1);
  const auto refusals = all<Refuse>(state_->advance(now_));
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].error.code, ErrorCode::ResourceExhausted);
  EXPECT_EQ(refusals[0].error.reason, "pool_timeout");
  EXPECT_TRUE(state_->is_direct());
}

TEST_F(PoolStateTest, AWaiterWhoseCallIsOverGetsDeadlineExceeded) {
  fill();
  acquire(kAcme, milliseconds(100));
  now_ += milliseconds(100);
  const Error error = all<Refuse>(state_->advance(now_)).at(0).error;
  EXPECT_EQ(error.code, ErrorCode::DeadlineExceeded);
  EXPECT_EQ(error.reason, "deadline");
}

TEST_F(PoolStateTest, RefusesACallThatIsLateAlready) {
  state_->collected(idle(), kStart);
  const auto actions = acquire(kAcme, Duration::zero());
  EXPECT_EQ(all<Refuse>(actions).at(0).error.code, ErrorCode::DeadlineExceeded);
  EXPECT_EQ(all<Offer>(actions).size(), 1U);
}

TEST_F(PoolStateTest, SaysThatTheBackEndIsSlowWhenItIsTheConnectThatTakesTooLong) {
  acquire();
  now_ += limits_.acquire_wait_max;
  const Error error = all<Refuse>(state_->advance(now_)).at(0).error;
  EXPECT_EQ(error.code, ErrorCode::Unavailable);
  EXPECT_EQ(error.reason, "connect_timeout");
  EXPECT_NE(error.message.find("did not finish connecting"), std::string::npos) << error.message;
}

TEST_F(PoolStateTest, GivesAFailedConnectsErrorToTheFrontWaiterOnly) {
  const SlotIndex slot = all<Connect>(acquire()).at(0).slot;
  acquire();
  const auto refusals = all<Refuse>(state_->connect_failed(slot, kRefused, now_, 0.0));
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].ticket, 1U);
  EXPECT_EQ(refusals[0].error, kRefused.error);
  EXPECT_EQ(state_->waiters().size(), 1U);
}

TEST_F(PoolStateTest, HoldsTheNextConnectBackUntilTheBackoffEnds) {
  make({.connects_max = 1});
  const SlotIndex slot = all<Connect>(acquire()).at(0).slot;
  acquire();
  EXPECT_TRUE(all<Connect>(state_->connect_failed(slot, kRefused, now_, 1.0)).empty());
  EXPECT_EQ(state_->retry_at(now_), now_ + milliseconds(100));
  now_ += milliseconds(100) - Duration(1);
  EXPECT_TRUE(all<Connect>(state_->advance(now_)).empty());
  now_ += Duration(1);
  EXPECT_EQ(all<Connect>(state_->advance(now_)).size(), 1U);
  EXPECT_EQ(state_->retry_at(now_), std::nullopt);
}

TEST_F(PoolStateTest, DoublesTheBackoffUpToItsMaximumAndSpreadsItOverTheUpperHalf) {
  make({.acquire_wait_max = seconds(100)});
  Duration expected = milliseconds(100);
  for (int i = 0; i < 12; ++i) {
    const double jitter = i % 2 == 0 ? 0.0 : 1.0;
    const SlotIndex slot = all<Connect>(acquire(kAcme, seconds(100))).at(0).slot;
    state_->connect_failed(slot, kRefused, now_, jitter);
    acquire(kAcme, seconds(100));
    const Duration delay = *state_->retry_at(now_) - now_;
    EXPECT_EQ(delay, i % 2 == 0 ? expected / 2 : expected) << i;
    now_ += delay;
    const SlotIndex again = all<Connect>(state_->advance(now_)).at(0).slot;
    state_->connect_failed(again, kRefused, now_, 1.0);
    now_ += seconds(10);
    expected = std::min<Duration>(expected * 4, seconds(10));
  }
}

TEST_F(PoolStateTest, ASuccessfulConnectEndsTheBackoff) {
  const SlotIndex first = all<Connect>(acquire()).at(0).slot;
  const SlotIndex second = all<Connect>(acquire()).at(0).slot;
  state_->connect_failed(first, kRefused, now_, 1.0);
  state_->connected(second, now_, 0.0);
  EXPECT_EQ(all<Connect>(acquire()).size(), 1U);
}

TEST_F(PoolStateTest, RefusesAtOnceWhoseDeadlineEndsBeforeTheBackoff) {
  const SlotIndex slot = all<Connect>(acquire()).at(0).slot;
  state_->connect_failed(slot, kRefused, now_, 1.0);
  const auto refusals = all<Refuse>(acquire(kAcme, milliseconds(100)));
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].error.message, kRefused.error.message);
  EXPECT_EQ(refusals[0].error.retry_after, milliseconds(100));
  EXPECT_TRUE(all<Refuse>(acquire(kAcme, milliseconds(101))).empty());
}

TEST_F(PoolStateTest, WaitsThroughTheBackoffWhileAClientMayStillComeBack) {
  lease();
  const SlotIndex slot = all<Connect>(acquire(kAcme, milliseconds(50))).at(0).slot;
  acquire(kAcme, milliseconds(50));
  EXPECT_EQ(all<Refuse>(state_->connect_failed(slot, kRefused, now_, 1.0)).size(), 1U);
  EXPECT_EQ(state_->waiters().size(), 1U);
}

TEST_F(PoolStateTest, ABadBindingRefusesAllWaitersAndEveryLaterCaller) {
  const SlotIndex slot = all<Connect>(acquire()).at(0).slot;
  acquire();
  const auto refusals = all<Refuse>(state_->connect_failed(slot, kPasswordRefused, now_, 0.0));
  ASSERT_EQ(refusals.size(), 2U);
  EXPECT_EQ(refusals[1].error, kPasswordRefused.error);
  now_ += seconds(3600);
  const auto later = all<Refuse>(acquire());
  ASSERT_EQ(later.size(), 1U);
  EXPECT_EQ(later[0].error.reason, "bad_password");
  EXPECT_TRUE(state_->is_binding_bad());
  EXPECT_FALSE(state_->is_direct());
}

TEST_F(PoolStateTest, ABadBindingClosesIdleClientsAndStopsConnects) {
  const SlotIndex slot = idle();
  const SlotIndex leased = lease();
  const SlotIndex connecting = all<Connect>(acquire()).at(0).slot;
  state_->collected(slot, kStart);
  const auto actions = state_->binding_bad(kPasswordRefused.error, now_);
  EXPECT_EQ(all<Close>(actions).at(0).slot, slot);
  EXPECT_EQ(all<StopConnect>(actions).at(0).slot, connecting);
  EXPECT_EQ(all<Close>(give_back(leased)).at(0).slot, leased);
}

TEST_F(PoolStateTest, ClosesABadClientAndConnectsAnotherForTheWaiter) {
  make({.clients_max = 1});
  const SlotIndex slot = lease();
  acquire();
  EXPECT_EQ(all<Close>(state_->returned_bad(slot, now_)).size(), 1U);
  EXPECT_EQ(all<Connect>(state_->closed(slot, now_)).size(), 1U);
}

TEST_F(PoolStateTest, KeepsTheSlotUntilItsClientIsClosed) {
  make({.clients_max = 1});
  state_->returned_bad(lease(), now_);
  EXPECT_TRUE(all<Connect>(acquire()).empty());
  EXPECT_EQ(state_->counts().closing, 1U);
}

TEST_F(PoolStateTest, ClosesAClientThatIsOverAgeWhenItComesBack) {
  const SlotIndex slot = lease();
  now_ += limits_.lifetime - Duration(1);
  give_back(slot);
  state_->collected(slot, now_);
  EXPECT_EQ(all<Grant>(acquire()).size(), 1U);
  now_ += Duration(1);
  EXPECT_EQ(all<Close>(give_back(slot)).size(), 1U);
}

TEST_F(PoolStateTest, ShortensTheLifetimeByUpToTheJitter) {
  const SlotIndex slot = all<Connect>(acquire()).at(0).slot;
  state_->connected(slot, now_, 0.5);
  EXPECT_EQ(state_->expires_at(slot), now_ + seconds(1620));
}

TEST_F(PoolStateTest, DoesNotHandOutAnIdleClientThatIsOverAge) {
  const SlotIndex slot = idle();
  state_->collected(slot, kStart + limits_.lifetime - seconds(1));
  now_ += limits_.lifetime;
  const auto actions = acquire();
  EXPECT_EQ(all<Close>(actions).size(), 1U);
  EXPECT_EQ(all<Connect>(actions).size(), 1U);
}

TEST_F(PoolStateTest, ClosesWhatIdledForTheIdleTimeout) {
  const SlotIndex slot = idle();
  state_->collected(slot, kStart);
  now_ = kStart + limits_.idle_timeout - Duration(1);
  EXPECT_TRUE(all<Close>(state_->advance(now_)).empty());
  state_->collected(slot, kStart);
  now_ += Duration(1);
  EXPECT_EQ(all<Close>(state_->advance(now_)).size(), 1U);
}

TEST_F(PoolStateTest, DrainingRefusesWaitersClosesIdleClientsAndThoseThatComeBack) {
  make({.clients_max = 2});
  const SlotIndex first = idle();
  const SlotIndex leased = lease(kGlobex);
  acquire();
  state_->collected(first, kStart);
  const auto actions = state_->drain(now_);
  EXPECT_EQ(all<Refuse>(actions).at(0).error.reason, "pool_draining");
  EXPECT_TRUE(all<Refuse>(actions).at(0).error.is_retryable);
  EXPECT_EQ(all<Close>(actions).at(0).slot, first);
  EXPECT_EQ(all<Close>(give_back(leased)).at(0).slot, leased);
  EXPECT_EQ(all<Refuse>(acquire()).at(0).error.code, ErrorCode::Unavailable);
}

TEST_F(PoolStateTest, ClosesAClientThatConnectsWhileDraining) {
  const SlotIndex slot = all<Connect>(acquire()).at(0).slot;
  EXPECT_EQ(all<StopConnect>(state_->drain(now_)).size(), 1U);
  EXPECT_EQ(all<Close>(state_->connected(slot, now_, 0.0)).size(), 1U);
  state_->closed(slot, now_);
  EXPECT_EQ(state_->counts().used(), 0U);
}

TEST_F(PoolStateTest, DrainingOutlastsABadBinding) {
  state_->binding_bad(kPasswordRefused.error, now_);
  state_->drain(now_);
  state_->binding_bad(kPasswordRefused.error, now_);
  EXPECT_EQ(all<Refuse>(acquire()).at(0).error.reason, "pool_draining");
}

TEST_F(PoolStateTest, PassesTheLeastRecentlyUsedClientToAnotherTenantThroughAReset) {
  make({.clients_max = 2});
  const SlotIndex older = lease(kGlobex);
  const SlotIndex newer = lease(kGlobex);
  give_back(older);
  give_back(newer);
  state_->collected(older, kStart);
  state_->collected(newer, kStart + milliseconds(1));
  const auto grants = all<Grant>(acquire(kAcme));
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].slot, older);
  EXPECT_TRUE(grants[0].needs_reset);
  EXPECT_EQ(state_->partition(older), kAcme);
}

TEST_F(PoolStateTest, ConnectsRatherThanPassesOnWhileThereIsRoom) {
  make({.clients_max = 2});
  state_->collected(idle(kGlobex), kStart);
  const auto actions = acquire(kAcme);
  EXPECT_TRUE(all<Grant>(actions).empty());
  EXPECT_EQ(all<Connect>(actions).size(), 1U);
}

TEST_F(PoolStateTest, ClosesAnotherTenantsIdleClientWhereSharingIsForbidden) {
  make({.clients_max = 1}, PoolState::Sharing::Never);
  const SlotIndex slot = idle(kGlobex);
  state_->collected(slot, kStart);
  const auto actions = acquire(kAcme);
  EXPECT_TRUE(all<Grant>(actions).empty());
  EXPECT_EQ(all<Close>(actions).at(0).slot, slot);
  EXPECT_EQ(all<Connect>(state_->closed(slot, now_)).at(0).partition, kAcme);
}

TEST_F(PoolStateTest, NeverPassesAClientToAnotherAccess) {
  make({.clients_max = 1});
  state_->collected(idle(kAcmeReadOnly), kStart);
  const auto actions = acquire(kAcme);
  EXPECT_TRUE(all<Grant>(actions).empty());
  EXPECT_EQ(all<Close>(actions).size(), 1U);
}

TEST_F(PoolStateTest, ClosesOneIdleClientPerWaiterNotAll) {
  make({.clients_max = 2}, PoolState::Sharing::Never);
  const SlotIndex first = lease(kGlobex);
  const SlotIndex second = lease(kGlobex);
  give_back(first);
  give_back(second);
  state_->collected(first, kStart);
  state_->collected(second, kStart);
  EXPECT_EQ(all<Close>(acquire(kAcme)).size(), 1U);
  EXPECT_TRUE(all<Close>(state_->advance(now_)).empty());
}

TEST_F(PoolStateTest, AReturnedClientGoesToTheFrontWaiterOfAnyTenantWhenThePoolIsFull) {
  make({.clients_max = 1});
  const SlotIndex slot = lease(kGlobex);
  acquire(kAcme);
  acquire(kGlobex);
  EXPECT_EQ(state_->successor(slot), kAcme);
  const auto grants = all<Grant>(state_->returned(slot, kAcme, now_));
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].waiter.partition, kAcme);
  EXPECT_FALSE(grants[0].needs_reset);
}

TEST_F(PoolStateTest, HasNoSuccessorButItsOwnPartitionWhereItMayNotPass) {
  make({.clients_max = 1}, PoolState::Sharing::Never);
  const SlotIndex slot = lease(kGlobex);
  acquire(kAcme);
  EXPECT_EQ(state_->successor(slot), kGlobex);
}

TEST_F(PoolStateTest, ResetsAgainIfTheSuccessorGaveUpMeanwhile) {
  make({.clients_max = 1});
  const SlotIndex slot = lease(kGlobex);
  acquire(kAcme, milliseconds(10));
  acquire(kGlobex);
  const PartitionId next = state_->successor(slot);
  now_ += milliseconds(10);
  state_->advance(now_);
  EXPECT_TRUE(all<Grant>(state_->returned(slot, next, now_)).at(0).needs_reset);
}

}  // namespace
}  // namespace fairlead::pool
