// A range of what is no number.
// Expected: Range, ExclusiveMin, ExclusiveMax and MultipleOf are for numbers
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<std::string, "Name", fairlead::Range{1, 10}>;

template struct fairlead::detail::CheckConstraints<Field>;
