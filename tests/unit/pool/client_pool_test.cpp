// The shell of a pool, with executors driven by hand and a clock that stands still. Where a caller must
// block, it does so in a thread of its own and the test drives everything else from outside.
#include "pool/client_pool.hpp"

#include <chrono>
#include <future>
#include <thread>
#include <type_traits>

#include <gtest/gtest.h>

#include "unit/pool/fakes.hpp"

namespace fairlead::pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::BackEnd;
using test::FakeClient;
using test::FakeFactory;
using test::HandExecutor;
using test::InlineExecutor;

class ClientPoolTest : public ::testing::Test {
 protected:
  std::shared_ptr<ClientPool> make(const PoolLimits& limits = {}, std::string owner = "acme") {
    return *ClientPool::create(options(inline_, limits, std::move(owner)));
  }
  std::shared_ptr<ClientPool> make_by_hand(const PoolLimits& limits = {}) {
    return *ClientPool::create(options(by_hand_, limits, "acme"));
  }
  PoolOptions options(Executor& executor, const PoolLimits& limits, std::string owner) {
    return {.key = {.generation = 3, .provider = "fake", .binding_id = 7},
            .tenant_id = std::move(owner),
            .limits = limits,
            .factory = std::make_shared<FakeFactory>(back_end_),
            .executor = executor,
            .clock = clock_,
            .jitter_seed = 1};
  }

  Result<Lease> acquire(ClientPool& pool, std::string tenant = "acme", Duration patience = seconds(30)) {
    const MonotonicTime now = clock_.now();
    return pool.acquire(Partition{.tenant_id = std::move(tenant), .access = Access::ReadWrite},
                        Deadline::after(now, patience), now);
  }
  std::future<Result<Lease>> acquire_async(ClientPool& pool, const std::string& tenant = "acme") {
    const auto waiting = pool.stats().waiting;
    auto future = std::async(std::launch::async, [&, tenant] { return acquire(pool, tenant); });
    while (pool.stats().waiting == waiting) std::this_thread::yield();
    return future;
  }
  static FakeClient& fake(Lease& lease) { return static_cast<FakeClient&>(lease.client()); }

  BackEnd back_end_;
  ManualClock clock_;
  InlineExecutor inline_;
  HandExecutor by_hand_;
};

TEST_F(ClientPoolTest, RefusesLimitsThatMakeNoSense) {
  const auto pool = ClientPool::create(options(inline_, {.clients_max = 0}, "acme"));
  ASSERT_FALSE(pool.has_value());
  EXPECT_EQ(pool.error().code, ErrorCode::InvalidArgument);
}

TEST_F(ClientPoolTest, ConnectsNothingBeforeTheFirstCall) {
  const auto pool = make();
  EXPECT_EQ(back_end_.connects, 0);
  EXPECT_EQ(pool->stats().clients, 0U);
}

TEST_F(ClientPoolTest, ConnectsForTheTenantAndAccessOfTheCall) {
  const auto pool = make();
  back_end_.on_connect = [&](const plugin::ClientOp& op) {
    EXPECT_EQ(op.tenant_id, "acme");
    EXPECT_EQ(op.access, Access::ReadWrite);
    EXPECT_EQ(op.deadline.at, clock_.now() + PoolLimits{}.connect_timeout);
  };
  EXPECT_TRUE(acquire(*pool).has_value());
  EXPECT_EQ(back_end_.connects, 1);
}

TEST_F(ClientPoolTest, ReusesAClientThatWasGivenBack) {
  const auto pool = make();
  { auto lease = *acquire(*pool); }
  { auto lease = *acquire(*pool); }
  EXPECT_EQ(back_end_.connects, 1);
  EXPECT_EQ(pool->stats().leases, 2U);
}

TEST_F(ClientPoolTest, CountsWhatIsInUseAndWhatIsIdle) {
  const auto pool = make();
  auto first = *acquire(*pool);
  auto second = *acquire(*pool);
  second.give_back(clock_.now());
  const PoolStats stats = pool->stats();
  EXPECT_EQ(stats.clients, 2U);
  EXPECT_EQ(stats.in_use, 1U);
  EXPECT_EQ(stats.idle, 1U);
  EXPECT_EQ(stats.connects, 2U);
}

