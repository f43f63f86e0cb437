// A tool that only reads and destroys.
// Expected: a tool cannot be both read_only and destructive
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string list(const Nothing&, Call&) { return {}; }
};
using List = fairlead::Tool<&Client::list, "list", "Lists", fairlead::read_only, fairlead::destructive>;

template struct fairlead::detail::CheckEntries<List>;
