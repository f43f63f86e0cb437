// A provider: a client class, its configuration, and the entries it offers.
//
// What the client class has; the host makes clients per connection, pools them, and never runs two of these
// at once on one client:
//   static Client connect(const Config&, Context&);   required; may also give std::unique_ptr<Client>
//   void ping(Context&);      optional: throw when the client is no longer good
//   void reset(Context&);     optional: remove all that the last caller left behind. Its presence tells the
//                             host that clients keep state (SESSION_STATE): it is then called after each use
//   void cancel() noexcept;   optional: stop the running ping, reset or tool. Called from another thread,
//                             only while that operation runs; return at once, wait for nothing
// ping and reset may also be declared without the Context. connect and everything that waits must end by
// the deadline of its Context or Call and soon after it is cancelled: wait on cancel_fd() beside the socket,
// or ask is_cancelled() at least every 50 ms.
//
// The Config lives as long as the clients made from it, so a client may keep a reference to it.
#ifndef FAIRLEAD_SDK_PROVIDER_HPP
#define FAIRLEAD_SDK_PROVIDER_HPP

#include "fairlead/plugin.h"
#include "fairlead/sdk/context.hpp"
#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// Options among a provider's entries.
template <FixedString Text>
struct ProviderTitle {};  // for people; the id when missing
struct ShareNever {};     // a client never passes to another tenant, reset or not

// `Id` is [a-z0-9][a-z0-9_-]*, at most 20 characters. `Entries` are Tool<...> and options.
template <class Client, class Config, FixedString Id, class... Entries>
struct Provider {
  // The table for the host. The same each time; lives as long as the process. Throws when the provider
  // cannot be described, which only lack of memory causes.
  static const fairlead_provider_api* table();
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/provider.hpp"

#endif  // FAIRLEAD_SDK_PROVIDER_HPP
