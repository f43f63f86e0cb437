#include "plugin/contract/lender.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <memory>
#include <string_view>

#include "plugin/contract/lent_structs.hpp"
#include "plugin/loop_watch.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin::contract {
namespace {

constexpr std::size_t kNotesMax = 100;

Lender* current = nullptr;

std::string in_words(fairlead_status status) {
  const bool is_known = status >= FAIRLEAD_OK && status <= FAIRLEAD_UNAUTHENTICATED;
  return "status " + std::to_string(status) +
         (is_known ? " (" + std::string(to_string(to_error_code(status))) + ")" : "");
}

// What the handles that the host holds point to.
struct LentPlugin {
  Lender& lender;
  std::unique_ptr<Loan> host_loan;  // Taken back when deinit has returned.
  fairlead_plugin* real = nullptr;
};
struct LentBinding {
  Lender& lender;
  fairlead_binding* real = nullptr;
};
struct LentClient {
  Lender& lender;
  fairlead_client* real = nullptr;
};

LentPlugin& of(fairlead_plugin* handle) { return *reinterpret_cast<LentPlugin*>(handle); }
LentBinding& of(fairlead_binding* handle) { return *reinterpret_cast<LentBinding*>(handle); }
LentClient& of(fairlead_client* handle) { return *reinterpret_cast<LentClient*>(handle); }

// Where a handle of the plugin's is missing though the function succeeded, the host sees none either.
template <typename Handle, typename Made>
void hand_over(Handle** out, Made made, fairlead_status status) {
  if (status == FAIRLEAD_OK && made->real != nullptr) *out = reinterpret_cast<Handle*>(made.release());
}

}  // namespace

/// The functions of the tables.
struct LenderEntry {
  // ---- Of the plugin.

  static fairlead_status init(const fairlead_host_api* host, fairlead_plugin** out,
                              fairlead_errout* why) noexcept {
    Lender& me = *current;
    me.host_ = host;
    auto made = std::make_unique<LentPlugin>(LentPlugin{me, std::make_unique<Loan>(me.memory_)});
    fairlead_host_api table = *host;
    table.call_fail = call_fail;
    const auto* lent = made->host_loan->lend(table, "the host's table, used after deinit");
    const InPhase phase(me.board_, "init");
    const fairlead_status status = me.real_.init(lent, &made->real, why);
    me.note_status("init", status, why);
    hand_over(out, std::move(made), status);
    return status;
  }
  static void quiesce(fairlead_plugin* plugin) noexcept {
    const InPhase phase(of(plugin).lender.board_, "quiesce");
    of(plugin).lender.real_.quiesce(of(plugin).real);
  }
  static void deinit(fairlead_plugin* plugin) noexcept {
    const std::unique_ptr<LentPlugin> last(&of(plugin));
    const InPhase phase(last->lender.board_, "deinit");
    last->lender.real_.deinit(last->real);
  }
  static const void* plugin_extension(fairlead_plugin* plugin, const char* id) noexcept {
    const InPhase phase(of(plugin).lender.board_, "get_extension of the plugin");
    return of(plugin).lender.real_.get_extension(of(plugin).real, id);
  }

  // ---- Of the provider.

