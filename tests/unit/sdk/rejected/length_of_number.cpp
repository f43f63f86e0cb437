// A length of what is no text.
// Expected: MinLength, MaxLength, OneOf, Pattern and Format are for std::string
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<int, "Rows", fairlead::MaxLength{3}>;

template struct fairlead::detail::CheckConstraints<Field>;
