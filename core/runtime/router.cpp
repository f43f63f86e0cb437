#include "runtime/router.hpp"

#include <unordered_map>
#include <utility>

namespace fairlead::runtime {

Router::Router(const plugin::ProviderRegistry& providers, BindingParts parts,
               std::shared_ptr<const tenancy::Directory> directory)
    : providers_(providers), parts_(parts), cell_(std::make_shared<RoutingTable>(std::move(directory))) {}

Router::~Router() {
  // No deadline: what runs has one of its own, and would outlive what it uses otherwise.
  [[maybe_unused]] const auto closed = close(Deadline{MonotonicTime::max()});
}

void Router::publish(std::shared_ptr<const tenancy::Directory> next) {
  const std::lock_guard lock(publish_mutex_);
  const std::shared_ptr<RoutingTable> old = cell_.current();
  auto table = std::make_shared<RoutingTable>(std::move(next));
  std::unordered_map<std::int64_t, const tenancy::Connection*> by_id;
  for (const tenancy::Connection& connection : table->directory().connections())
    by_id[connection.id] = &connection;

  std::vector<std::shared_ptr<BoundConnection>> outdated;
  for (auto& bound : old->retire()) {
    const auto found = by_id.find(bound->connection_id());
    const bool is_carried = found != by_id.end() && bound->is_for(*found->second);
    if (is_carried) {
      table->add(*found->second, std::move(bound));
    } else {
      outdated.push_back(std::move(bound));
    }
  }
  cell_.publish(std::move(table));
  std::erase_if(retired_, [](const auto& one) { return one.expired(); });
  retired_.push_back(old);
  for (const auto& bound : outdated) bound->pool().drain();
}

Result<BoundConnection*> Router::bind(RoutingTable& table, const tenancy::Connection& connection) {
  if (BoundConnection* bound = table.find(connection)) return bound;
  FAIRLEAD_TRY(const plugin::ProviderSource source, find_provider(providers_, connection));
  FAIRLEAD_TRY(BlockingPool* const threads, threads_of(connection.provider));
  FAIRLEAD_TRY(auto made, BoundConnection::create(connection, source, parts_, *threads));
  if (BoundConnection* kept = table.add(connection, std::move(made))) return kept;
  // The table was replaced while this call was under way: whoever asks again gets the new state.
  Error error(ErrorCode::Unavailable, "the configuration was just changed; repeat the call", "reconfigured");
  error.is_retryable = true;
  return fail(std::move(error));
}

void Router::maintain() {
  const MonotonicTime now = parts_.clock.now();
  for (const auto& bound : std::shared_ptr(cell_.current())->bound()) bound->pool().maintain(now);
}

Result<void> Router::close(Deadline deadline) {
  const std::lock_guard lock(publish_mutex_);
  retired_.push_back(cell_.current());
  std::vector<std::shared_ptr<BoundConnection>> all;
  for (const auto& weak : retired_) {
    const auto table = weak.lock();
    if (table == nullptr) continue;
    for (auto& bound : table->retire()) all.push_back(std::move(bound));
  }
  for (const auto& bound : all) bound->pool().drain();
  for (const auto& bound : all) FAIRLEAD_CHECK(bound->pool().close(deadline));
  // Threads that went quiet keep the last table they saw: it must not keep bindings alive longer than this.
  for (const auto& weak : retired_) {
    if (const auto table = weak.lock()) table->clear();
  }
  all.clear();
  threads_.with([](auto& threads) { return std::exchange(threads, {}); });
  return {};
}

Result<BlockingPool*> Router::threads_of(const std::string& provider) {
  return threads_.with([&](auto& threads) -> Result<BlockingPool*> {
    auto& pool = threads[provider];
    if (pool == nullptr) {
      FAIRLEAD_TRY(pool, BlockingPool::create(
                             {.name = provider, .threads_max = parts_.settings.threads_per_provider}));
    }
    return pool.get();
  });
}

}  // namespace fairlead::runtime
