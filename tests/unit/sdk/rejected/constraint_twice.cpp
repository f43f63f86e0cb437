// A constraint that says two things.
// Expected: one constraint stands twice behind the description of an Arg
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<int, "Rows", fairlead::Range{1, 10}, fairlead::Range{5, 20}>;

template struct fairlead::detail::CheckConstraints<Field>;
