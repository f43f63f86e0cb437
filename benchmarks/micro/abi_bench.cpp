// What crossing the C contract costs: one call of a tool that gives its text back, with 100 bytes and 1 KiB
// of JSON, beside a virtual function of C++ that does the same.
//   BM_Abi_VirtualCall  std::string call(std::string_view) of an object whose class the compiler cannot see
//   BM_Abi_TableCall    invoke through a plugin's table and call_complete through the host's; both copy the
//                       text, nobody reads it
//   BM_Abi_HostCall     the same plugin under the real host: handle, cancellation gate, result parsed and
//   checked BM_Abi_SdkCall      a plugin on the C++ layer under the real host: arguments decoded into a
//   struct, result
//                       encoded from one, checked against its outputSchema
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "base/observe/log.hpp"
#include "plugin/binding.hpp"
#include "plugin/invocation.hpp"
#include "plugin/plugin.hpp"
#include "virtual_echo.hpp"

namespace {

using fairlead::Deadline;
namespace plugin = fairlead::plugin;

// Arguments of about `bytes` bytes.
std::string arguments_of(std::size_t bytes) {
  const std::string around = R"({"text":""})";
  return R"({"text":")" + std::string(bytes - around.size(), 'x') + R"("})";
}

template <class T, class Error>
T value_or_abort(tl::expected<T, Error> result) {
  if (!result) std::abort();
  return *std::move(result);
}

// One client of one tool under the real host.
class HostedTool {
 public:
  explicit HostedTool(std::shared_ptr<plugin::Plugin> plugin)
      : plugin_(std::move(plugin)),
        binding_(value_or_abort(plugin::Binding::create(plugin_, *plugin_->providers().front(), {.id = 1}))),
        client_(value_or_abort(binding_->connect(op()))) {}

  std::size_t call(std::string_view arguments_json) {
    const auto& tool = plugin_->providers().front()->catalog().tools().front();
    plugin::InvokeRequest request;
    request.slot = tool.slot;
    request.name = tool.name;
    request.arguments_json = arguments_json;
    request.tenant_id = "acme";
    request.user_id = "singleton";
    if (tool.output) request.output_schema = &*tool.output;
    const auto invocation = value_or_abort(plugin::Invocation::open(plugin_->host(), op().deadline));
    const auto end = invocation->run(static_cast<plugin::ProviderClient&>(*client_), request);
    if (!end) std::abort();
    return end->result.size();
  }

 private:
  [[nodiscard]] plugin::ClientOp op() const {
    plugin::ClientOp made;
    made.access = fairlead::Access::ReadWrite;
    made.tenant_id = "acme";
    made.deadline = Deadline::after(plugin_->host().clock().now(), std::chrono::seconds(30));
    return made;
  }

  std::shared_ptr<plugin::Plugin> plugin_;
  std::shared_ptr<plugin::Binding> binding_;
  std::unique_ptr<plugin::Client> client_;
};

void virtual_call(benchmark::State& state) {
  const std::string arguments = arguments_of(static_cast<std::size_t>(state.range(0)));
  const std::unique_ptr<fairlead::bench::VirtualEcho> echo = fairlead::bench::make_virtual_echo();
  for (auto _ : state) benchmark::DoNotOptimize(echo->call(arguments));
}

// Only what a crossing needs: a completion that copies the text.
struct CopyingHost {
  fairlead_host_api api{};
  std::string copied;
  CopyingHost() {
    api.struct_size = sizeof api;
    api.abi_major = FAIRLEAD_ABI_MAJOR;
    api.host = reinterpret_cast<fairlead_host*>(this);
    api.call_complete = [](fairlead_host* host, fairlead_call, std::int32_t, fairlead_str json) noexcept {
      reinterpret_cast<CopyingHost*>(host)->copied = std::string(json.data, json.size);
      return static_cast<fairlead_status>(FAIRLEAD_OK);
    };
  }
};

void table_call(benchmark::State& state) {
  const std::string arguments = arguments_of(static_cast<std::size_t>(state.range(0)));
  CopyingHost host;
  const fairlead_plugin_api& echo = *fairlead::bench::raw_echo_table();
  fairlead_plugin* handle = nullptr;
  if (echo.init(&host.api, &handle, nullptr) != FAIRLEAD_OK) std::abort();
  fairlead_request request{};
  request.struct_size = sizeof request;
  request.arguments_json = {arguments.data(), arguments.size()};
  for (auto _ : state) {
    echo.providers[0]->invoke(nullptr, 1, &request);
    benchmark::DoNotOptimize(host.copied);
  }
  echo.deinit(handle);
}

void hosted_call(benchmark::State& state, std::shared_ptr<plugin::Plugin> loaded) {
  const std::string arguments = arguments_of(static_cast<std::size_t>(state.range(0)));
  HostedTool tool(std::move(loaded));
  for (auto _ : state) benchmark::DoNotOptimize(tool.call(arguments));
}

// What all hosts of this program share.
struct Services {
  fairlead::SystemClock clock;
  std::unique_ptr<fairlead::Log> log = fairlead::make_null_log();
};

void host_call(benchmark::State& state) {
  const Services services;
  hosted_call(state, value_or_abort(plugin::Plugin::create(fairlead::bench::raw_echo_table(), "raw_echo",
                                                           {services.clock, *services.log})));
}

void sdk_call(benchmark::State& state) {
  const Services services;
  plugin::LoadOptions options;
  options.scan = plugin::Scan::Never;
  hosted_call(state, value_or_abort(plugin::Plugin::load(FAIRLEAD_BENCH_ECHO_PLUGIN,
                                                         {services.clock, *services.log}, options)));
}

BENCHMARK(virtual_call)->Name("BM_Abi_VirtualCall")->ArgName("bytes")->Arg(100)->Arg(1024);
BENCHMARK(table_call)->Name("BM_Abi_TableCall")->ArgName("bytes")->Arg(100)->Arg(1024);
BENCHMARK(host_call)->Name("BM_Abi_HostCall")->ArgName("bytes")->Arg(100)->Arg(1024);
BENCHMARK(sdk_call)->Name("BM_Abi_SdkCall")->ArgName("bytes")->Arg(100)->Arg(1024);

}  // namespace

BENCHMARK_MAIN();
