// A bound that the field's type cannot hold.
// Expected: the bound of an ExclusiveMin or ExclusiveMax and the step of a MultipleOf need the field's type
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<signed char, "Small", fairlead::ExclusiveMax{300}>;

template struct fairlead::detail::CheckConstraints<Field>;
