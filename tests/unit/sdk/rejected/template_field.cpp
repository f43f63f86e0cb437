// A field that the template has no variable for.
// Expected: the fields of Vars are exactly the variables of the URI template
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Vars {
  std::string id;
  std::string book;
};
BOOST_DESCRIBE_STRUCT(Vars, (), (id, book))
struct Client {
  std::string read(const Vars&, Call&) { return {}; }
};
using Notes = fairlead::ResourceTemplate<&Client::read, "notes://{id}", "note", "A note">;

template struct fairlead::detail::CheckEntries<Notes>;
