// The client factory as the pool sees it: one binding of a provider that connects clients.
// plugin::Binding implements it over the C ABI; tests implement it by hand.
#pragma once

#include <memory>
#include <stop_token>
#include <string_view>

#include "base/access.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace fairlead::plugin {

/// Why a client operation failed, and, apart from that, what it says of the client and its binding.
struct ClientFailure {
  Error error;
  bool is_client_bad = false;   ///< the client must not be used again
  bool is_binding_bad = false;  ///< the credential or config is bad until it is changed
};

template <typename T>
using ClientResult = tl::expected<T, ClientFailure>;

/// One lifecycle operation. Everything is borrowed for its duration.
struct ClientOp {
  Access access = Access::ReadOnly;  ///< constant for the whole life of a client
  std::string_view tenant_id;        ///< the tenant this client will serve next
  Deadline deadline;
  std::stop_token stop;  ///< asks the operation to end early
};

/// A connected client. Destruction closes it and may block. One thread at a time.
class Client {
 public:
  virtual ~Client() = default;
  Client() = default;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Is it still good? May block until the deadline. Any failure means: destroy it.
  [[nodiscard]] virtual ClientResult<void> ping(const ClientOp& op) = 0;

  /// Removes what the last call left behind. May block. Any failure means: destroy it.
  /// Succeeds at once where the provider keeps no session state.
  [[nodiscard]] virtual ClientResult<void> reset(const ClientOp& op) = 0;
};

/// Makes clients of one binding. Outlives all of them. Any thread, concurrently.
class ClientFactory {
 public:
  virtual ~ClientFactory() = default;

  /// Clients keep state between calls: the pool resets them after every use, and on the global rung a
  /// client belongs to one tenant at a time.
  [[nodiscard]] virtual bool has_session_state() const noexcept = 0;

  /// A client never passes to another tenant, reset or not.
  [[nodiscard]] virtual bool is_share_forbidden() const noexcept = 0;

  /// May block until the deadline.
  [[nodiscard]] virtual ClientResult<std::unique_ptr<Client>> connect(const ClientOp& op) = 0;
};

}  // namespace fairlead::plugin
