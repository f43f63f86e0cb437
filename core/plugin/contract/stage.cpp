#include "plugin/contract/stage.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "plugin/outcome.hpp"

namespace fairlead::plugin::contract {
namespace {

constexpr std::uint32_t kProvidersMax = 64;  // As Plugin::create has it.

// What Lender and the checks read without asking; Plugin::create says what is wrong otherwise.
bool is_whole(const fairlead_plugin_api* api) {
  if (api == nullptr || !FAIRLEAD_HAS(api, fairlead_plugin_api, get_extension)) return false;
  if (api->provider_count == 0 || api->provider_count > kProvidersMax || api->providers == nullptr)
    return false;
  for (std::uint32_t i = 0; i < api->provider_count; ++i) {
    const fairlead_provider_api* provider = api->providers[i];
    if (provider == nullptr || !FAIRLEAD_HAS(provider, fairlead_provider_api, get_extension)) return false;
  }
  return true;
}

Result<std::uint32_t> index_of(const fairlead_plugin_api& api, const std::string& provider) {
  if (provider.empty()) return 0;
  for (std::uint32_t i = 0; i < api.provider_count; ++i) {
    const fairlead_str id = api.providers[i]->id;
    if (std::string_view(id.data, id.size) == provider) return i;
  }
  return fail(ErrorCode::NotFound, "the plugin has no provider " + provider, "unknown_provider");
}

}  // namespace

Stage::Stage(const Subject& subject, Board& board, LentMemory& memory, Needs reach)
    : subject_(subject), board_(board), memory_(memory), reach_(reach) {}

Stage::~Stage() { end(); }

Result<void> Stage::map() {
  if (library_) return {};
  const InPhase phase(board_, "dlopen (a constructor of the file)");
  FAIRLEAD_TRY(library_, Library::load(subject_.file));
  return {};
}

Result<const fairlead_plugin_api*> Stage::table() {
  FAIRLEAD_CHECK(map());
  const InPhase phase(board_, FAIRLEAD_PLUGIN_MAIN_SYMBOL);
  return library_->entry_point()();
}

Result<const fairlead_plugin_api*> Stage::whole_table() {
  FAIRLEAD_TRY(const fairlead_plugin_api* const api, table());
  if (is_whole(api)) return api;
  return fail(ErrorCode::InvalidArgument, "its tables are malformed; see declare.tables", "bad_plugin");
}

Result<void> Stage::start() {
  FAIRLEAD_TRY(const fairlead_plugin_api* const api, whole_table());
  FAIRLEAD_TRY(const std::uint32_t index, index_of(*api, subject_.provider));
  lender_.reset();  // The last one first: there is one at a time.
  lender_ = std::make_unique<Lender>(*api, index, board_, memory_);
  const HostServices services{clock_, log_, {.reactors = subject_.reactors}};
  FAIRLEAD_TRY(plugin_, Plugin::create(lender_->api(), subject_.file->name(), services));
  return {};
}

Result<void> Stage::bind_usual() {
  FAIRLEAD_TRY(usual_, bind({}));
  return {};
}

Result<void> Stage::connect_usual() {
  if (provider().has_dynamic_catalog()) {
    FAIRLEAD_TRY(catalog_, usual_.binding->catalog(operation({})));
  }
  auto connected = connect(usual_);
  if (!connected) return fail(std::move(connected.error().error));
  client_ = *std::move(connected);
  return {};
}

void Stage::end() {
  client_.reset();
  usual_ = {};
  if (plugin_ != nullptr) last_id_ = plugin_->id();
  plugin_.reset();
}

Result<Bound> Stage::bind(const BindWish& wish) {
  FAIRLEAD_TRY(SampleConfig sample, make_sample_config(provider(), subject_.config, wish.canary));
  Bound bound;
  bound.tenant = wish.tenant;
  bound.secrets = std::make_shared<SampleSecrets>(std::move(sample.secrets), wish.secrets_fail_from);
  BindingSpec spec;
  spec.id = ++last_binding_;
  spec.connection_name = wish.connection;
  spec.tenant_id = wish.tenant;
  spec.config = std::move(sample.config);
  spec.secrets = bound.secrets;
  FAIRLEAD_TRY(bound.binding, Binding::create(plugin_, provider(), std::move(spec)));
  return bound;
}

ClientOp Stage::operation(const OpWish& wish) const {
  return {.access = wish.access.value_or(access()),
          .tenant_id = wish.tenant,
          .deadline = Deadline::after(clock_.now(), wish.timeout.value_or(usual_timeout())),
          .stop = wish.stop};
}

ClientResult<std::unique_ptr<ProviderClient>> Stage::connect(Bound& bound, const OpWish& wish) {
  auto connected = bound.binding->connect(operation(wish));
  if (!connected) return tl::unexpected<ClientFailure>(std::move(connected.error()));
  return std::unique_ptr<ProviderClient>(static_cast<ProviderClient*>(connected->release()));
}

CallEnd Stage::call(ProviderClient& client, const Entry& entry, const OpWish& wish, const Started& started) {
  const Deadline deadline = Deadline::after(clock_.now(), wish.timeout.value_or(usual_timeout()));
  auto invocation = Invocation::open(client.binding().host(), deadline);
  if (!invocation)
    return tl::unexpected<ClientFailure>(ClientFailure{std::move(invocation.error()), false, false});
  InvokeRequest request;
  request.kind = entry.kind;
  request.slot = entry.slot;
  request.access = wish.access.value_or(access());
  request.name = entry.name;
  request.arguments_json = entry.arguments_json;
  request.tenant_id = wish.tenant;
  request.user_id = "verify-user";
  request.agent_id = "verify-agent";
  request.roles_json = R"(["verify"])";
  request.connection_name = "verify";
  const bool has_output_schema = entry.tool != nullptr && entry.tool->output.has_value();
  request.output_schema = has_output_schema ? &*entry.tool->output : nullptr;
  if (started) started(*invocation);
  return (*invocation)->run(client, request);
}

std::vector<Entry> Stage::entries(const EntryWish& wish) const {
  EntryWish mine = wish;
  mine.has_writes = subject_.allows_writes;
  return make_entries(catalog_ == nullptr ? provider().catalog() : *catalog_, mine);
}

std::vector<std::string> Stage::misbehaviours() const {
  return log_.breaches_of(plugin_ == nullptr ? last_id_ : plugin_->id());
}

std::string shown_text(const CallEnd& end) {
  return end ? boost::json::serialize(end->result)
             : end.error().error.message + end.error().error.detail_json;
}

}  // namespace fairlead::plugin::contract
