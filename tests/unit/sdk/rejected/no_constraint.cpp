// Something that constrains nothing.
// Expected: behind the description of an Arg stand only the constraints of constraints.hpp
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<int, "Rows", 10>;

template struct fairlead::detail::CheckConstraints<Field>;
