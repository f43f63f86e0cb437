// A default that the field itself refuses.
// Expected: a Default or one of the Examples is refused by the field's other constraints
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<int, "Rows", fairlead::Range{1, 10}, fairlead::Default{50}>;

template struct fairlead::detail::CheckConstraints<Field>;
