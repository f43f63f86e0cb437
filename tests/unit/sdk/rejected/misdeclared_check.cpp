// A check of the configuration that the host would never call.
// Expected: the client has a static member `check` that the host could not call
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Config {
  int port = 80;
};
BOOST_DESCRIBE_STRUCT(Config, (), (port))
struct Client {
  static Client connect(const Config&, fairlead::Context&) { return {}; }
  static void check(Config&, fairlead::ConfigCheck&) {}
};

template struct fairlead::detail::CheckClient<Client, Config>;
