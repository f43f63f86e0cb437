// A completion of an argument that the prompt does not have.
// Expected: a Completion names a Prompt or the URI template of a ResourceTemplate
#include "fairlead/sdk.hpp"

using fairlead::Call;
using fairlead::Nothing;

struct Args {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(Args, (), (code))
struct Client {
  std::string review(const Args&, Call&) { return {}; }
  std::vector<std::string> codes(const fairlead::CompletionRequest&, Call&) { return {}; }
};
using Review = fairlead::Prompt<&Client::review, "review", "Reviews">;
using Codes = fairlead::Completion<&Client::codes, "review", "kode">;

template struct fairlead::detail::CheckEntries<Review, Codes>;
