// An element that need not be there.
// Expected: std::optional and Default are for whole fields, not for elements of vectors, arrays and maps
#include "fairlead/sdk/type_check.hpp"

struct Args {
  std::vector<std::optional<int>> rows;
};
BOOST_DESCRIBE_STRUCT(Args, (), (rows))

template struct fairlead::detail::CheckStruct<Args, false>;
