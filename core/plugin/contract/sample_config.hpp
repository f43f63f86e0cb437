// The configuration that a check binds with, and the secrets beside it.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "plugin/host.hpp"
#include "plugin/provider.hpp"

namespace fairlead::plugin::contract {

struct SampleConfig {
  boost::json::object config;                  ///< as bind is given it: secret fields hold their names
  std::map<std::string, std::string> secrets;  ///< by name
};

/// What is bound when a configuration was made up for a field that is a secret.
inline constexpr std::string_view kInventedSecret = "fairlead-verify-secret";

/// `given` with defaults filled in, or a made-up one. A `canary` becomes the value of optional strings that
/// nothing restricts.
/// @error InvalidArgument  `given` does not fit the schema, or none could be made up
[[nodiscard]] Result<SampleConfig> make_sample_config(const Provider& provider,
                                                      const std::optional<boost::json::object>& given,
                                                      const std::string& canary = {});

/// Gives those secrets, or refuses to at some point. Any thread.
class SampleSecrets final : public SecretSource {
 public:
  static constexpr std::uint32_t kNever = UINT32_MAX;

  /// Reads from number `fails_from` on (counted from 0) fail with NotFound.
  explicit SampleSecrets(std::map<std::string, std::string> values, std::uint32_t fails_from = kNever)
      : values_(std::move(values)), fails_from_(fails_from) {}

  /// Never fails: whether a secret can be had is then the provider's to find out, which is what is checked.
  [[nodiscard]] Result<void> check() const override { return {}; }
  [[nodiscard]] Result<void> read(std::string_view name,
                                  const std::function<void(std::string_view)>& use) const override;

  [[nodiscard]] std::uint32_t reads() const { return reads_.load(); }

 private:
  std::map<std::string, std::string> values_;
  std::uint32_t fails_from_;
  mutable std::atomic<std::uint32_t> reads_{0};
};

}  // namespace fairlead::plugin::contract
