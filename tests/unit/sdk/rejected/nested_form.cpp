// A form with a form in it.
// Expected: a form is flat: its fields are std::string
#include "fairlead/sdk/form_schema.hpp"

struct Address {
  std::string city;
};
BOOST_DESCRIBE_STRUCT(Address, (), (city))
struct Form {
  Address address;
};
BOOST_DESCRIBE_STRUCT(Form, (), (address))

template struct fairlead::detail::CheckForm<Form>;
