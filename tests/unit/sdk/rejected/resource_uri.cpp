// A resource whose URI has no scheme.
// Expected: a resource needs a URI with a scheme
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string read(Call&) { return {}; }
};

template struct fairlead::detail::CheckEntries<fairlead::Resource<&Client::read, "notes", "notes", "Notes">>;
