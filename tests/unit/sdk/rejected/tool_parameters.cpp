// A tool that is not given its call.
// Expected: a tool is a member function: Result (Client::*)(const Args&, Call&)
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string list(const Nothing&) { return {}; }
};

template struct fairlead::detail::CheckEntries<fairlead::Tool<&Client::list, "list", "Lists">>;
