// A type that is no entry.
// Expected: an entry of a Provider is a Tool, Resource, ResourceTemplate, Prompt
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

template struct fairlead::detail::CheckEntries<std::string>;
