// A request that outlives the function it was passed to. Internal.
#ifndef FAIRLEAD_SDK_IMPL_OWNED_REQUEST_HPP
#define FAIRLEAD_SDK_IMPL_OWNED_REQUEST_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "fairlead/plugin.h"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

class OwnedRequest {
 public:
  explicit OwnedRequest(const fairlead_request& from) {
    // What a newer host appended is unknown here; what an older one lacks stays absent.
    const std::size_t size = std::min<std::size_t>(from.struct_size, sizeof copy_);
    std::memcpy(&copy_, &from, size);
    copy_.struct_size = static_cast<std::uint32_t>(size);
    std::size_t total = 0;
    for (const auto text : kTexts) total += view(copy_.*text).size();
    texts_.reserve(total);  // So that the views below stay valid.
    for (const auto text : kTexts) keep(copy_.*text);
  }
  OwnedRequest(const OwnedRequest&) = delete;
  OwnedRequest& operator=(const OwnedRequest&) = delete;

  [[nodiscard]] const fairlead_request& request() const noexcept { return copy_; }

 private:
  static constexpr fairlead_str fairlead_request::*kTexts[] = {&fairlead_request::name,
                                                               &fairlead_request::arguments_json,
                                                               &fairlead_request::cursor,
                                                               &fairlead_request::input_responses_json,
                                                               &fairlead_request::request_state,
                                                               &fairlead_request::tenant_id,
                                                               &fairlead_request::user_id,
                                                               &fairlead_request::agent_id,
                                                               &fairlead_request::roles_json,
                                                               &fairlead_request::connection_name,
                                                               &fairlead_request::client_capabilities_json,
                                                               &fairlead_request::traceparent};

  void keep(fairlead_str& text) {
    const std::size_t begin = texts_.size();
    texts_ += view(text);
    text = borrow(std::string_view(texts_).substr(begin));
  }

  fairlead_request copy_{};
  std::string texts_;
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_OWNED_REQUEST_HPP
