// How every entry is served: decode, call the method, encode; the same for blocking methods and coroutines.
// Internal.
#ifndef FAIRLEAD_SDK_IMPL_SERVE_HPP
#define FAIRLEAD_SDK_IMPL_SERVE_HPP

#include <concepts>
#include <type_traits>
#include <utility>

#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/decode.hpp"
#include "fairlead/sdk/entry.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/parse.hpp"
#include "fairlead/sdk/served.hpp"
#include "fairlead/sdk/task.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// @error as the method; INVALID_ARGUMENT (thrown) the request does not fit its parameters
template <class Entry, class Client>
Served serve(Client& client, const fairlead_request& request, Call& call) {
  static_assert(std::derived_from<Client, typename Entry::Traits::Client>,
                "an entry's method is a member of another class than the provider's client");
  const typename Entry::Input input = Entry::decode(request);
  try {
    if constexpr (std::is_void_v<typename Entry::Traits::Result>) {
      Entry::invoke(client, input, call);
      return Entry::encode(request);
    } else {
      return Entry::encode(request, Entry::invoke(client, input, call));
    }
  } catch (const ToolError& error) {
    return Entry::encode_refusal(error);
  }
}

// All references must live until the coroutine has ended; the input lives in its frame.
template <class Entry, class Client>
Task<Served> serve_async(Client& client, const fairlead_request& request, Call& call) {
  static_assert(std::derived_from<Client, typename Entry::Traits::Client>,
                "an entry's method is a member of another class than the provider's client");
  const typename Entry::Input input = Entry::decode(request);
  try {
    if constexpr (std::is_void_v<typename Entry::Traits::Result>) {
      co_await Entry::invoke(client, input, call);
      co_return Entry::encode(request);
    } else {
      const auto result = co_await Entry::invoke(client, input, call);
      co_return Entry::encode(request, result);
    }
  } catch (const ToolError& error) {
    co_return Entry::encode_refusal(error);
  }
}

// The arguments of DynamicTools and DynamicPrompts.
// @error INVALID_ARGUMENT (thrown) they are no JSON object
inline NamedObject named_object(const fairlead_request& request) {
  const std::string_view text = view(request.arguments_json);
  boost::json::error_code error;
  Json document = parse_json(text.empty() ? "{}" : text, error);
  const Path root("arguments");
  if (error) root.refuse("not JSON: " + error.message());
  if (!document.is_object()) refuse_kind(root, "object", document);
  return {view(request.name), std::move(document.get_object())};
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_SERVE_HPP
