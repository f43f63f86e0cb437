// Connections as they are shown and named on a command line.
#pragma once

#include <memory>
#include <string>

#include <boost/json/object.hpp>

#include "cli/command.hpp"
#include "tenancy/model.hpp"

namespace fairlead::cli {

/// The configuration as it may be shown: references as they stand; in a secret field, anything else is
/// "(hidden)". Where nobody knows which fields are secret, because the provider is not loaded, every text is
/// hidden.
[[nodiscard]] boost::json::object shown_config(const tenancy::Connection& connection,
                                               const plugin::ProviderRegistry& providers);

[[nodiscard]] boost::json::object to_json(const tenancy::Connection& connection,
                                          const plugin::ProviderRegistry& providers);

/// {"connect_ms", "ping_ms"}
[[nodiscard]] boost::json::object to_json(const runtime::ConnectionTrial& trial);

/// "connected in 12 ms, ping 0.3 ms"
[[nodiscard]] std::string describe(const runtime::ConnectionTrial& trial);

/// --tenant T [--user U] | --global, with the name in front.
struct ConnectionSelector {
  std::string name;
  std::string tenant;
  std::string user;
  bool is_global = false;

  /// @error InvalidArgument  the user id is malformed
  [[nodiscard]] Result<tenancy::ConnectionKey> key() const;
};

/// Declares them on `command`; exactly one of --tenant and --global must be given.
void add_selector_options(CLI::App& command, ConnectionSelector& selector);

/// @error NotFound "unknown_connection", "unknown_tenant"; InvalidArgument
[[nodiscard]] Result<tenancy::Connection> find_connection(const runtime::Runtime& runtime,
                                                          const ConnectionSelector& selector);

}  // namespace fairlead::cli
