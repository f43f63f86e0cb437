// One process with several plugins that could get in each other's way: the same provider built by different
// compilers against different standard libraries, and two that define the same symbols in different layouts.
// Each is called in turn, twice, and must answer for itself.
//   side_by_side FOLDER HELLO.so… -- SAME_SYMBOLS.so=ANSWER…
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/serialize.hpp>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "plugin/invocation.hpp"
#include "plugin/plugin.hpp"

namespace {

using namespace fairlead;
using namespace fairlead::plugin;
namespace bj = boost::json;

constexpr const char* kPassword = "swordfish";

// Hands out the one password.
class OnePassword final : public SecretSource {
 public:
  [[nodiscard]] Result<void> check() const override { return {}; }
  [[nodiscard]] Result<void> read(std::string_view,
                                  const std::function<void(std::string_view)>& use) const override {
    use(kPassword);
    return {};
  }
};

// A plugin with a client, and what it must answer.
struct Guest {
  std::shared_ptr<Plugin> plugin;
  std::shared_ptr<Binding> binding;
  std::unique_ptr<Client> client;
  std::string tool;
  bj::value expected;
};

Deadline soon() { return Deadline::after(SystemClock().now(), std::chrono::seconds(20)); }

ClientOp operation() {
  ClientOp op;
  op.access = Access::ReadWrite;
  op.tenant_id = "acme";
  op.deadline = soon();
  return op;
}

Result<Guest> invite(const std::filesystem::path& file, HostServices services, bj::object config) {
  static std::uint64_t last_binding = 0;
  LoadOptions options;
  options.scan = Scan::Never;
  Guest guest;
  FAIRLEAD_TRY(guest.plugin, Plugin::load(file, services, options));
  BindingSpec spec;
  spec.id = ++last_binding;
  spec.config = std::move(config);
  spec.secrets = std::make_shared<OnePassword>();
  FAIRLEAD_TRY(guest.binding,
               Binding::create(guest.plugin, *guest.plugin->providers().front(), std::move(spec)));
  auto client = guest.binding->connect(operation());
  if (!client) return fail(std::move(client.error().error));
  guest.client = *std::move(client);
  std::cout << file.string() << ": " << guest.plugin->id() << ", generation " << guest.plugin->generation()
            << ", " << guest.plugin->sdk() << "\n";
  return guest;
}

Result<bj::value> call(Guest& guest, const std::string& tool, const bj::object& arguments) {
  FAIRLEAD_TRY(const auto invocation, Invocation::open(guest.plugin->host(), soon()));
  const ToolEntry* entry = guest.plugin->providers().front()->catalog().find_tool(tool);
  if (entry == nullptr) return fail(ErrorCode::NotFound, "no tool " + tool);
  const std::string text = bj::serialize(arguments);
  InvokeRequest request;
  request.slot = entry->slot;
  request.access = Access::ReadWrite;
  request.name = tool;
  request.arguments_json = text;
  auto end = (*invocation).run(static_cast<ProviderClient&>(*guest.client), request);
  if (!end) return fail(std::move(end.error().error));
  // As the pool does after every use.
  auto reset = guest.client->reset(operation());
  if (!reset) return fail(std::move(reset.error().error));
  const bj::value* content = end->result.if_contains("structuredContent");
  return content == nullptr ? bj::value() : *content;
}

Result<Guest> invite_hello(const std::filesystem::path& file, HostServices services,
                           const std::filesystem::path& notebook) {
  std::ofstream(notebook) << kPassword << "\n";
  FAIRLEAD_TRY(
      Guest guest,
      invite(file, services, {{"file", notebook.string()}, {"password", "password"}, {"list_max", 10}}));
  const std::string note = "written by " + file.string();
  FAIRLEAD_TRY(const bj::value added, call(guest, "add", {{"note", note}}));
  guest.tool = "list";
  guest.expected = {{"notes", bj::array{bj::value(note)}}};
  return guest;
}

// "file.so=answer"
Result<Guest> invite_same_symbols(const std::string& word, HostServices services) {
  const std::size_t split = word.find('=');
  FAIRLEAD_TRY(Guest guest, invite(word.substr(0, split), services, {{"name", "plain"}}));
  guest.tool = "echo";
  guest.expected = {{"value", word.substr(split + 1)}};
  return guest;
}

Result<std::vector<Guest>> invite_all(const std::vector<std::string>& words, HostServices services) {
  std::vector<Guest> guests;
  bool is_hello = true;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "--") {
      is_hello = false;
      continue;
    }
    const std::filesystem::path notebook = std::filesystem::path(words[0]) / ("notebook" + std::to_string(i));
    FAIRLEAD_TRY(Guest guest, is_hello ? invite_hello(words[i], services, notebook)
                                       : invite_same_symbols(words[i], services));
    guests.push_back(std::move(guest));
  }
  return guests;
}

Result<void> run(const std::vector<std::string>& words, HostServices services) {
  constexpr int kRounds = 2;
  FAIRLEAD_TRY(std::vector<Guest> guests, invite_all(words, services));
  for (int round = 0; round < kRounds; ++round) {
    for (Guest& guest : guests) {
      FAIRLEAD_TRY(const bj::value answer, call(guest, guest.tool, {}));
      if (answer == guest.expected) continue;
      return fail(ErrorCode::Internal, guest.plugin->path() + " answered " + bj::serialize(answer) +
                                           " instead of " + bj::serialize(guest.expected));
    }
  }
  // Clients before bindings before plugins, as members of a Guest are in the order of use.
  for (Guest& guest : guests) guest.client.reset();
  for (Guest& guest : guests) guest.binding.reset();
  std::cout << guests.size() << " plugins side by side, each right\n";
  return {};
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::cerr << "use: side_by_side FOLDER HELLO.so... -- SAME_SYMBOLS.so=ANSWER...\n";
    return 2;
  }
  const SystemClock clock;
  const auto log = make_null_log();
  const auto done = run(std::vector<std::string>(words + 1, words + count), {clock, *log});
  if (done) return 0;
  std::cerr << done.error().message << "\n";
  return 1;
}
