// A template whose variable has no field.
// Expected: the fields of Vars are exactly the variables of the URI template
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
using Notes = fairlead::ResourceTemplate<&Client::read, "notes://{book}/{id}", "note", "A note">;

template struct fairlead::detail::CheckEntries<Notes>;
