// A prompt that gives what no message can hold.
// Expected: a prompt gives std::string or Messages
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Client {
  int review(const Nothing&, Call&) { return 0; }
};

template struct fairlead::detail::CheckEntries<fairlead::Prompt<&Client::review, "review", "Reviews">>;
