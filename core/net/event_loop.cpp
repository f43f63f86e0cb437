// Descriptors are watched by an epoll set of the loop's own, which Asio watches in turn: Asio would switch
// the plugin's descriptor to non-blocking and allow each only once.
#include "net/event_loop.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <system_error>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "fairlead/reactor.h"
#include "net/wait_table.hpp"

namespace fairlead::net {
namespace {

constexpr std::uint32_t kInterests = FAIRLEAD_FD_READABLE | FAIRLEAD_FD_WRITABLE;

tl::unexpected<Error> no_room(const char* message, const char* reason) {
  return fail(ErrorCode::ResourceExhausted, message, reason);
}

std::uint32_t to_epoll(std::uint32_t interest) {
  return ((interest & FAIRLEAD_FD_READABLE) != 0 ? std::uint32_t{EPOLLIN} : 0U) |
         ((interest & FAIRLEAD_FD_WRITABLE) != 0 ? std::uint32_t{EPOLLOUT} : 0U) |
         static_cast<std::uint32_t>(EPOLLONESHOT);
}

// A descriptor that broke or hung up is ready for whatever is tried on it, and the trial says why.
std::uint32_t to_ready(std::uint32_t events) {
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) return kInterests;
  return ((events & EPOLLIN) != 0 ? FAIRLEAD_FD_READABLE : 0U) |
         ((events & EPOLLOUT) != 0 ? FAIRLEAD_FD_WRITABLE : 0U);
}

}  // namespace

class EventLoop::State {
 public:
  State(EventLoopOptions options, int epoll_fd)
      : options_(std::move(options)),
        waits_(options_.waits_max),
        epoll_(context_, epoll_fd),
        timer_(context_),
        work_(context_.get_executor()) {}

  Result<void> watch(int fd, std::uint32_t interest, Deadline deadline, plugin::WaitDone done,
                     std::uint64_t& wait);
  Result<void> timer(MonotonicTime at, plugin::WaitDone done, std::uint64_t& wait);
  Result<void> post(plugin::WaitDone done);
  Result<void> cancel(std::uint64_t wait);
  void stop();
  EventLoopStats stats() const;

 private:
  Result<void> open(WaitKind kind, std::optional<MonotonicTime> end_at, plugin::WaitDone done,
                    std::uint64_t& wait);
  bool start_thread();
  void end(std::uint64_t wait, plugin::WaitEnd how, std::uint32_t ready = 0);
  void post_end(std::uint64_t wait, plugin::WaitEnd how);
  void schedule_timer(std::uint64_t wait);
  void wait_for_descriptors();
  void end_ready_descriptors();
  void arm_timer();
  void end_due();
  void end_everything();

  const EventLoopOptions options_;
  mutable std::mutex mutex_;
  WaitTable waits_;            // Guarded by mutex_.
  bool is_started_ = false;    // Guarded by mutex_.
  bool is_stopping_ = false;   // Guarded by mutex_.
  std::uint64_t refused_ = 0;  // Guarded by mutex_.

  // Touched by the loop's thread only, but for posting to the context.
  boost::asio::io_context context_{1};
  boost::asio::posix::stream_descriptor epoll_;
  boost::asio::steady_timer timer_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::mutex stop_mutex_;  // One stop at a time; guards thread_ once it runs.
  std::thread thread_;
};

// With mutex_ held.
Result<void> EventLoop::State::open(WaitKind kind, std::optional<MonotonicTime> end_at, plugin::WaitDone done,
                                    std::uint64_t& wait) {
  const auto refuse = [this](const char* message, const char* reason) {
    ++refused_;
    return no_room(message, reason);
  };
  if (is_stopping_) return refuse("the event loop is stopping", "stopping");
  if (!is_started_ && !start_thread()) {
    return refuse("no thread for the event loop can be started", "no_thread");
  }
  const auto handle = waits_.open(kind, end_at, std::move(done));
  if (!handle) return refuse("too many waits on one event loop; end some first", "waits_full");
  wait = *handle;
  return {};
}

