// One call inside a plugin, from open to end.
//
// `run` belongs to the thread that may block; `cancel` to any. The client is never given back while either is
// inside the plugin: run waits for the last canceller before it returns.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/binding.hpp"
#include "plugin/call_table.hpp"

namespace fairlead::plugin {

/// What is asked of the provider. Borrowed until Invocation::run returns.
struct InvokeRequest {
  std::uint32_t kind = FAIRLEAD_KIND_TOOL;
  std::uint32_t slot = FAIRLEAD_SLOT_NONE;
  Access access = Access::ReadOnly;
  std::string_view name;
  std::string_view arguments_json;
  std::string_view tenant_id;
  std::string_view user_id;
  std::string_view agent_id;
  std::string_view roles_json;
  std::string_view connection_name;
  std::string_view traceparent;
};

/// A line that the provider wrote for the caller.
struct ClientLogLine {
  LogLevel level = LogLevel::Info;
  std::string logger;
  std::string data_json;
};

class Invocation final : public std::enable_shared_from_this<Invocation> {
 public:
  /// How long after its deadline an async provider may take to end a call before it is given up.
  static constexpr std::chrono::seconds kGrace{1};
  static constexpr std::size_t kLogLinesMax = 100;

  /// @error ResourceExhausted as CallTable::open.
  [[nodiscard]] static Result<std::shared_ptr<Invocation>> open(PluginHost& host, Deadline deadline);
  ~Invocation();
  Invocation(const Invocation&) = delete;
  Invocation& operator=(const Invocation&) = delete;

  /// Asks the provider, and returns how the call ended. Once. Blocks; a provider that ends nothing is
  /// misbehaving and its client bad.
  [[nodiscard]] CallEnd run(ProviderClient& client, const InvokeRequest& request);

  /// Asks the call to stop, before, during or after run. Any thread, any number of times; returns at once.
  void cancel();

  /// Lines written so far, the first kLogLinesMax. Any thread.
  [[nodiscard]] std::vector<ClientLogLine> log_lines() const;

 private:
  class Listener;

  Invocation(PluginHost& host, Deadline deadline);
  [[nodiscard]] CallEnd end_of(ProviderClient& client);
  void shut_gate();

  PluginHost& host_;
  Deadline deadline_;
  fairlead_call handle_ = 0;
  std::shared_ptr<Listener> listener_;

  // The gate between cancel and the end of run: kShut, or twice the number of cancellers inside.
  static constexpr std::uint32_t kShut = 1;
  std::atomic<std::uint32_t> gate_{kShut};
  std::atomic<ProviderClient*> client_{nullptr};
};

}  // namespace fairlead::plugin
