// Two fields that JSON cannot tell apart.
// Expected: two fields have the same name in JSON, where a last underscore is left out
#include "fairlead/sdk/type_check.hpp"

struct Args {
  int rows;
  int rows_;
};
BOOST_DESCRIBE_STRUCT(Args, (), (rows, rows_))

template struct fairlead::detail::CheckStruct<Args, false>;
