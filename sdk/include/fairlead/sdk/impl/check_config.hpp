// The provider extension check_config/1, and the same check at bind. Internal.
#ifndef FAIRLEAD_SDK_IMPL_CHECK_CONFIG_HPP
#define FAIRLEAD_SDK_IMPL_CHECK_CONFIG_HPP

#include <string>
#include <string_view>
#include <utility>

#include "fairlead/check_config.h"
#include "fairlead/sdk/boundary.hpp"
#include "fairlead/sdk/check_config.hpp"
#include "fairlead/sdk/decode.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class Client, class Config>
ConfigCheck findings_of(const Config& config) {
  ConfigCheck check;
  Client::check(config, check);
  return check;
}

// @error INVALID_ARGUMENT (thrown) there are findings; all in the message, and in the detail as
//        {"fields":[{"path":..,"message":..}]}
inline void refuse_findings(const ConfigCheck& check) {
  if (!check.has_refused()) return;
  std::string message = "config";
  boost::json::array fields;
  std::string_view separator = ": ";
  for (const ConfigCheck::Finding& finding : check.findings()) {
    message += std::exchange(separator, "; ");
    if (!finding.path.empty()) message.append(finding.path).append(": ");
    message += finding.message;
    fields.push_back({{"path", finding.path}, {"message", finding.message}});
  }
  throw Error(FAIRLEAD_INVALID_ARGUMENT, std::move(message), 0, {{"fields", std::move(fields)}});
}

template <class Client, class Config>
struct CheckConfigTable {
  static fairlead_status check(fairlead_plugin*, fairlead_str config_json, fairlead_field_error_fn found,
                               void* user) noexcept {
    fairlead_status status = FAIRLEAD_OK;
    try {
      const auto config = decode_document<Config>(view(config_json), "config");
      const ConfigCheck check = findings_of<Client>(config);
      for (const ConfigCheck::Finding& finding : check.findings()) {
        found(user, borrow(finding.path), borrow(finding.message));
      }
      if (check.has_refused()) status = FAIRLEAD_INVALID_ARGUMENT;
    } catch (...) {
      // There is no other way to say why.
      tell_current_exception([&](const Failure& failure) {
        found(user, borrow({}), borrow(failure.message));
        status = failure.status;
      });
    }
    return status;
  }

  static constexpr fairlead_check_config_api kApi = {
      .struct_size = sizeof(fairlead_check_config_api), .reserved0 = 0, .check = &check};
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_CHECK_CONFIG_HPP
