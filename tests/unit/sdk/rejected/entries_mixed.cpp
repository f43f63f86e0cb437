// A blocking tool beside a coroutine.
// Expected: a provider's entries are all blocking functions or all coroutines
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string blocking(const Nothing&, Call&) { return {}; }
  fairlead::Task<std::string> waiting(const Nothing&, Call&) { co_return std::string(); }
};
using Blocking = fairlead::Tool<&Client::blocking, "blocking", "Blocks">;
using Waiting = fairlead::Tool<&Client::waiting, "waiting", "Waits">;

template struct fairlead::detail::CheckEntries<Blocking, Waiting>;
