// Two resources of one URI.
// Expected: two entries have the same name, URI, URI template or completed argument
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  std::string one(Call&) { return {}; }
};
using One = fairlead::Resource<&Client::one, "test://a", "one", "One">;
using Other = fairlead::Resource<&Client::one, "test://a", "other", "Other">;

template struct fairlead::detail::CheckEntries<One, Other>;
