// A form that asks for more than clients can check.
// Expected: a form knows Range, MinLength, MaxLength, Format, OneOf, MinItems, MaxItems, Title and Default
#include "fairlead/sdk/form_schema.hpp"

struct Form {
  fairlead::Arg<std::string, "Code", fairlead::Pattern{"^[0-9]+$"}> code;
};
BOOST_DESCRIBE_STRUCT(Form, (), (code))

template struct fairlead::detail::CheckForm<Form>;