  static fairlead_status bind(fairlead_plugin* plugin, const fairlead_binding_info* info,
                              fairlead_binding** out, fairlead_errout* why) noexcept {
    Lender& me = of(plugin).lender;
    Loan loan(me.memory_);
    auto made = std::make_unique<LentBinding>(LentBinding{me});
    const auto* lent = lend_struct(loan, *info);
    const InPhase phase(me.board_, "bind");
    const fairlead_status status = me.real_provider_.bind(of(plugin).real, lent, &made->real, why);
    me.note_status("bind", status, why);
    hand_over(out, std::move(made), status);
    return status;
  }
  static void unbind(fairlead_binding* binding) noexcept {
    const std::unique_ptr<LentBinding> last(&of(binding));
    const InPhase phase(last->lender.board_, "unbind");
    last->lender.real_provider_.unbind(last->real);
  }
  static fairlead_status connect(fairlead_binding* binding, const fairlead_client_op* op,
                                 fairlead_client** out, fairlead_errout* why) noexcept {
    Lender& me = of(binding).lender;
    Loan loan(me.memory_);
    auto made = std::make_unique<LentClient>(LentClient{me});
    const auto* lent = lend_struct(loan, *op);
    const InPhase phase(me.board_, "connect");
    const fairlead_status status = me.real_provider_.connect(of(binding).real, lent, &made->real, why);
    me.note_status("connect", status, why);
    hand_over(out, std::move(made), status);
    return status;
  }
  using ClientFunction = decltype(fairlead_provider_api::ping);
  static fairlead_status run(const char* name, ClientFunction function, fairlead_client* client,
                             const fairlead_client_op* op, fairlead_errout* why) noexcept {
    Lender& me = of(client).lender;
    Loan loan(me.memory_);
    const auto* lent = lend_struct(loan, *op);
    const InPhase phase(me.board_, name);
    const fairlead_status status = function(of(client).real, lent, why);
    me.note_status(name, status, why);
    return status;
  }
  static fairlead_status ping(fairlead_client* client, const fairlead_client_op* op,
                              fairlead_errout* why) noexcept {
    return run("ping", of(client).lender.real_provider_.ping, client, op, why);
  }
  static fairlead_status reset(fairlead_client* client, const fairlead_client_op* op,
                               fairlead_errout* why) noexcept {
    return run("reset", of(client).lender.real_provider_.reset, client, op, why);
  }
  static void close(fairlead_client* client) noexcept {
    const std::unique_ptr<LentClient> last(&of(client));
    const InPhase phase(last->lender.board_, "close");
    last->lender.real_provider_.close(last->real);
  }
  static void invoke(fairlead_client* client, fairlead_call call, const fairlead_request* request) noexcept {
    Lender& me = of(client).lender;
    Loan loan(me.memory_);
    me.last_call_ = call;
    const std::string name = "invoke " + std::string(from_abi(request->name));
    const auto* lent = lend_struct(loan, *request);
    const auto entered = std::chrono::steady_clock::now();
    {
      const InPhase phase(me.board_, name);
      me.real_provider_.invoke(of(client).real, call, lent);
    }
    const Duration elapsed = std::chrono::steady_clock::now() - entered;
    if (elapsed < LoopWatch::kBlockedAfter) return;
    me.noted_.with([&](auto& noted) {
      if (noted.slow.size() < kNotesMax) noted.slow.push_back({name, elapsed});
    });
  }
  static void cancel(fairlead_binding* binding, fairlead_client* client, fairlead_call op) noexcept {
    Lender& me = of(binding).lender;
    const InPhase phase(me.board_, "cancel");
    me.real_provider_.cancel(of(binding).real, client == nullptr ? nullptr : of(client).real, op);
  }
  static const void* provider_extension(const char* id) noexcept {
    Lender& me = *current;
    const InPhase phase(me.board_, "get_extension");
    const void* found = me.real_provider_.get_extension(id);
    if (found == nullptr) return nullptr;
    // The host's handles are not the plugin's, so tables whose functions take one are replaced as well.
    if (std::string_view(id) == FAIRLEAD_EXT_CHECK_CONFIG_1) {
      return FAIRLEAD_HAS(static_cast<const fairlead_check_config_api*>(found), fairlead_check_config_api,
                          check)
                 ? &me.check_config_
                 : found;
    }
    if (std::string_view(id) == FAIRLEAD_EXT_DYNAMIC_CATALOG_1) {
      using Table = fairlead_dynamic_catalog_api;
      return FAIRLEAD_HAS(static_cast<const Table*>(found), Table, catalog) ? &me.dynamic_catalog_ : found;
    }
    return found;
  }

  // ---- Of extensions.

