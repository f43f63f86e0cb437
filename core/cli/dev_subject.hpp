// One plugin, bound and connected for its author: what the pool, the ladder and the store stand for
// elsewhere, reduced to one binding and one client.
//
// One thread at a time; every function but `bind` may run the provider's code and block.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "plugin/binding.hpp"
#include "plugin/plugin.hpp"

namespace fairlead::cli {

/// As whom the author calls.
struct DevCaller {
  std::string provider;  ///< empty: the plugin's only one
  std::string tenant = "dev";
  std::string user;  ///< normalised
  Access access = Access::ReadWrite;
};

class DevSubject {
 public:
  /// No I/O. `config` may hold secrets in clear.
  /// @error NotFound         the plugin has no such provider, or several and none was named
  /// @error InvalidArgument  the configuration does not fit; every bad field is named
  [[nodiscard]] static Result<std::shared_ptr<DevSubject>> bind(std::shared_ptr<plugin::Plugin> plugin,
                                                                DevCaller caller,
                                                                const boost::json::object& config);

  [[nodiscard]] plugin::Plugin& plugin() const { return *plugin_; }
  [[nodiscard]] const plugin::Provider& provider() const { return binding_->provider(); }
  [[nodiscard]] const DevCaller& caller() const { return caller_; }
  [[nodiscard]] plugin::ClientOp operation(Deadline deadline, std::stop_token stop) const;

  /// The entries of this binding. @error those of Binding::catalog
  [[nodiscard]] Result<std::shared_ptr<const plugin::Catalog>> catalog(const plugin::ClientOp& op);

  [[nodiscard]] bool is_connected() const { return client_ != nullptr; }
  /// The client, connected if there is none. Valid until drop_client.
  [[nodiscard]] plugin::ClientResult<plugin::ProviderClient*> client(const plugin::ClientOp& op);
  /// Closes the client; the next call makes another.
  void drop_client() { client_.reset(); }

  /// Input rounds: the state that the last round of `entry` was answered with, as a host's seal would vouch
  /// for it. At most kRoundsMax entries are remembered.
  void remember_round(const std::string& entry, std::string state);
  [[nodiscard]] bool is_known_round(const std::string& entry, const std::string& state) const;
  static constexpr std::size_t kRoundsMax = 64;

 private:
  DevSubject(std::shared_ptr<plugin::Plugin> plugin, std::shared_ptr<plugin::Binding> binding,
             DevCaller caller);

  std::shared_ptr<plugin::Plugin> plugin_;
  std::shared_ptr<plugin::Binding> binding_;  // Before client_, hence destroyed after it.
  DevCaller caller_;
  std::unique_ptr<plugin::Client> client_;
  std::map<std::string, std::string> rounds_;
};

}  // namespace fairlead::cli
