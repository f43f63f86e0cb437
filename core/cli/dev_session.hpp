// `fairlead dev` without its terminal: a plugin file that is loaded again when it changes, and lines served
// one after the other, each until its deadline.
//
// The provider runs on threads of its own, so that one that hangs can be given up: its client, binding and
// generation then belong to the stuck thread, and the next line gets new ones.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/blocking_pool.hpp"
#include "cli/dev_answer.hpp"
#include "cli/dev_line.hpp"
#include "cli/dev_subject.hpp"
#include "plugin/event_inbox.hpp"

namespace fairlead::cli {

struct DevOptions {
  std::filesystem::path file;
  DevCaller caller;
  Duration timeout = std::chrono::seconds(30);  ///< of a line that names none
};

/// What a session works with; references and ports outlive it.
struct DevParts {
  const Clock& clock;
  Log& log;
  plugin::HostPorts ports;  ///< but for events, which the session shows itself
  std::function<Result<std::shared_ptr<plugin::Plugin>>(plugin::HostServices)> load;
  std::function<Result<boost::json::object>()> read_config;
};

/// One thread.
class DevSession {
 public:
  /// How long a provider may take to stop when it is asked to, before it is given up. Longer than the host's
  /// half a second: an ASYNC provider that never ends its call is then told so by name.
  static constexpr std::chrono::milliseconds kPatience{2500};

  /// Loads and binds; connects nothing.
  /// @error those of DevParts::load, DevParts::read_config and DevSubject::bind
  [[nodiscard]] static Result<std::unique_ptr<DevSession>> open(DevOptions options, DevParts parts);
  /// Waits for every provider to return: without end if one never does, see `close`.
  ~DevSession();
  DevSession(const DevSession&) = delete;
  DevSession& operator=(const DevSession&) = delete;

  /// Serves a request (but Help and Quit), after loading the file again if it has changed. `stop` cancels.
  [[nodiscard]] DevAnswer serve(const DevRequest& request, const std::stop_token& stop);

  /// What is served now; null after a failed bind.
  [[nodiscard]] const DevSubject* subject() const { return subject_.get(); }

  /// Lets go of everything. @error DeadlineExceeded  a provider is stuck; end the process without destroying
  /// the session
  [[nodiscard]] Result<void> close(Duration patience);

 private:
  struct Turn;
  struct Busy;
  struct Stamp;

  DevSession(DevOptions options, DevParts parts, std::unique_ptr<BlockingPool> threads);
  [[nodiscard]] plugin::HostServices services();
  [[nodiscard]] Result<void> post(std::function<void()> work);
  [[nodiscard]] Result<void> load();
  [[nodiscard]] Result<void> bind();
  void retire(std::shared_ptr<DevSubject> subject, std::shared_ptr<plugin::Plugin> plugin);
  [[nodiscard]] bool is_unchanged(const Error& error) const;
  void reload_if_changed(std::vector<std::string>& notes);
  [[nodiscard]] DevAnswer reload();
  [[nodiscard]] DevAnswer run(const DevRequest& request, const std::stop_token& stop);
  [[nodiscard]] DevAnswer wait_for(Turn& turn, const std::stop_token& stop);
  [[nodiscard]] Duration timeout_of(const DevRequest& request) const;
  [[nodiscard]] boost::json::array take_events();

  const DevOptions options_;
  const DevParts parts_;
  plugin::EventInbox events_;
  std::shared_ptr<Busy> busy_;              // Shared with the work that runs.
  std::unique_ptr<Stamp> stamp_;            // Of the file, when it was last tried.
  std::shared_ptr<plugin::Plugin> plugin_;  // Shared with its bindings.
  std::shared_ptr<DevSubject> subject_;     // Shared with the turn that runs. Null: to be bound anew.
  std::vector<std::weak_ptr<plugin::Plugin>> retired_;
  std::unique_ptr<BlockingPool> threads_;  // Last: its end waits for work that uses what is above.
};

}  // namespace fairlead::cli
