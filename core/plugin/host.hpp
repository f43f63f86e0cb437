// The host side of the C contract: one fairlead_host_api table per loaded plugin, and the ports behind it.
//
// Lifetime: made before init, destroyed after deinit; bindings register themselves for as long as they live.
// Locking: the table of secret sources has a lock of its own; no port is called under it.
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

  /// secret_get answers for `binding_id` from `source` until remove_secrets.
  void add_secrets(std::uint64_t binding_id, std::shared_ptr<const SecretSource> source);
  void remove_secrets(std::uint64_t binding_id);

  /// Logs that the plugin broke its contract, and counts it.
  void report_misbehaviour(std::string_view what);
  [[nodiscard]] std::uint64_t misbehaviour_count() const { return misbehaviours_.load(); }

 private:
  friend struct HostEntry;

  HostServices services_;
  std::string plugin_name_;
  CallTable calls_;
  Guarded<std::map<std::uint64_t, std::shared_ptr<const SecretSource>>> secrets_;
  std::atomic<std::uint64_t> misbehaviours_{0};
  std::unique_ptr<fairlead_host> handle_;
  fairlead_host_api api_{};
};

/// ABI minor that this host offers.
inline constexpr std::uint16_t kHostAbiMinor = FAIRLEAD_ABI_MINOR;

/// Bytes of JSON that one result may have.
inline constexpr std::size_t kResultBytesMax = 4U * 1024 * 1024;

}  // namespace fairlead::plugin
