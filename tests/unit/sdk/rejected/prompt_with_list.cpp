// An argument of a prompt that is no text.
// Expected: the arguments of a prompt and the variables of a resource template are text
#include "fairlead/sdk/text_fields.hpp"

struct Args {
  std::vector<std::string> names;
};
BOOST_DESCRIBE_STRUCT(Args, (), (names))

template struct fairlead::detail::CheckTextFields<Args>;
