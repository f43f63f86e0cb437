// A secret that would have to come from the model.
// Expected: a Secret may only be a field of a configuration
#include "fairlead/sdk/type_check.hpp"

struct Args {
  fairlead::Secret token;
};
BOOST_DESCRIBE_STRUCT(Args, (), (token))

template struct fairlead::detail::CheckStruct<Args, false>;
