// A range that nothing lies in.
// Expected: a Range needs min <= max, both of the field's type
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<int, "Rows", fairlead::Range{10, 1}>;

template struct fairlead::detail::CheckConstraints<Field>;
