// A list of resources that gives templates.
// Expected: a list is a member function: ResourcePage
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  fairlead::TemplatePage list(std::string_view, Call&) { return {}; }
};

template struct fairlead::detail::CheckEntries<fairlead::ListResources<&Client::list>>;
