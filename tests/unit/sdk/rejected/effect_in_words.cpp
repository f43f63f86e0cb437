// An effect that no rule of an operator could name.
// Expected: a tier, toolset or effect is a word of [a-z0-9_-]
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string send(const Nothing&, Call&) { return {}; }
};
using Send = fairlead::Tool<&Client::send, "send", "Sends", fairlead::effect<"sends mail">>;

template struct fairlead::detail::CheckEntries<Send>;
