#include "cli/dev_session.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "cli/dev_serve.hpp"

namespace fairlead::cli {

/// How much work is under way.
struct DevSession::Busy {
  std::mutex mutex;
  std::condition_variable ended;
  int count = 0;  // Guarded by mutex.

  void end() {
    const std::lock_guard lock(mutex);
    --count;
    ended.notify_all();
  }
  bool wait_until(MonotonicTime until) {
    std::unique_lock lock(mutex);
    return ended.wait_until(lock, until, [this] { return count == 0; });
  }
};

/// What tells one state of a file from another. A linker writes a new file or the same one again; either
/// shows.
struct DevSession::Stamp {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t changed_s = 0, changed_ns = 0;

  bool operator==(const Stamp&) const = default;

  static Stamp of(const std::filesystem::path& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) return {};
    return {found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
  }
};

/// One request on its way, owned by both sides: the session may give up, the provider's thread may not.
struct DevSession::Turn {
  std::shared_ptr<DevSubject> subject;
  DevRequest request;
  Deadline deadline;
  const Clock& clock;
  std::stop_source stop;
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<DevAnswer> answer;  // Guarded by mutex.
  bool is_interrupted = false;      // Guarded by mutex.

  void run() {
    DevAnswer served = serve_dev_request({*subject, request, deadline, stop.get_token(), clock});
    subject.reset();  // Before the session hears: what it lets go of then is gone.
    const std::lock_guard lock(mutex);
    answer = std::move(served);
    changed.notify_all();
  }
};

DevSession::DevSession(DevOptions options, DevParts parts, std::unique_ptr<BlockingPool> threads)
    : options_(std::move(options)),
      parts_(std::move(parts)),
      busy_(std::make_shared<Busy>()),
      stamp_(std::make_unique<Stamp>()),
      threads_(std::move(threads)) {}

DevSession::~DevSession() = default;

Result<std::unique_ptr<DevSession>> DevSession::open(DevOptions options, DevParts parts) {
  FAIRLEAD_TRY(auto threads, BlockingPool::create({.name = "dev", .threads_max = 8, .queue_max = 8}));
  std::unique_ptr<DevSession> session(
      new DevSession(std::move(options), std::move(parts), std::move(threads)));
  FAIRLEAD_CHECK(session->load());
  FAIRLEAD_CHECK(session->bind());
  return session;
}

plugin::HostServices DevSession::services() {
  plugin::HostPorts ports = parts_.ports;
  ports.events = &events_;
  return {parts_.clock, parts_.log, ports};
}

Result<void> DevSession::post(std::function<void()> work) {
  {
    const std::lock_guard lock(busy_->mutex);
    ++busy_->count;
  }
  // `work` is destroyed before it counts as ended: it may hold the last share of a plugin.
  auto posted = threads_->post([busy = busy_, work = std::move(work)]() mutable {
    work();
    work = nullptr;
    busy->end();
  });
  if (!posted) busy_->end();
  return posted;
}

// ---- Loading -------------------------------------------------------------------------------------------

Result<void> DevSession::load() {
  *stamp_ = Stamp::of(options_.file);  // Before the load: what is written meanwhile is loaded next time.
  FAIRLEAD_TRY(auto loaded, parts_.load(services()));
  retire(std::move(subject_), std::exchange(plugin_, std::move(loaded)));
  return {};
}

Result<void> DevSession::bind() {
  FAIRLEAD_TRY(const boost::json::object config, parts_.read_config());
  FAIRLEAD_TRY(auto bound, DevSubject::bind(plugin_, options_.caller, config));
  retire(std::exchange(subject_, std::move(bound)), nullptr);
  return {};
}

// Closing clients, unbinding and quiescing are the provider's work too.
void DevSession::retire(std::shared_ptr<DevSubject> subject, std::shared_ptr<plugin::Plugin> plugin) {
  if (subject == nullptr && plugin == nullptr) return;
  std::erase_if(retired_, [](const auto& gone) { return gone.expired(); });
  if (plugin != nullptr) retired_.push_back(plugin);
  const auto posted = post([subject = std::move(subject), plugin = std::move(plugin)] {});
  // Refused: what was captured is gone already, on this thread.
  static_cast<void>(posted);
}

// One library has one init at a time. That the content is in use already means that it is what runs, unless
// an earlier generation with that content is still held by a call.
bool DevSession::is_unchanged(const Error& error) const {
  return error.reason == "already_loaded" &&
         std::ranges::all_of(retired_, [](const auto& plugin) { return plugin.expired(); });
}

void DevSession::reload_if_changed(std::vector<std::string>& notes) {
  if (Stamp::of(options_.file) == *stamp_) return;
  const auto loaded = load();
  const std::string generation = "generation " + std::to_string(plugin_->generation());
  if (loaded) {
    notes.push_back("the file has changed: " + generation + " of " + plugin_->id() + " " +
                    plugin_->version() + ", with a new binding and client");
  } else if (!is_unchanged(loaded.error())) {
    notes.push_back("the file has changed, but " + generation + " goes on: " + loaded.error().message);
  }
}

DevAnswer DevSession::reload() {
  const auto loaded = load();
  if (!loaded && !is_unchanged(loaded.error())) return failed_answer(loaded.error());
  if (const auto bound = bind(); !bound) return failed_answer(bound.error());
  DevAnswer answer;
  answer.result = {{"plugin", plugin_->id()},
                   {"version", plugin_->version()},
                   {"generation", plugin_->generation()},
                   {"sha256", plugin_->file().sha256},
                   {"provider", subject_->provider().id()}};
  if (!loaded) answer.notes.emplace_back("the content has not changed; binding and client are new");
  return answer;
}

// ---- Serving -------------------------------------------------------------------------------------------

Duration DevSession::timeout_of(const DevRequest& request) const {
  const Duration wanted = request.timeout.value_or(options_.timeout);
  // A binding's own catalog is known only after asking for it, which takes part of the time given here.
  return std::min(wanted, entry_timeout(subject_->provider().catalog(), request).value_or(wanted));
}

DevAnswer DevSession::wait_for(Turn& turn, const std::stop_token& stop) {
  const std::stop_callback on_stop(stop, [&turn] {
    const std::lock_guard lock(turn.mutex);
    turn.is_interrupted = true;
    turn.changed.notify_all();
  });
  const auto has_ended = [&turn] { return turn.answer.has_value(); };
  std::unique_lock lock(turn.mutex);
  turn.changed.wait_until(lock, turn.deadline.at, [&] { return has_ended() || turn.is_interrupted; });
  if (has_ended()) return *std::move(turn.answer);
  const bool is_interrupted = turn.is_interrupted;
  lock.unlock();
  turn.stop.request_stop();
  const MonotonicTime give_up_at = parts_.clock.now() + kPatience;
  lock.lock();
  turn.changed.wait_until(lock, give_up_at, has_ended);
  if (has_ended()) return *std::move(turn.answer);
  lock.unlock();
  subject_.reset();
  DevAnswer answer = failed_answer(Error(
      is_interrupted ? ErrorCode::Cancelled : ErrorCode::DeadlineExceeded,
      std::string(is_interrupted ? "it was cancelled" : "its deadline passed") +
          ", and the provider did not stop when asked; end by the deadline and soon after it is cancelled",
      "stuck"));
  answer.notes.emplace_back("a thread is stuck in the provider; the next line gets a new binding and client");
  return answer;
}

DevAnswer DevSession::run(const DevRequest& request, const std::stop_token& stop) {
  if (subject_ == nullptr) {
    if (const auto bound = bind(); !bound) return failed_answer(bound.error());
  }
  const MonotonicTime now = parts_.clock.now();
  const std::shared_ptr<Turn> turn(new Turn{
      subject_, request, Deadline::after(now, timeout_of(request)), parts_.clock, {}, {}, {}, {}, false});
  const auto posted = post([turn] { turn->run(); });
  if (!posted) return failed_answer(posted.error());
  return wait_for(*turn, stop);
}

boost::json::array DevSession::take_events() {
  static constexpr std::string_view kLists[] = {"tools", "resources", "prompts"};
  boost::json::array out;
  for (const auto& [binding, news] : events_.take()) {
    for (const plugin::ListKind list : news.lists) {
      out.push_back(boost::json::object{{"list_changed", kLists[static_cast<std::size_t>(list)]}});
    }
    for (const std::string& uri : news.resources) {
      out.push_back(boost::json::object{{"resource_updated", uri}});
    }
  }
  return out;
}

DevAnswer DevSession::serve(const DevRequest& request, const std::stop_token& stop) {
  std::vector<std::string> notes;
  if (request.verb != DevVerb::Reload) reload_if_changed(notes);
  const std::uint64_t misbehaved = plugin_->host().misbehaviour_count();
  DevAnswer answer = request.verb == DevVerb::Reload ? reload() : run(request, stop);
  if (request.verb != DevVerb::Reload) {
    answer.misbehaviours = plugin_->host().misbehaviour_count() - misbehaved;
  }
  answer.notes.insert(answer.notes.begin(), notes.begin(), notes.end());
  answer.events = take_events();
  return answer;
}

Result<void> DevSession::close(Duration patience) {
  retire(std::move(subject_), std::move(plugin_));
  if (busy_->wait_until(parts_.clock.now() + patience)) return {};
  return fail(ErrorCode::DeadlineExceeded, "a provider is still inside a call", "stuck");
}

}  // namespace fairlead::cli