TEST_F(ClientPoolTest, GivesTheSlotBackWhenConnectingFails) {
  const auto pool = make({.clients_max = 1});
  back_end_.is_connect_failing = true;
  const auto failed = acquire(*pool);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().message, "refused");
  EXPECT_EQ(pool->stats().connect_failures, 1U);
  back_end_.is_connect_failing = false;
  clock_.advance(milliseconds(100));
  EXPECT_TRUE(acquire(*pool).has_value());
}

TEST_F(ClientPoolTest, GivesTheSlotBackWhenTheExecutorRefusesTheConnect) {
  const auto pool = make_by_hand({.clients_max = 1});
  by_hand_.set_full(true);
  const auto failed = acquire(*pool);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().reason, "executor_full");
  EXPECT_EQ(pool->stats().connecting, 0U);
}

TEST_F(ClientPoolTest, GivesTheSlotBackWhenTheExecutorDropsTheConnect) {
  const auto pool = make_by_hand({.clients_max = 1});
  auto waiting = acquire_async(*pool);
  by_hand_.drop_all();
  EXPECT_EQ(waiting.get().error().code, ErrorCode::Unavailable);
  EXPECT_EQ(pool->stats().connecting, 0U);
}

TEST_F(ClientPoolTest, ReportsAFactoryThatSucceedsWithoutAClient) {
  struct Empty final : plugin::ClientFactory {
    bool has_session_state() const noexcept override { return false; }
    bool is_share_forbidden() const noexcept override { return false; }
    plugin::ClientResult<std::unique_ptr<plugin::Client>> connect(const plugin::ClientOp&) override {
      return std::unique_ptr<plugin::Client>();
    }
  };
  PoolOptions broken = options(inline_, {}, "acme");
  broken.factory = std::make_shared<Empty>();
  const auto pool = *ClientPool::create(std::move(broken));
  EXPECT_EQ(acquire(*pool).error().code, ErrorCode::Internal);
}

TEST_F(ClientPoolTest, ConnectsOnTheExecutorAndWakesTheWaiter) {
  const auto pool = make_by_hand();
  auto waiting = acquire_async(*pool);
  EXPECT_EQ(back_end_.connects, 0);
  EXPECT_EQ(by_hand_.size(), 1U);
  clock_.advance(milliseconds(20));
  by_hand_.run_all();
  EXPECT_TRUE(waiting.get().has_value());
  EXPECT_EQ(pool->stats().last_wait, milliseconds(20));
}

TEST_F(ClientPoolTest, HandsAReturnedClientToTheWaiter) {
  const auto pool = make({.clients_max = 1});
  auto lease = acquire(*pool);
  FakeClient* const client = &fake(*lease);
  auto waiting = acquire_async(*pool);
  lease->give_back(clock_.now());
  auto granted = waiting.get();
  ASSERT_TRUE(granted.has_value());
  EXPECT_EQ(&granted->client(), client);
}

TEST_F(ClientPoolTest, RefusesWithPoolFullWhenTheQueueIsFull) {
  const auto pool = make({.clients_max = 1, .waiters_max = 1});
  auto lease = acquire(*pool);
  auto waiting = acquire_async(*pool);
  const auto refused = acquire(*pool);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::ResourceExhausted);
  EXPECT_EQ(refused.error().reason, "pool_full");
  EXPECT_EQ(pool->stats().refusals, 1U);
  lease->give_back(clock_.now());
  EXPECT_TRUE(waiting.get().has_value());
}

TEST_F(ClientPoolTest, MaintainEndsAWaitThatTookTooLong) {
  const auto pool = make({.clients_max = 1});
  auto lease = acquire(*pool);
  auto waiting = acquire_async(*pool);
  clock_.advance(seconds(2));
  pool->maintain(clock_.now());
  EXPECT_EQ(waiting.get().error().reason, "pool_timeout");
}

TEST_F(ClientPoolTest, AWaitEndsByItselfWithoutMaintain) {
  SystemClock clock;
  PoolOptions real = {.key = {},
                      .tenant_id = "acme",
                      .limits = {.clients_max = 1, .acquire_wait_max = milliseconds(2)},
                      .factory = std::make_shared<FakeFactory>(back_end_),
                      .executor = inline_,
                      .clock = clock};
  const auto pool = *ClientPool::create(real);
  const Deadline deadline = Deadline::after(clock.now(), seconds(30));
  auto lease = pool->acquire(Partition{"acme", Access::ReadOnly}, deadline, clock.now());
  const auto late = pool->acquire(Partition{"acme", Access::ReadOnly}, deadline, clock.now());
  EXPECT_EQ(late.error().reason, "pool_timeout");
}

