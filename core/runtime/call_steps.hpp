// The life of a call: each step one function, in this order, each able to end the call with one Error
// (docs/architecture.md, "The life of a call"). `serve` is the order.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "plugin/invocation.hpp"
#include "pool/client_pool.hpp"
#include "runtime/call.hpp"
#include "runtime/router.hpp"
#include "runtime/tool_lookup.hpp"

namespace fairlead::runtime {

/// What the steps of one call know so far. Each step fills in its part for those behind it.
struct CallInProgress {
  CallInProgress(const CallRequest& request, Router& router, const Clock& clock, Duration timeout_max);

  const CallRequest& request;
  Router& router;
  const Clock& clock;
  MonotonicTime started;
  Deadline deadline;  ///< narrowed once, by the tool's own cap; never re-based

  std::shared_ptr<RoutingTable> table;           // Kept: pointers below point into its directory.
  const tenancy::Tenant* tenant = nullptr;       ///< by authenticate
  std::string user;                              ///< by authenticate
  std::optional<ToolRoute> route;                ///< by resolve_name
  BoundConnection* bound = nullptr;              ///< by climb_to_binding; good as long as table is
  std::optional<pool::Lease> lease;              ///< by lease_client; moves into invoke
  std::vector<plugin::ClientLogLine> log_lines;  ///< by invoke
  CallTimings timings;
};

/// The principal is known and well-formed. (Whoever made it has checked who it is.)
/// @error InvalidArgument, NotFound "unknown_tenant"
[[nodiscard]] Result<void> authenticate(CallInProgress& call);
/// @error those of find_tool
[[nodiscard]] Result<void> resolve_name(CallInProgress& call);
/// @error PermissionDenied "provider_disabled"
[[nodiscard]] Result<void> check_provider(CallInProgress& call);
/// @error PermissionDenied "read_only_access"
[[nodiscard]] Result<void> authorize(CallInProgress& call);
/// @error InvalidArgument "bad_arguments": every field that does not fit, with its path
[[nodiscard]] Result<void> validate_arguments(CallInProgress& call);
/// @error those of Router::bind
[[nodiscard]] Result<void> climb_to_binding(CallInProgress& call);
/// @error those of ClientPool::acquire
[[nodiscard]] Result<void> lease_client(CallInProgress& call);

/// Runs the provider on its blocking pool, gives the client back there, and waits for both, at most until the
/// deadline and kInvokeGrace. A client whose call overran that is closed when the provider lets go of it.
/// @error what the provider reports; DeadlineExceeded, Cancelled; ResourceExhausted if its threads are all
/// busy
[[nodiscard]] plugin::CallEnd invoke(CallInProgress& call);

inline constexpr std::chrono::milliseconds kInvokeGrace{500};

/// All steps up to the answer.
[[nodiscard]] InvocationResult serve(CallInProgress& call);

/// What a principal amounts to in `directory`.
struct KnownPrincipal {
  const tenancy::Tenant* tenant = nullptr;
  std::string user;
};
/// @error as authenticate
[[nodiscard]] Result<KnownPrincipal> find_principal(const tenancy::Directory& directory,
                                                    const Principal& principal);

}  // namespace fairlead::runtime
