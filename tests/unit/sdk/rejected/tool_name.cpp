// A tool whose name has a space.
// Expected: a tool's name is 1 to 64 characters of [A-Za-z0-9_-]
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string list(const Nothing&, Call&) { return {}; }
};

template struct fairlead::detail::CheckEntries<fairlead::Tool<&Client::list, "list all", "Lists">>;
