// Stands between the host and one provider of a plugin, as tables of the same C contract: everything the host
// passes is lent (LentMemory), every function is a phase (Board), and what the host's classes have no reason
// to keep is noted: failures without a word, calls that overran.
//
// Lifetime: longer than the Plugin made from `api()`. One at a time in a process: the contract gives init no
// pointer of the host's, so the current one is found by a static.
#pragma once

#include <atomic>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/guarded.hpp"
#include "fairlead/check_config.h"
#include "fairlead/dynamic_catalog.h"
#include "fairlead/plugin.h"
#include "plugin/contract/board.hpp"
#include "plugin/contract/lent_memory.hpp"

namespace fairlead::plugin::contract {

/// Any thread.
class Lender {
 public:
  /// `real` has passed the checks of Plugin::create; `provider` is its index there.
  Lender(const fairlead_plugin_api& real, std::uint32_t provider, Board& board, LentMemory& memory);
  ~Lender();
  Lender(const Lender&) = delete;
  Lender& operator=(const Lender&) = delete;

  /// The plugin with that provider only.
  [[nodiscard]] const fairlead_plugin_api* api() const { return &api_; }

  /// Each failure that tells nobody what to do, once: without a message, or with an unknown status.
  [[nodiscard]] std::vector<std::string> unclear_failures() const;

  /// An invoke that ran for longer than an asynchronous provider's may.
  struct SlowInvoke {
    std::string name;
    Duration elapsed{};
  };
  [[nodiscard]] std::vector<SlowInvoke> slow_invokes() const;

  /// The handle of the invoke that began last; 0: none yet.
  [[nodiscard]] fairlead_call last_call() const { return last_call_.load(); }

 private:
  friend struct LenderEntry;

  void note_status(const char* function, fairlead_status status, const fairlead_errout* out);
  void note_failure(const std::string& what, fairlead_status status, bool has_message);

  Board& board_;
  LentMemory& memory_;
  const fairlead_plugin_api& real_;
  const fairlead_provider_api& real_provider_;
  fairlead_plugin_api api_;
  fairlead_provider_api provider_;
  const fairlead_provider_api* providers_[1];
  fairlead_check_config_api check_config_{};
  fairlead_dynamic_catalog_api dynamic_catalog_{};
  const fairlead_host_api* host_ = nullptr;  // The host's own table, from init on.
  struct Noted {
    std::set<std::string> unclear;
    std::vector<SlowInvoke> slow;
  };
  Guarded<Noted> noted_;
  std::atomic<fairlead_call> last_call_{0};
};

}  // namespace fairlead::plugin::contract
