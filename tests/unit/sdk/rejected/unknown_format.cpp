// A format that no schema knows.
// Expected: a Format is one that JSON Schema 2020-12 names
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<std::string, "Home", fairlead::Format{"url"}>;

template struct fairlead::detail::CheckConstraints<Field>;