  static fairlead_status check(fairlead_plugin* plugin, fairlead_str config, fairlead_field_error_fn sink,
                               void* user) noexcept {
    Lender& me = of(plugin).lender;
    Loan loan(me.memory_);
    const fairlead_str lent = loan.lend(config, "config_json of check_config");
    const auto* real = static_cast<const fairlead_check_config_api*>(
        me.real_provider_.get_extension(FAIRLEAD_EXT_CHECK_CONFIG_1));
    const InPhase phase(me.board_, "check_config");
    return real->check(of(plugin).real, lent, sink, user);
  }
  static fairlead_status catalog(fairlead_binding* binding, const fairlead_client_op* op,
                                 fairlead_value_fn sink, void* user, fairlead_errout* why) noexcept {
    Lender& me = of(binding).lender;
    Loan loan(me.memory_);
    const auto* lent = lend_struct(loan, *op);
    const auto* real = static_cast<const fairlead_dynamic_catalog_api*>(
        me.real_provider_.get_extension(FAIRLEAD_EXT_DYNAMIC_CATALOG_1));
    const InPhase phase(me.board_, "dynamic_catalog");
    const fairlead_status status = real->catalog(of(binding).real, lent, sink, user, why);
    me.note_status("dynamic_catalog", status, why);
    return status;
  }

  // ---- Of the host, as the plugin sees it.

  static fairlead_status call_fail(fairlead_host* host, fairlead_call call, fairlead_status status,
                                   std::uint32_t flags, fairlead_str message, fairlead_str detail) noexcept {
    Lender& me = *current;
    me.note_failure("a call was failed", status, !from_abi(message).empty());
    return me.host_->call_fail(host, call, status, flags, message, detail);
  }
};

Lender::Lender(const fairlead_plugin_api& real, std::uint32_t provider, Board& board, LentMemory& memory)
    : board_(board),
      memory_(memory),
      real_(real),
      real_provider_(*real.providers[provider]),
      api_(real),
      provider_(real_provider_),
      providers_{&provider_} {
  assert(current == nullptr);
  current = this;
  // A newer plugin's tables are longer; the host is shown what this file knows of them.
  api_.struct_size = std::min<std::uint32_t>(real.struct_size, sizeof api_);
  api_.provider_count = 1;
  api_.providers = providers_;
  api_.init = LenderEntry::init;
  api_.quiesce = LenderEntry::quiesce;
  api_.deinit = LenderEntry::deinit;
  if (real.get_extension != nullptr) api_.get_extension = LenderEntry::plugin_extension;
  provider_.struct_size = std::min<std::uint32_t>(real_provider_.struct_size, sizeof provider_);
  provider_.bind = LenderEntry::bind;
  provider_.unbind = LenderEntry::unbind;
  provider_.connect = LenderEntry::connect;
  provider_.ping = LenderEntry::ping;
  if (real_provider_.reset != nullptr) provider_.reset = LenderEntry::reset;
  provider_.close = LenderEntry::close;
  provider_.invoke = LenderEntry::invoke;
  if (real_provider_.cancel != nullptr) provider_.cancel = LenderEntry::cancel;
  if (real_provider_.get_extension != nullptr) provider_.get_extension = LenderEntry::provider_extension;
  check_config_ = {sizeof check_config_, 0, LenderEntry::check};
  dynamic_catalog_ = {sizeof dynamic_catalog_, 0, LenderEntry::catalog};
}

Lender::~Lender() { current = nullptr; }

void Lender::note_status(const char* function, fairlead_status status, const fairlead_errout* out) {
  if (status == FAIRLEAD_OK) return;
  note_failure(std::string(function) + " failed", status,
               out != nullptr && out->is_set && !out->message.empty());
}

void Lender::note_failure(const std::string& what, fairlead_status status, bool has_message) {
  const bool is_known = status >= FAIRLEAD_OK && status <= FAIRLEAD_UNAUTHENTICATED;
  if (is_known && has_message) return;
  const std::string text = what + " with " + in_words(status) +
                           (is_known ? " and without a message" : ", which ABI 1.0 does not have");
  noted_.with([&](auto& noted) {
    if (noted.unclear.size() < kNotesMax) noted.unclear.insert(text);
  });
}

std::vector<std::string> Lender::unclear_failures() const {
  return noted_.with(
      [](const auto& noted) { return std::vector<std::string>(noted.unclear.begin(), noted.unclear.end()); });
}

std::vector<Lender::SlowInvoke> Lender::slow_invokes() const {
  return noted_.with([](const auto& noted) { return noted.slow; });
}

}  // namespace fairlead::plugin::contract