TEST_F(ClientPoolTest, AWaiterRetriesTheConnectByItselfWhenTheBackoffEnds) {
  SystemClock clock;
  PoolOptions real = {.key = {},
                      .tenant_id = "acme",
                      .limits = {.backoff_min = milliseconds(2), .backoff_max = milliseconds(2)},
                      .factory = std::make_shared<FakeFactory>(back_end_),
                      .executor = inline_,
                      .clock = clock};
  const auto pool = *ClientPool::create(real);
  const Deadline deadline = Deadline::after(clock.now(), seconds(30));
  back_end_.is_connect_failing = true;
  EXPECT_FALSE(pool->acquire(Partition{"acme", Access::ReadOnly}, deadline, clock.now()).has_value());
  back_end_.is_connect_failing = false;
  EXPECT_TRUE(pool->acquire(Partition{"acme", Access::ReadOnly}, deadline, clock.now()).has_value());
}

TEST_F(ClientPoolTest, AsksAConnectToStopWhenItsOnlyWaiterGaveUp) {
  const auto pool = make_by_hand();
  bool is_stop_asked = false;
  back_end_.on_connect = [&](const plugin::ClientOp& op) { is_stop_asked = op.stop.stop_requested(); };
  auto waiting = acquire_async(*pool);
  clock_.advance(seconds(2));
  pool->maintain(clock_.now());
  EXPECT_FALSE(waiting.get().has_value());
  by_hand_.run_all();
  EXPECT_TRUE(is_stop_asked);
  EXPECT_EQ(pool->stats().idle, 1U);
}

TEST_F(ClientPoolTest, PingsAClientThatIdledForLong) {
  const auto pool = make();
  acquire(*pool)->give_back(clock_.now());
  back_end_.on_ping = [&](const plugin::ClientOp& op) {
    EXPECT_EQ(op.deadline.at, clock_.now() + seconds(1));
    EXPECT_EQ(op.tenant_id, "acme");
  };
  clock_.advance(milliseconds(500));
  acquire(*pool)->give_back(clock_.now());
  EXPECT_EQ(back_end_.pings, 0);
  clock_.advance(milliseconds(501));
  EXPECT_TRUE(acquire(*pool, "acme", seconds(1)).has_value());
  EXPECT_EQ(back_end_.pings, 1);
  EXPECT_EQ(back_end_.connects, 1);
}

TEST_F(ClientPoolTest, ReplacesAClientWhosePingFails) {
  const auto pool = make();
  acquire(*pool)->give_back(clock_.now());
  clock_.advance(seconds(1));
  back_end_.is_ping_failing = true;
  EXPECT_TRUE(acquire(*pool).has_value());
  EXPECT_EQ(back_end_.connects, 2);
  EXPECT_EQ(back_end_.closes, 1);
}

TEST_F(ClientPoolTest, ClosesAClientThatWasMarkedBad) {
  const auto pool = make();
  auto lease = acquire(*pool);
  lease->mark_client_bad();
  lease->give_back(clock_.now());
  EXPECT_EQ(back_end_.live(), 0);
  EXPECT_EQ(pool->stats().clients, 0U);
  EXPECT_TRUE(acquire(*pool).has_value());
}

TEST_F(ClientPoolTest, ClosesInTheCallerWhenTheExecutorIsFull) {
  const auto pool = make_by_hand();
  auto waiting = acquire_async(*pool);
  by_hand_.run_all();
  auto lease = waiting.get();
  by_hand_.set_full(true);
  lease->mark_client_bad();
  lease->give_back(clock_.now());
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, ABadBindingReportedByALeaseFailsEveryLaterAcquireWithItsReason) {
  const auto pool = make();
  auto lease = acquire(*pool);
  lease->mark_binding_bad(Error(ErrorCode::Unauthenticated, "token revoked", "token_revoked"));
  lease->give_back(clock_.now());
  const auto refused = acquire(*pool);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().reason, "token_revoked");
  EXPECT_EQ(back_end_.live(), 0);
  EXPECT_TRUE(pool->stats().is_binding_bad);
}

TEST_F(ClientPoolTest, ABadCredentialAtConnectIsNotTriedAgain) {
  const auto pool = make();
  back_end_.is_credential_bad = true;
  EXPECT_EQ(acquire(*pool).error().code, ErrorCode::Unauthenticated);
  back_end_.is_credential_bad = false;
  clock_.advance(seconds(3600));
  EXPECT_EQ(acquire(*pool).error().code, ErrorCode::Unauthenticated);
  EXPECT_EQ(back_end_.connects, 0);
}

