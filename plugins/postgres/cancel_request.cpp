#include "cancel_request.hpp"

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace fairlead::postgres {
namespace {

struct FreeCancel {
  void operator()(PGcancel* cancel) const { ::PQfreeCancel(cancel); }
};
using CancelHandle = std::unique_ptr<PGcancel, FreeCancel>;

}  // namespace

struct CancelRequest::State {
  std::mutex mutex;
  std::condition_variable ended;
  bool is_ended = false;  // Guarded by mutex.
};

CancelRequest::CancelRequest(PGconn* connection) noexcept {
  try {
    CancelHandle handle(::PQgetCancel(connection));
    if (handle == nullptr) return;
    auto state = std::make_shared<State>();
    std::thread([state, handle = std::move(handle)]() mutable {
      std::array<char, 256> reason{};  // Not told: the caller sees by the statement whether it worked.
      (void)::PQcancel(handle.get(), reason.data(), static_cast<int>(reason.size()));
      handle.reset();
      const std::lock_guard lock(state->mutex);
      state->is_ended = true;
      state->ended.notify_all();
    }).detach();
    state_ = std::move(state);
  } catch (const std::exception&) {
    state_ = nullptr;  // No thread to be had.
  }
}

CancelRequest::~CancelRequest() {
  if (state_ == nullptr) return;
  std::unique_lock lock(state_->mutex);
  state_->ended.wait_for(lock, kPatience, [this] { return state_->is_ended; });
}

}  // namespace fairlead::postgres
