// A plugin as one check has it: loaded in this child process, started, bound and connected as far as the
// check needs it, with everything it says on record.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/binding.hpp"
#include "plugin/contract/board.hpp"
#include "plugin/contract/breach_log.hpp"
#include "plugin/contract/check.hpp"
#include "plugin/contract/entries.hpp"
#include "plugin/contract/lender.hpp"
#include "plugin/contract/lent_memory.hpp"
#include "plugin/contract/sample_config.hpp"
#include "plugin/contract/subject.hpp"
#include "plugin/invocation.hpp"
#include "plugin/library.hpp"
#include "plugin/plugin.hpp"

namespace fairlead::plugin::contract {

/// What to bind. A value.
struct BindWish {
  std::string tenant = "verify";
  std::string connection = "verify";
  std::string canary = {};  ///< for the configuration's free strings
  std::uint32_t secrets_fail_from = SampleSecrets::kNever;
};

struct Bound {
  std::shared_ptr<Binding> binding;
  std::shared_ptr<const SampleSecrets> secrets;
  std::string tenant;
};

/// How to connect or call. A value.
struct OpWish {
  std::optional<Duration> timeout = {};  ///< the ordinary one unless said
  std::optional<Access> access = {};     ///< likewise
  std::string tenant = "verify";
  std::stop_token stop = {};
};

/// Used by one thread until a check starts others; connect and call are for any.
class Stage {
 public:
  /// The plugin is known not to work further than `reach`.
  Stage(const Subject& subject, Board& board, LentMemory& memory, Needs reach = Needs::Calls);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // ---- Step by step, each with what is below it. Errors are the plugin's own.

  /// Maps the file; its constructors run.
  [[nodiscard]] Result<void> map();
  /// Runs the entry point.
  [[nodiscard]] Result<const fairlead_plugin_api*> table();
  /// The same, and everything in it that is read without a check is there.
  [[nodiscard]] Result<const fairlead_plugin_api*> whole_table();
  /// Initialises the plugin, with the provider of the subject only.
  [[nodiscard]] Result<void> start();
  /// Binds and connects as usual, for binding() and client().
  [[nodiscard]] Result<void> bind_usual();
  [[nodiscard]] Result<void> connect_usual();
  /// Closes the client of connect_usual.
  void close_client() { client_.reset(); }
  /// Undoes it all but the mapping, in order.
  void end();

  // ---- What a check works with.

  [[nodiscard]] const Subject& subject() const { return subject_; }
  [[nodiscard]] bool reaches(Needs needs) const { return reach_ >= needs; }
  [[nodiscard]] Board& board() const { return board_; }
  [[nodiscard]] const Lender& lender() const { return *lender_; }
  [[nodiscard]] Plugin& plugin() const { return *plugin_; }
  [[nodiscard]] const Provider& provider() const { return *plugin_->providers().front(); }
  [[nodiscard]] Bound& usual() { return usual_; }
  [[nodiscard]] ProviderClient& client() const { return *client_; }
  [[nodiscard]] Access access() const {
    return subject_.allows_writes ? Access::ReadWrite : Access::ReadOnly;
  }
  /// For a function of the plugin; leaves room below the limit at which it counts as hung.
  [[nodiscard]] Duration usual_timeout() const { return subject_.time_limit * 3 / 5; }
  [[nodiscard]] const Clock& clock() const { return clock_; }

  [[nodiscard]] Result<Bound> bind(const BindWish& wish);
  [[nodiscard]] ClientResult<std::unique_ptr<ProviderClient>> connect(Bound& bound, const OpWish& wish = {});
  [[nodiscard]] ClientOp operation(const OpWish& wish) const;
  /// What `entry` answers; also checks the answer against what was asked. `started` is told of the
  /// invocation before it runs, for whoever wants to cancel it.
  using Started = std::function<void(const std::shared_ptr<Invocation>&)>;
  [[nodiscard]] CallEnd call(ProviderClient& client, const Entry& entry, const OpWish& wish = {},
                             const Started& started = {});

  /// What this subject allows to be called.
  [[nodiscard]] std::vector<Entry> entries(const EntryWish& wish = {}) const;

  // ---- What came out.

  /// Each breach of contract that the host saw, once: "completed a call that has ended already".
  [[nodiscard]] std::vector<std::string> misbehaviours() const;

 private:
  const Subject& subject_;
  Board& board_;
  LentMemory& memory_;
  Needs reach_;
  SystemClock clock_;
  BreachLog log_;
  std::optional<Library> library_;
  std::unique_ptr<Lender> lender_;
  std::shared_ptr<Plugin> plugin_;
  std::string last_id_;  // Of the plugin that was ended.
  Bound usual_;
  std::unique_ptr<ProviderClient> client_;
  std::shared_ptr<const Catalog> catalog_;  // Of the usual binding, where the provider has one for each.
  std::atomic<std::uint64_t> last_binding_{0};
};

/// Everything in `end` that a person or program would be shown, in one text.
[[nodiscard]] std::string shown_text(const CallEnd& end);

}  // namespace fairlead::plugin::contract