TEST_F(ClientPoolTest, ResetsOnGiveBackOnlyWhereThereIsSessionState) {
  acquire(*make())->give_back(clock_.now());
  EXPECT_EQ(back_end_.resets, 0);
  back_end_.has_session_state = true;
  back_end_.on_reset = [&](const plugin::ClientOp& op) {
    EXPECT_EQ(op.tenant_id, "acme");
    EXPECT_EQ(op.deadline.at, clock_.now() + PoolLimits{}.reset_timeout);
  };
  acquire(*make())->give_back(clock_.now());
  EXPECT_EQ(back_end_.resets, 1);
}

TEST_F(ClientPoolTest, ClosesAClientWhoseResetFails) {
  back_end_.has_session_state = true;
  const auto pool = make();
  back_end_.is_reset_failing = true;
  acquire(*pool)->give_back(clock_.now());
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, KeepsTheClientsOfTwoTenantsApartOnAGlobalPool) {
  back_end_.has_session_state = true;
  const auto pool = make({}, "");
  acquire(*pool, "acme")->give_back(clock_.now());
  auto other = acquire(*pool, "globex");
  EXPECT_EQ(back_end_.connects, 2);
  EXPECT_EQ(other->key(), (ClientKey{3, "fake", 7, {"globex", Access::ReadWrite}}));
  fake(*other).use("globex");
  EXPECT_EQ(back_end_.leaks, 0);
}

TEST_F(ClientPoolTest, PassesAClientToAnotherTenantThroughAResetWhenFull) {
  back_end_.has_session_state = true;
  const auto pool = make({.clients_max = 1}, "");
  auto first = acquire(*pool, "acme");
  fake(*first).use("acme");
  first->give_back(clock_.now());
  auto second = acquire(*pool, "globex");
  ASSERT_TRUE(second.has_value());
  fake(*second).use("globex");
  EXPECT_EQ(back_end_.connects, 1);
  EXPECT_EQ(back_end_.resets, 2);  // After the first use, and for the next tenant.
  EXPECT_EQ(back_end_.leaks, 0);
}

TEST_F(ClientPoolTest, ConnectsAnewWhenTheResetForAnotherTenantFails) {
  back_end_.has_session_state = true;
  const auto pool = make({.clients_max = 1}, "");
  acquire(*pool, "acme")->give_back(clock_.now());
  back_end_.is_reset_failing = true;
  EXPECT_TRUE(acquire(*pool, "globex").has_value());
  EXPECT_EQ(back_end_.connects, 2);
}

TEST_F(ClientPoolTest, ResetsOnceForAWaiterOfAnotherTenant) {
  back_end_.has_session_state = true;
  const auto pool = make({.clients_max = 1}, "");
  auto lease = acquire(*pool, "acme");
  auto waiting = acquire_async(*pool, "globex");
  lease->give_back(clock_.now());
  auto granted = waiting.get();
  ASSERT_TRUE(granted.has_value());
  fake(*granted).use("globex");
  EXPECT_EQ(back_end_.resets, 1);
  EXPECT_EQ(back_end_.leaks, 0);
}

TEST_F(ClientPoolTest, ClosesRatherThanPassesOnWhereSharingIsForbidden) {
  back_end_.has_session_state = true;
  back_end_.is_share_forbidden = true;
  const auto pool = make({.clients_max = 1}, "");
  acquire(*pool, "acme")->give_back(clock_.now());
  EXPECT_TRUE(acquire(*pool, "globex").has_value());
  EXPECT_EQ(back_end_.connects, 2);
  EXPECT_EQ(back_end_.closes, 1);
}

TEST_F(ClientPoolTest, SharesClientsWithoutSessionStateAmongTheTenantsOfAGlobalPool) {
  const auto pool = make({}, "");
  EXPECT_EQ(pool->partition("acme", Access::ReadOnly), pool->partition("globex", Access::ReadOnly));
  EXPECT_NE(pool->partition("acme", Access::ReadOnly), pool->partition("acme", Access::ReadWrite));
}

TEST_F(ClientPoolTest, KeepsTenantsApartWithoutSessionStateWhereSharingIsForbidden) {
  back_end_.is_share_forbidden = true;
  const auto pool = make({}, "");
  EXPECT_NE(pool->partition("acme", Access::ReadOnly), pool->partition("globex", Access::ReadOnly));
}

