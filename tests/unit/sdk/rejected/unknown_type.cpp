// A field of a type that JSON has no shape for.
// Expected: a field has a type the SDK does not know
#include "fairlead/sdk/type_check.hpp"

struct Args {
  void* pointer;
};
BOOST_DESCRIBE_STRUCT(Args, (), (pointer))

template struct fairlead::detail::CheckStruct<Args, false>;
