// Tools on demand that no catalog names.
// Expected: DynamicTools and DynamicPrompts serve what the client adds to its catalog
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string any(std::string_view, const boost::json::object&, Call&) { return {}; }
};

const fairlead_provider_api* table() {
  return fairlead::Provider<Client, Nothing, "dynamic", fairlead::DynamicTools<&Client::any>>::table();
}
