// A header for a number that clients would not write the same.
// Expected: an XMcpHeader is for std::string, integers, bool and described enums
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<double, "Ratio", fairlead::XMcpHeader{"Ratio"}>;

template struct fairlead::detail::CheckConstraints<Field>;
