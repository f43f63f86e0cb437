// What a Provider takes among its entries beside them.
#ifndef FAIRLEAD_SDK_OPTIONS_HPP
#define FAIRLEAD_SDK_OPTIONS_HPP

#include <cstdint>

#include "fairlead/sdk/entry.hpp"
#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

template <FixedString Text>
struct ProviderTitle : detail::Entry<detail::EntryKind::Option> {};  // for people; the id when missing
// A client never passes to another tenant, reset or not.
struct ShareNever : detail::Entry<detail::EntryKind::Option> {};
// One client serves up to `InFlightMax` calls at a time; its functions must bear that. Without
// Client::cancel.
template <std::uint32_t InFlightMax>
struct SharedClient : detail::Entry<detail::EntryKind::Option> {};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_OPTIONS_HPP
