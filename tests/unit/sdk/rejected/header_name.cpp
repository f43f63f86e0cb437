// A header name that HTTP does not allow.
// Expected: the name of an XMcpHeader is made of letters, digits and
#include "fairlead/sdk/constraint_faults.hpp"

using Field = fairlead::Arg<std::string, "Region", fairlead::XMcpHeader{"My Region"}>;

template struct fairlead::detail::CheckConstraints<Field>;
