// One call inside a plugin, from open to end.
//
// `run` belongs to the thread that may block; `cancel` to any. The client is never given back while either is
// inside the plugin: run waits for the last canceller, and for an invoke on the event loop, before it
// returns.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/binding.hpp"
#include "plugin/call_table.hpp"
#include "plugin/loop_turn.hpp"
#include "plugin/outcome.hpp"
#include "plugin/progress.hpp"

namespace fairlead::plugin {

/// What is asked of the provider; the fields are those of fairlead_request. Borrowed until Invocation::run
/// returns.
struct InvokeRequest {
  std::uint32_t kind = FAIRLEAD_KIND_TOOL;
  std::uint32_t slot = FAIRLEAD_SLOT_NONE;
  Access access = Access::ReadOnly;
  std::optional<LogLevel> log_level;  ///< least severe line the caller wants; nullopt: none
  std::string_view name;
  std::string_view arguments_json;
  std::string_view cursor;                ///< of the list kinds; empty: the first page
  std::string_view input_responses_json;  ///< second and later rounds
  std::string_view request_state;         ///< likewise
  bool is_state_sealed = false;           ///< request_state came back intact through the host's seal
  bool is_input_unsealed = false;         ///< input_responses_json came without sealed state
  bool is_in_task = false;                ///< runs as a task: must not answer Task
  std::string_view tenant_id;
  std::string_view user_id;
  std::string_view agent_id;
  std::string_view roles_json;
  std::string_view connection_name;
  std::string_view client_capabilities_json;
  std::string_view traceparent;
  const json::Schema* output_schema = nullptr;  ///< structuredContent must fit it; null: anything goes
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

  /// `progress`, when given, asks the provider for progress and is told what ProgressFilter admits; never
  /// after run has returned.
  /// @error ResourceExhausted as CallTable::open.
  [[nodiscard]] static Result<std::shared_ptr<Invocation>> open(PluginHost& host, Deadline deadline,
                                                                ProgressFunction progress = {});
  ~Invocation();
  Invocation(const Invocation&) = delete;
  Invocation& operator=(const Invocation&) = delete;

  /// Asks the provider, and returns how the call ended: an outcome that fits what was asked, or a failure.
  /// Once. Blocks, on no event loop. A provider that ends nothing, or with what does not fit, is misbehaving,
  /// and its client bad in the first case. An ASYNC provider is invoked on its plugin's event loop where
  /// there is one, else on this thread.
  /// @error DeadlineExceeded "loop_blocked"  the event loop did not come to the call in time
  [[nodiscard]] CallEnd run(ProviderClient& client, const InvokeRequest& request);

  /// Asks the call to stop, before, during or after run. Any thread, any number of times; returns at once.
  void cancel();

  /// The call waits for its turn on the event loop, or has not come back from it. Any thread.
  [[nodiscard]] bool is_on_loop() const { return turn_->is_pending(); }

  /// Lines written so far, the first kLogLinesMax. Any thread.
  [[nodiscard]] std::vector<ClientLogLine> log_lines() const;

 private:
  class Listener;

  Invocation(PluginHost& host, Deadline deadline, ProgressFunction progress);
  [[nodiscard]] CallEnd ask(ProviderClient& client, const InvokeRequest& request);
  [[nodiscard]] fairlead_request to_request(const InvokeRequest& request) const;
  [[nodiscard]] Result<void> post_to_loop(ProviderClient& client, const fairlead_request& request);
  void wait_for_async_end();
  [[nodiscard]] CallEnd take_end(const Provider& provider);
  [[nodiscard]] CallEnd checked(CallEnd end, const InvokeRequest& request);
  [[nodiscard]] CallEnd stopped_before_it_began() const;
  void shut_gate();

  PluginHost& host_;
  Deadline deadline_;
  fairlead_call handle_ = 0;
  std::shared_ptr<Listener> listener_;
  std::shared_ptr<LoopTurn> turn_;  // Shared with what is posted to the loop.

  // The gate between cancel and the end of run: kShut, or twice the number of cancellers inside.
  static constexpr std::uint32_t kShut = 1;
  std::atomic<std::uint32_t> gate_{kShut};
  std::atomic<ProviderClient*> client_{nullptr};
};

}  // namespace fairlead::plugin
