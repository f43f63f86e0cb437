// The plugin that abi_bench calls: gives a text back, once as a described struct through the SDK's whole
// path.
#include <fairlead/sdk.hpp>

namespace {

struct Text {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Text, (), (text))

struct Echo {
  static Echo connect(const fairlead::Nothing&, fairlead::Context&) { return {}; }
  Text echo(const Text& args, fairlead::Call&) { return args; }
};

using EchoTool = fairlead::Tool<&Echo::echo, "echo", "Give the text back", fairlead::read_only>;

}  // namespace

FAIRLEAD_PLUGIN("dev.fairlead.bench.echo", "1.0.0",
                fairlead::Provider<Echo, fairlead::Nothing, "bench_echo", EchoTool>)
