// Runs one lifecycle function of a provider (connect, ping, reset, catalog) as a cancellable operation.
// Private to core/plugin.
#pragma once

#include <functional>

#include "plugin/binding.hpp"

namespace fairlead::plugin {

using LifecycleFunction = std::function<fairlead_status(const fairlead_client_op*, fairlead_errout*)>;

/// `client` is null while there is none. Blocks as long as `run` does; `op.stop` and `op.deadline` reach it.
/// @error what `run` reports; ResourceExhausted as CallTable::open
[[nodiscard]] ClientResult<void> run_operation(Binding& binding, fairlead_client* client, const ClientOp& op,
                                               const LifecycleFunction& run);

}  // namespace fairlead::plugin
