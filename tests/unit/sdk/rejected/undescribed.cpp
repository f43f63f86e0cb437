// A struct whose fields nobody listed.
// Expected: describe the struct: BOOST_DESCRIBE_STRUCT(Name, (), (fields...))
#include "fairlead/sdk/type_check.hpp"

struct Args {
  int rows;
};

template struct fairlead::detail::CheckStruct<Args, false>;