bool EventLoop::State::start_thread() {
  try {
    thread_ = std::thread([this] {
      wait_for_descriptors();
      context_.run();
    });
  } catch (const std::system_error&) {
    return false;
  }
  pthread_setname_np(thread_.native_handle(), options_.name.substr(0, 15).c_str());
  is_started_ = true;
  return true;
}

Result<void> EventLoop::State::watch(int fd, std::uint32_t interest, Deadline deadline, plugin::WaitDone done,
                                     std::uint64_t& wait) {
  const int own = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (own < 0) return no_room("no descriptor is left to wait on", "no_descriptor");
  std::optional<EndedWait> undone;  // Declared before the lock: destroyed without it.
  Result<void> opened;
  {
    // One piece, so that the wait cannot end before it is known whether it began. epoll_ctl does not block.
    const std::lock_guard lock(mutex_);
    opened = open(WaitKind::Watch, deadline.at, std::move(done), wait);
    if (opened) {
      epoll_event event{.events = to_epoll(interest), .data = {.u64 = wait}};
      if (::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, own, &event) == 0) {
        waits_.set_fd(wait, own);
        schedule_timer(wait);
        return {};
      }
      undone = waits_.close(wait);
    }
  }
  ::close(own);
  FAIRLEAD_CHECK(opened);
  return fail(ErrorCode::InvalidArgument, "the descriptor cannot be waited for: it is always ready",
              "bad_descriptor");
}

Result<void> EventLoop::State::timer(MonotonicTime at, plugin::WaitDone done, std::uint64_t& wait) {
  const std::lock_guard lock(mutex_);
  FAIRLEAD_CHECK(open(WaitKind::Timer, at, std::move(done), wait));
  schedule_timer(wait);
  return {};
}

Result<void> EventLoop::State::post(plugin::WaitDone done) {
  std::uint64_t wait = 0;
  {
    const std::lock_guard lock(mutex_);
    FAIRLEAD_CHECK(open(WaitKind::Post, std::nullopt, std::move(done), wait));
  }
  post_end(wait, plugin::WaitEnd::Happened);
  return {};
}

void EventLoop::State::end(std::uint64_t wait, plugin::WaitEnd how, std::uint32_t ready) {
  std::optional<EndedWait> ended;
  {
    const std::lock_guard lock(mutex_);
    ended = waits_.close(wait);
    if (!ended) return;
    if (ended->fd >= 0) ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, ended->fd, nullptr);
  }
  if (ended->fd >= 0) ::close(ended->fd);
  if (ended->is_cancelled) {
    ended->done(plugin::WaitEnd::Cancelled, 0);
  } else {
    ended->done(how, ready);
  }
}

Result<void> EventLoop::State::cancel(std::uint64_t wait) {
  {
    const std::lock_guard lock(mutex_);
    if (!waits_.cancel(wait)) {
      return fail(ErrorCode::FailedPrecondition, "the wait has ended already", "stale_wait");
    }
  }
  post_end(wait, plugin::WaitEnd::Cancelled);
  return {};
}

void EventLoop::State::post_end(std::uint64_t wait, plugin::WaitEnd how) {
  boost::asio::post(context_, [this, wait, how] { end(wait, how); });
}

void EventLoop::State::wait_for_descriptors() {
  epoll_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](const auto& error) {
    if (error) return;  // Stopped.
    end_ready_descriptors();
    wait_for_descriptors();
  });
}

void EventLoop::State::end_ready_descriptors() {
  std::array<epoll_event, 64> events{};
  const int count = ::epoll_wait(epoll_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    end(event.data.u64, plugin::WaitEnd::Happened, to_ready(event.events));
  }
}

// With mutex_ held. The loop sleeps until the first end, so only a new first one concerns it.
void EventLoop::State::schedule_timer(std::uint64_t wait) {
  if (waits_.first_end()->second != wait) return;
  boost::asio::post(context_, [this] { arm_timer(); });
}

