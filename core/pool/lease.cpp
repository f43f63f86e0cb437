// Giving a client back.
#include "pool/lease.hpp"

#include "pool/client_pool.hpp"

namespace fairlead::pool {

Lease& Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  if (pool_ != nullptr) give_back_by_clock();
  pool_ = std::exchange(other.pool_, nullptr);
  client_ = other.client_;
  slot_ = other.slot_;
  is_client_bad_ = other.is_client_bad_;
  return *this;
}

void Lease::mark_binding_bad(const Error& error) {
  is_client_bad_ = true;
  pool_->mark_binding_bad(error);
}

void Lease::give_back(MonotonicTime now) {
  if (pool_ == nullptr) return;
  ClientPool& pool = *std::exchange(pool_, nullptr);
  is_client_bad_ ? pool.give_back_bad(slot_, now) : pool.give_back(slot_, now);
}

void Lease::give_back_by_clock() { give_back(pool_->clock_.now()); }

ClientKey Lease::key() const { return pool_->client_key(slot_); }

}  // namespace fairlead::pool
