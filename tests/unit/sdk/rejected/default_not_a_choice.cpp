// A default that is none of the texts to choose from.
// Expected: a Default or one of the Examples is refused by the field's other constraints
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<std::string, "Order", fairlead::OneOf{"asc", "desc"}, fairlead::Default{"up"}>;

template struct fairlead::detail::CheckConstraints<Field>;