void EventLoop::State::arm_timer() {
  std::optional<MonotonicTime> at;
  {
    const std::lock_guard lock(mutex_);
    if (const auto first = waits_.first_end()) at = first->first;
  }
  if (!at) {
    timer_.cancel();
    return;
  }
  timer_.expires_at(*at);  // Cancels the wait for another moment, whose handler then does nothing.
  timer_.async_wait([this](const auto& error) {
    if (!error) end_due();
  });
}

void EventLoop::State::end_due() {
  const MonotonicTime now = std::chrono::steady_clock::now();
  for (;;) {
    std::uint64_t due = 0;
    auto how = plugin::WaitEnd::Happened;
    {
      const std::lock_guard lock(mutex_);
      const auto first = waits_.first_end();
      if (!first || first->first > now) break;
      due = first->second;
      if (waits_.kind_of(due) == WaitKind::Watch) how = plugin::WaitEnd::TimedOut;
    }
    end(due, how);
  }
  arm_timer();
}

void EventLoop::State::stop() {
  const std::lock_guard stopping(stop_mutex_);
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    if (!is_started_) return;
  }
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] { end_everything(); });
  thread_.join();
}

void EventLoop::State::end_everything() {
  std::vector<std::uint64_t> open;
  {
    const std::lock_guard lock(mutex_);
    open = waits_.open_handles();
  }
  for (const std::uint64_t wait : open) end(wait, plugin::WaitEnd::Cancelled);
  boost::system::error_code ignored;
  epoll_.cancel(ignored);
  timer_.cancel();
  work_.reset();  // The thread ends when what is posted already has run.
}

EventLoopStats EventLoop::State::stats() const {
  const std::lock_guard lock(mutex_);
  return {.waits = waits_.open_count(), .refused = refused_};
}

EventLoop::EventLoop(std::unique_ptr<State> state) : state_(std::move(state)) {}

EventLoop::~EventLoop() { state_->stop(); }

Result<std::unique_ptr<EventLoop>> EventLoop::create(EventLoopOptions options) {
  if (options.waits_max == 0) {
    return fail(ErrorCode::InvalidArgument, "waits_max of an event loop must be above zero", "bad_limit");
  }
  const int epoll_fd = ::epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0) return no_room("no descriptor is left for an event loop", "no_descriptor");
  try {
    return std::unique_ptr<EventLoop>(new EventLoop(std::make_unique<State>(std::move(options), epoll_fd)));
  } catch (const boost::system::system_error& error) {
    ::close(epoll_fd);
    return fail(ErrorCode::ResourceExhausted, std::string("no event loop can be made: ") + error.what(),
                "no_descriptor");
  }
}

Result<void> EventLoop::watch(int fd, std::uint32_t interest, Deadline deadline, plugin::WaitDone done,
                              std::uint64_t& wait) {
  if (interest == 0 || (interest & ~kInterests) != 0) {
    return fail(ErrorCode::InvalidArgument, "watch for readable, writable or both", "bad_interest");
  }
  if (::fcntl(fd, F_GETFD) < 0) {
    return fail(ErrorCode::InvalidArgument, "no open descriptor has that number", "bad_descriptor");
  }
  return state_->watch(fd, interest, deadline, std::move(done), wait);
}

Result<void> EventLoop::timer(MonotonicTime at, plugin::WaitDone done, std::uint64_t& wait) {
  return state_->timer(at, std::move(done), wait);
}

Result<void> EventLoop::post(plugin::WaitDone done) { return state_->post(std::move(done)); }

Result<void> EventLoop::cancel(std::uint64_t wait) { return state_->cancel(wait); }

void EventLoop::stop() { state_->stop(); }

EventLoopStats EventLoop::stats() const { return state_->stats(); }

Result<std::unique_ptr<plugin::Reactor>> EventLoopFactory::create(const std::string& name) {
  return EventLoop::create({.name = name});
}

}  // namespace fairlead::net
