// Two arguments that would travel in one HTTP header.
// Expected: two fields have an XMcpHeader of the same name (case does not count)
#include "fairlead/sdk/type_check.hpp"

struct Args {
  fairlead::Arg<std::string, "", fairlead::XMcpHeader{"Region"}> from;
  fairlead::Arg<std::string, "", fairlead::XMcpHeader{"region"}> to;
};
BOOST_DESCRIBE_STRUCT(Args, (), (from, to))

template struct fairlead::detail::CheckStruct<Args, false>;
