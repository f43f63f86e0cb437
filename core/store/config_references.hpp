// Configurations of connections with references in them: what may stand where, and what a provider is given.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "store/secrets.hpp"

namespace fairlead::store {

/// One secret field of a bound configuration.
struct SecretField {
  std::string name;  ///< what the provider asks for: the JSON Pointer without its first '/', "password"
  Template value;    ///< has at least one reference
};

/// A configuration as a provider gets it.
struct BoundConfig {
  boost::json::object config;  ///< plain fields resolved; each secret field holds its `SecretField::name`
  std::vector<SecretField> secrets;
};

/// `secret_paths`: JSON Pointers in which "*" stands for any token, as json::Schema::secret_paths gives them.
/// Checks every string without resolving anything.
/// @error InvalidArgument  "literal_secret": a secret field holds a value in clear; "bad_reference". The
/// message
///                         begins with the path of the field and never repeats what it holds
[[nodiscard]] Result<void> check_references(const boost::json::object& config,
                                            std::span<const std::string> secret_paths);

/// Takes the secret fields out and resolves the references in all others. Secrets are not read here.
/// @error as `check_references`; FailedPrecondition "secret_unresolved" for a plain field
[[nodiscard]] Result<BoundConfig> bind_config(const boost::json::object& config,
                                              std::span<const std::string> secret_paths,
                                              const SecretResolver& resolver);

}  // namespace fairlead::store
