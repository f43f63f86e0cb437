// Two tools of one name.
// Expected: two entries have the same name, URI, URI template or completed argument
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string one(const Nothing&, Call&) { return {}; }
  std::string other(const Nothing&, Call&) { return {}; }
};
using One = fairlead::Tool<&Client::one, "list", "Lists">;
using Other = fairlead::Tool<&Client::other, "list", "Lists otherwise">;

template struct fairlead::detail::CheckEntries<One, Other>;
