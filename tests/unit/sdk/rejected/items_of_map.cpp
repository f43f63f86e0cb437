// A number of elements of what has members.
// Expected: MinItems, MaxItems and UniqueItems are for std::vector
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<std::map<std::string, int>, "Scores", fairlead::MaxItems{3}>;

template struct fairlead::detail::CheckConstraints<Field>;