TEST_F(ClientPoolTest, MaintainClosesIdleClients) {
  const auto pool = make();
  acquire(*pool)->give_back(clock_.now());
  clock_.advance(seconds(60) - Duration(1));
  pool->maintain(clock_.now());
  EXPECT_EQ(back_end_.live(), 1);
  clock_.advance(Duration(1));
  pool->maintain(clock_.now());
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, ClosesAnOverAgeClientWhenItComesBackButNotBefore) {
  const auto pool = make({.lifetime_jitter = 0.0});
  auto lease = acquire(*pool);
  clock_.advance(seconds(1800));
  pool->maintain(clock_.now());
  EXPECT_EQ(back_end_.live(), 1);
  lease->give_back(clock_.now());
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, DrainingClosesIdleClientsAtOnceAndOthersWhenTheyComeBack) {
  const auto pool = make();
  auto used = acquire(*pool);
  acquire(*pool)->give_back(clock_.now());
  pool->drain();
  EXPECT_EQ(back_end_.live(), 1);
  EXPECT_EQ(acquire(*pool).error().reason, "pool_draining");
  used->give_back(clock_.now());
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, DoesNotHandOutAnOverAgeClientThatIdledBriefly) {
  const auto pool = make({.lifetime = milliseconds(300), .lifetime_jitter = 0.0});
  acquire(*pool)->give_back(clock_.now());
  clock_.advance(milliseconds(300));
  EXPECT_TRUE(acquire(*pool).has_value());
  EXPECT_EQ(back_end_.connects, 2);
  EXPECT_EQ(back_end_.pings, 0);
}

TEST_F(ClientPoolTest, DoesNotResetWhatItClosesAnyway) {
  back_end_.has_session_state = true;
  const auto pool = make({.lifetime_jitter = 0.0});
  auto old = acquire(*pool);
  clock_.advance(seconds(1800));
  old->give_back(clock_.now());
  EXPECT_EQ(back_end_.resets, 0);
  auto drained = acquire(*pool);
  pool->drain();
  drained->give_back(clock_.now());
  EXPECT_EQ(back_end_.resets, 0);
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, CloseSaysHowManyClientsAreStillInUse) {
  const auto pool = make();
  auto used = acquire(*pool);
  const auto closed = pool->close(Deadline{clock_.now()});
  ASSERT_FALSE(closed.has_value());
  EXPECT_EQ(closed.error().code, ErrorCode::DeadlineExceeded);
  EXPECT_NE(closed.error().message.find("1 clients of fake"), std::string::npos) << closed.error().message;
  used->give_back(clock_.now());
  EXPECT_TRUE(pool->close(Deadline{clock_.now()}).has_value());
}

TEST_F(ClientPoolTest, ALeaseMayOutliveThePoolsLastOwner) {
  auto pool = make();
  auto lease = acquire(*pool);
  acquire(*pool)->give_back(clock_.now());
  pool.reset();
  EXPECT_EQ(back_end_.live(), 1);
  lease->give_back(clock_.now());
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, AConnectInFlightMayOutliveThePoolsLastOwner) {
  auto pool = make_by_hand();
  auto waiting = acquire_async(*pool);
  pool->drain();
  EXPECT_FALSE(waiting.get().has_value());
  pool.reset();
  by_hand_.run_all();
  EXPECT_EQ(back_end_.live(), 0);
}

TEST_F(ClientPoolTest, ALeaseGivesBackOnceHoweverItIsMoved) {
  const auto pool = make();
  {
    auto first = *acquire(*pool);
    Lease second = std::move(first);
    auto third = *acquire(*pool);
    third = std::move(second);
    EXPECT_EQ(pool->stats().in_use, 1U);
  }
  EXPECT_EQ(pool->stats().idle, 2U);
}

TEST_F(ClientPoolTest, NothingIsTakenFromATemporaryLease) {
  static_assert(!std::is_copy_constructible_v<Lease>);
  constexpr auto can_use = []<typename L>() {
    return requires(L && lease) { std::forward<L>(lease).client(); };
  };
  EXPECT_TRUE(can_use.operator()<Lease&>());
  EXPECT_FALSE(can_use.operator()<Lease>());
}

TEST_F(ClientPoolTest, AnIdlePoolStaysSmall) {
  // 4 KiB for an idle tenant: the pool, four slots of a cache line each, the machine's four.
  EXPECT_LT(sizeof(ClientPool) + 4 * sizeof(Cell) + 4 * 32, 1536U);
}

}  // namespace
}  // namespace fairlead::pool
