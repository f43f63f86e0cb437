// The facade that everybody else uses: calls, listings, explanations and administration.
//
// It owns the store, the directory of tenants, the plugins, their pools and threads. Any thread may call any
// member.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "base/result.hpp"
#include "plugin/registry.hpp"
#include "runtime/call.hpp"
#include "runtime/explanation.hpp"
#include "runtime/settings.hpp"
#include "store/store.hpp"
#include "tenancy/directory.hpp"

namespace fairlead::runtime {

/// A tool as a principal sees it.
struct ListedTool {
  std::string name;  ///< prefix included
  std::string connection;
  std::string provider;
  Scope rung = Scope::Tenant;
  Access access = Access::ReadOnly;
  bool is_read_only = false;
  boost::json::object definition;  ///< as the provider declares it, with `name` replaced
};

/// An entry that a principal cannot call though a connection offers it.
struct HiddenTool {
  std::string name;
  std::string connection;
  std::string reason;
};

struct ToolList {
  std::vector<ListedTool> tools;   ///< sorted by name
  std::vector<HiddenTool> hidden;  ///< sorted by name
};

/// What a try of a connection found.
struct ConnectionTrial {
  Duration connect{};
  Duration ping{};
};

/// Parts that come from outside. Null members are made by the runtime itself, but for the ports: what those
/// stand for is then not offered to plugins.
struct RuntimeParts {
  std::unique_ptr<plugin::ProviderRegistry> providers;  ///< instead of scanning settings.plugin_folders
  std::unique_ptr<store::Store> store;                  ///< instead of settings.store_path()
  plugin::HostPorts ports;  ///< for the plugins that are scanned; all outlive the runtime
};

class Runtime {
 public:
  /// `clock` and `log` outlive the runtime.
  /// @error those of Store::open and plugin_load_options; Unavailable if state_dir cannot be made
  [[nodiscard]] static Result<std::unique_ptr<Runtime>> create(Settings settings, const Clock& clock,
                                                               Log& log, RuntimeParts parts = {});
  /// Waits for every provider to return from what it was asked: without end if one never does, see `close`.
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  /// Serves one call on the caller's thread, but for the provider's part, which runs on its blocking pool.
  /// Returns by the call's deadline plus a grace of half a second, whatever the provider does. Every call,
  /// also a refused one, leaves a line in the call log.
  [[nodiscard]] InvocationResult call(const CallRequest& request);

  /// How `tool` would be decided for `principal`, without making the call.
  /// @error NotFound, InvalidArgument  the principal itself is unknown or malformed
  [[nodiscard]] Result<Explanation> explain(const Principal& principal, std::string_view tool);

  /// The tools that `call` would accept from `principal`, and those it would refuse with the reason. Decided
  /// by the same functions as `call`.
  /// @error NotFound, InvalidArgument  the principal itself is unknown or malformed
  [[nodiscard]] Result<ToolList> tools(const Principal& principal) const;

  /// Is `connection` (stored or not) fit for its provider's schema and for what the provider itself checks,
  /// with references that may be used where they stand? No I/O but reading ${file:} of fields that are no
  /// secrets.
  /// @error InvalidArgument     every bad field is named
  /// @error FailedPrecondition  its provider is not loaded, or a reference cannot be resolved
  [[nodiscard]] Result<void> check_connection(const tenancy::Connection& connection) const;

  /// Connects and pings once, outside of any pool.
  /// @error those of check_connection, and what connect and ping report
  [[nodiscard]] Result<ConnectionTrial> try_connection(const tenancy::Connection& connection);

  [[nodiscard]] const plugin::ProviderRegistry& providers() const;
  [[nodiscard]] const Settings& settings() const;

  /// The tenants and connections in force.
  [[nodiscard]] std::shared_ptr<const tenancy::Directory> directory() const;

  /// Runs `change` on the store, alone and in one transaction, and puts the outcome in force when it
  /// succeeded: bindings whose connection changed are drained, calls in flight keep theirs.
  /// @error what `change` returned, and then nothing has changed; those of Store
  [[nodiscard]] Result<void> administer(const std::function<Result<void>(store::Store&)>& change);

  /// Takes no more calls and lets go of every client, at most until `patience` has passed.
  /// @error DeadlineExceeded  a provider is stuck in a call. Whoever cannot wait then must end the process
  /// without
  ///                          destroying the runtime.
  [[nodiscard]] Result<void> close(Duration patience);

 private:
  struct State;
  explicit Runtime(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::runtime
