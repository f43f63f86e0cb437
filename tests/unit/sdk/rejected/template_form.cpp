// A template with an operator that is not supported.
// Expected: a URI template is text with {name} variables, text between them
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Vars {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(Vars, (), (id))
struct Client {
  std::string read(const Vars&, Call&) { return {}; }
};

template struct fairlead::detail::CheckEntries<
    fairlead::ResourceTemplate<&Client::read, "notes://{?id}", "note", "A note">>;
