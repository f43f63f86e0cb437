// A hint of resources on a tool.
// Expected: the hints of a tool are read_only, destructive
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string list(const Nothing&, Call&) { return {}; }
};
using List = fairlead::Tool<&Client::list, "list", "Lists", fairlead::mime_type<"text/plain">>;

template struct fairlead::detail::CheckEntries<List>;
