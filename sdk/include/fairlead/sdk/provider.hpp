// A provider: a client class, its configuration, and the entries it offers.
//
// What the client class has; the host makes clients per connection, pools them, and never runs two of these
// at once on one client, unless it is a SharedClient:
//   static Client connect(const Config&, Context&);   required; may also give std::unique_ptr<Client>
//   void ping(Context&);      optional: throw when the client is no longer good
//   void reset(Context&);     optional: remove all that the last caller left behind. Its presence tells the
//                             host that clients keep state (SESSION_STATE): it is then called after each use
//   void cancel() noexcept;   optional: stop the running ping, reset or entry. Called from another thread,
//                             only while that operation runs; return at once, wait for nothing
//   static void check(const Config&, ConfigCheck&);             optional: see check_config.hpp
//   static void catalog(Catalog&, const Config&, Context&);     optional: see catalog.hpp
// ping and reset may also be declared without the Context. connect and everything that waits must end by
// the deadline of its Context or Call and soon after it is cancelled: wait on cancel_fd() beside the socket,
// or ask is_cancelled() at least every 50 ms.
//
// Entries are all blocking functions, or all coroutines (they give a Task, see task.hpp): coroutines run on
// the host's event loop and must never block; connect, ping, reset and catalog may.
//
// The Config lives as long as the clients made from it, so a client may keep a reference to it. A member of
// it that is not described is no setting: what all clients of a connection share, such as a cache, may live
// there, behind a std::shared_ptr and a lock of its own.
#ifndef FAIRLEAD_SDK_PROVIDER_HPP
#define FAIRLEAD_SDK_PROVIDER_HPP

#include "fairlead/plugin.h"
#include "fairlead/sdk/context.hpp"
#include "fairlead/sdk/fixed_string.hpp"
#include "fairlead/sdk/options.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// `Id` is [a-z0-9][a-z0-9_-]*, at most 20 characters. `Entries` are Tool, DynamicTools, Resource,
// ResourceTemplate, ReadResource, ListResources, ListResourceTemplates, Prompt, DynamicPrompts, Completion
// and options. Clients see them in this order.
template <class Client, class Config, FixedString Id, class... Entries>
struct Provider {
  // The table for the host. The same each time; lives as long as the process. Throws when the provider
  // cannot be described: an input_schema or output_schema is none, or memory ran out.
  static const fairlead_provider_api* table();
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/provider.hpp"

#endif  // FAIRLEAD_SDK_PROVIDER_HPP
