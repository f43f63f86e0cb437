// A cancel() that cannot know which of several calls is meant.
// Expected: a SharedClient has no cancel()
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  void cancel() noexcept {}
};

const fairlead_provider_api* table() {
  return fairlead::Provider<Client, Nothing, "shared", fairlead::SharedClient<4>>::table();
}
