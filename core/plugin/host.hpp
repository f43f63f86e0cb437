// The host side of the C contract: one fairlead_host_api table per loaded plugin, and the ports behind it.
//
// Lifetime: made before init, destroyed after deinit; bindings register themselves for as long as they live.
// Locking: the table of bindings has a lock of its own; no port is called under it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/guarded.hpp"
#include "base/observe/log.hpp"
#include "fairlead/plugin.h"
#include "plugin/call_table.hpp"
#include "plugin/loop_watch.hpp"
#include "plugin/ports.hpp"

namespace fairlead::plugin {

/// Port: the secrets of one binding. Implemented above `store`. Any thread.
class SecretSource {
 public:
  virtual ~SecretSource() = default;

  /// Can every secret be read right now? Asked before a client is connected, so that the reason reaches the
  /// caller instead of whatever the provider makes of a missing credential.
  /// @error FailedPrecondition  a reference cannot be resolved ("secret_unresolved")
  [[nodiscard]] virtual Result<void> check() const = 0;

  /// Hands the current value of secret field `name` to `use`, then wipes its own copy.
  /// @error NotFound            no secret field of that name
  /// @error FailedPrecondition  its reference cannot be resolved
  [[nodiscard]] virtual Result<void> read(std::string_view name,
                                          const std::function<void(std::string_view)>& use) const = 0;
};

/// What every plugin's host is built from; outlives all plugins.
struct HostServices {
  const Clock& clock;
  Log& log;
  HostPorts ports = {};
};

/// One plugin's host. Any thread.
class PluginHost {
 public:
  /// `plugin_name` names the plugin in log lines.
  PluginHost(HostServices services, std::string plugin_name);
  ~PluginHost();
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;

  /// Lives as long as this host.
  [[nodiscard]] const fairlead_host_api* api() const { return &api_; }

  [[nodiscard]] CallTable& calls() { return calls_; }
  [[nodiscard]] const Clock& clock() const { return services_.clock; }
  [[nodiscard]] Log& log() const { return services_.log; }

  /// From now until remove_binding the plugin may speak of `binding_id`: events are taken, and secret_get
  /// answers from `secrets`, which may be null.
  void add_binding(std::uint64_t binding_id, std::shared_ptr<const SecretSource> secrets);
  void remove_binding(std::uint64_t binding_id);

  /// Another number after each list_changed of that binding.
  [[nodiscard]] std::uint64_t lists_version(std::uint64_t binding_id) const;

  /// Makes the plugin's event loop, where the ports have one to give. Before init, by one thread.
  /// @error ResourceExhausted as ReactorFactory::create
  [[nodiscard]] Result<void> open_loop();
  /// Ends what waits on the loop, and the loop. Before quiesce, so that no callback comes after it.
  void close_loop();
  /// Null where there is none.
  [[nodiscard]] Reactor* loop() const { return loop_.get(); }

  /// The plugin was on the loop, inside `what`, since `entered`. Counts and reports when that took too long.
  void judge_loop_time(std::string_view what, MonotonicTime entered);

  /// Logs that the plugin broke its contract, and counts it.
  void report_misbehaviour(std::string_view what);
  [[nodiscard]] std::uint64_t misbehaviour_count() const { return misbehaviours_.load(); }

 private:
  friend struct HostEntry;
  friend struct EventsEntry;

  struct KnownBinding {
    std::shared_ptr<const SecretSource> secrets;
    std::uint64_t lists_version = 0;
  };

  HostServices services_;
  std::string plugin_name_;
  CallTable calls_;
  Guarded<std::map<std::uint64_t, KnownBinding>> bindings_;
  std::atomic<std::uint64_t> misbehaviours_{0};
  std::unique_ptr<fairlead_host> handle_;
  fairlead_host_api api_{};
  LoopWatch loop_watch_;
  std::unique_ptr<Reactor> loop_;  // Last: stops before what its callbacks use is gone.
};

/// ABI minor that this host offers.
inline constexpr std::uint16_t kHostAbiMinor = FAIRLEAD_ABI_MINOR;

}  // namespace fairlead::plugin

/// The ABI's opaque handle of a host.
struct fairlead_host {
  fairlead::plugin::PluginHost* self;
};
