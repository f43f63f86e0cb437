// The catalog of one binding, where its provider has one for each.
#include <optional>
#include <utility>

#include "plugin/binding.hpp"
#include "plugin/operation.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

/// What the provider handed over.
struct Received {
  std::optional<Result<Catalog>> catalog;
  std::uint32_t times = 0;
};

}  // namespace

Result<std::shared_ptr<const Catalog>> Binding::catalog(const ClientOp& op) {
  if (!provider_.has_dynamic_catalog()) {
    return std::shared_ptr<const Catalog>(plugin_, &provider_.catalog());
  }
  const MonotonicTime now = host().clock().now();
  // Before asking: what changes meanwhile is asked for once more.
  const std::uint64_t version = host().lists_version(id_);
  {
    std::unique_lock lock(catalog_mutex_);
    const bool is_free =
        catalog_came_.wait_until(lock, op.deadline.at, [this] { return !known_.is_being_asked; });
    if (!is_free) {
      return fail(ErrorCode::DeadlineExceeded, "the provider has not answered what its entries are",
                  "deadline");
    }
    const bool is_good = known_.lists_version >= version || now < known_.retry_at;
    if (known_.catalog != nullptr && is_good) return known_.catalog;
    known_.is_being_asked = true;
  }
  auto answer = ask_catalog(op);
  std::shared_ptr<const Catalog> in_force;
  {
    const std::lock_guard lock(catalog_mutex_);
    known_.is_being_asked = false;
    if (answer) {
      known_.catalog = std::make_shared<const Catalog>(*std::move(answer));
      known_.lists_version = version;
    } else {
      known_.retry_at = now + kCatalogRetry;
    }
    in_force = known_.catalog;
  }
  catalog_came_.notify_all();
  if (answer) return in_force;
  if (in_force == nullptr) return fail(std::move(answer.error()));
  host().log().warning("the entries of connection " + spec_.connection_name +
                       " could not be read anew, the last ones stay: " + answer.error().message);
  return in_force;
}

Result<Catalog> Binding::ask_catalog(const ClientOp& op) {
  Received received;
  const auto sink = [](void* user, fairlead_str catalog_json) noexcept {
    auto& into = *static_cast<Received*>(user);
    if (++into.times == 1) into.catalog = Catalog::parse(from_abi(catalog_json));
  };
  auto done = run_operation(*this, nullptr, op, [&](const fairlead_client_op* abi, fairlead_errout* out) {
    return provider_.dynamic_catalog()->catalog(handle_, abi, sink, &received, out);
  });
  if (!done) return fail(std::move(done.error().error));
  const char* broken = nullptr;
  if (received.times != 1) {
    broken = received.times == 0 ? "handed over no catalog" : "handed over more than one catalog";
  } else if (!*received.catalog) {
    broken = "handed over a catalog that is none";
  }
  if (broken == nullptr) return *std::move(*received.catalog);
  std::string message = broken;
  if (received.times == 1) message += ": " + received.catalog->error().message;
  host().report_misbehaviour(message);
  return fail(ErrorCode::Internal, "the provider broke its contract: it " + message, "misbehaviour");
}

}  // namespace fairlead::plugin
