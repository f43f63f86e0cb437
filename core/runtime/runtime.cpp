#include "runtime/runtime.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "runtime/call_log.hpp"
#include "runtime/call_steps.hpp"
#include "runtime/router.hpp"
#include "tenancy/administration.hpp"

namespace fairlead::runtime {
namespace {

constexpr std::chrono::seconds kMaintenanceInterval{1};
constexpr std::chrono::seconds kTrialTimeout{10};

// For its owner alone when it is made here; one that exists keeps the permissions it has.
Result<void> make_state_dir(const std::filesystem::path& dir) {
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(dir, error);
  if (is_new && !error) std::filesystem::permissions(dir, std::filesystem::perms::owner_all, error);
  if (!error) return {};
  return fail(ErrorCode::Unavailable,
              "the state folder " + dir.string() + " cannot be made: " + error.message(), "state_dir");
}

}  // namespace

struct Runtime::State {
  State(Settings settings_in, const Clock& clock_in, Log& log_in)
      : settings(std::move(settings_in)),
        clock(clock_in),
        log(log_in),
        resolver(
            {.secrets_dir = settings.secrets_dir.string(), .environment = store::process_environment()}) {}

  const Settings settings;
  const Clock& clock;
  Log& log;
  const store::SecretResolver resolver;
  std::unique_ptr<plugin::ProviderRegistry> providers;
  std::unique_ptr<CallLog> call_log;
  std::mutex store_mutex;  // Guards store, and with it the order of publications.
  std::unique_ptr<store::Store> store;
  std::unique_ptr<Router> router;
  std::jthread maintenance;  // Last: stops before what it looks after is gone.

  [[nodiscard]] BindingParts binding_parts() const { return {resolver, clock, settings}; }
  void start_maintenance();
  void stop_maintenance();
  void fill(Explanation& out, const tenancy::Tenant& tenant, const Result<ToolRoute>& route) const;
};

void Runtime::State::start_maintenance() {
  maintenance = std::jthread([this](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any sleep;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      sleep.wait_for(lock, stop, kMaintenanceInterval, [] { return false; });
      if (!stop.stop_requested()) router->maintain();
    }
  });
}

void Runtime::State::stop_maintenance() {
  maintenance.request_stop();
  if (maintenance.joinable()) maintenance.join();
}

Runtime::Runtime(std::unique_ptr<State> state) : state_(std::move(state)) {}

Runtime::~Runtime() { state_->stop_maintenance(); }

Result<void> Runtime::close(Duration patience) {
  state_->stop_maintenance();
  return state_->router->close(Deadline::after(state_->clock.now(), patience));
}

Result<std::unique_ptr<Runtime>> Runtime::create(Settings settings, const Clock& clock, Log& log,
                                                 RuntimeParts parts) {
  auto state = std::make_unique<State>(std::move(settings), clock, log);
  if (parts.providers != nullptr) {
    state->providers = std::move(parts.providers);
  } else {
    FAIRLEAD_TRY(const plugin::LoadOptions options, plugin_load_options(state->settings));
    state->providers = std::make_unique<plugin::ProviderRegistry>(
        plugin::ProviderRegistry::scan(state->settings.plugin_folders, {clock, log, parts.ports}, options));
    for (const plugin::RefusedFile& refused : state->providers->refused()) log.warning(refused.error.message);
  }
  if (parts.store != nullptr) {
    state->store = std::move(parts.store);
  } else {
    FAIRLEAD_CHECK(make_state_dir(state->settings.state_dir));
    store::StoreOptions options;
    options.path = state->settings.store_path().string();
    FAIRLEAD_TRY(state->store, store::Store::open(options, clock));
  }
  if (state->settings.is_call_log_on) {
    FAIRLEAD_CHECK(make_state_dir(state->settings.state_dir));
    FAIRLEAD_TRY(state->call_log, open_call_log(state->settings.call_log_path(), log));
  } else {
    state->call_log = make_null_call_log();
  }
  FAIRLEAD_TRY(auto directory, tenancy::load_directory(*state->store));
  state->router = std::make_unique<Router>(*state->providers, state->binding_parts(), std::move(directory));
  state->start_maintenance();
  return std::unique_ptr<Runtime>(new Runtime(std::move(state)));
}

InvocationResult Runtime::call(const CallRequest& request) {
  CallInProgress call(request, *state_->router, state_->clock, state_->settings.call_timeout);
  InvocationResult answer = serve(call);
  if (answer.user.empty()) answer.user = request.principal.user_id;
  state_->call_log->write(to_call_line(answer, state_->clock.wall_now()));
  return answer;
}

Result<Explanation> Runtime::explain(const Principal& principal, std::string_view tool) {
  const std::shared_ptr<RoutingTable> table = state_->router->current();
  FAIRLEAD_TRY(const KnownPrincipal known, find_principal(table->directory(), principal));
  Explanation out;
  out.tenant = known.tenant->id;
  out.user = known.user;
  out.tool = tool;
  const auto route = find_tool(table->directory(), *state_->providers, *known.tenant, known.user, tool);
  state_->fill(out, *known.tenant, route);
  if (!route) return out;
  const tenancy::Connection& connection = *route->rung.connection;
  out.passed = tenancy::trace(table->directory(), *known.tenant, known.user, connection.name).passed;
  out.clients_max = connection.scope == Scope::Global ? state_->settings.clients_per_global_connection
                                                      : state_->settings.clients_per_connection;
  if (const BoundConnection* bound = table->find(connection)) out.pool = bound->pool().stats();
  return out;
}

void Runtime::State::fill(Explanation& out, const tenancy::Tenant& tenant,
                          const Result<ToolRoute>& route) const {
  out.timeout = settings.call_timeout;
  if (!route) {
    out.refusal = route.error();
    return;
  }
  out.connection = route->rung.connection->name;
  out.provider = route->source.provider->id();
  out.rung = route->rung.scope;
  out.access = route->rung.access;
  out.is_tool_read_only = route->entry->is_read_only;
  if (route->entry->traits.timeout)
    out.timeout = std::min<Duration>(out.timeout, *route->entry->traits.timeout);
  const auto enabled = check_enabled(tenant, *route->source.provider);
  out.is_provider_enabled = enabled.has_value();
  const auto allowed = enabled ? check_access(tenant, *route) : enabled;
  if (!allowed) out.refusal = allowed.error();
}

Result<ToolList> Runtime::tools(const Principal& principal) const {
  const std::shared_ptr<RoutingTable> table = state_->router->current();
  FAIRLEAD_TRY(const KnownPrincipal known, find_principal(table->directory(), principal));
  ToolList list;
  for (OfferedTool& offered :
       offered_tools(table->directory(), *state_->providers, *known.tenant, known.user)) {
    auto allowed = offered.route ? check_enabled(*known.tenant, *offered.route->source.provider)
                                 : Result<void>(fail(offered.route.error()));
    if (allowed) allowed = check_access(*known.tenant, *offered.route);
    if (!allowed) {
      list.hidden.push_back(
          {std::move(offered.name), std::move(offered.connection), allowed.error().message});
      continue;
    }
    const ToolRoute& route = *offered.route;
    boost::json::object definition = route.entry->definition;
    definition["name"] = offered.name;
    list.tools.push_back({std::move(offered.name), std::move(offered.connection), route.source.provider->id(),
                          route.rung.scope, route.rung.access, route.entry->is_read_only,
                          std::move(definition)});
  }
  return list;
}

Result<void> Runtime::check_connection(const tenancy::Connection& connection) const {
  FAIRLEAD_TRY(const plugin::ProviderSource source, find_provider(*state_->providers, connection));
  FAIRLEAD_TRY(const plugin::BindingSpec spec,
               make_binding_spec(connection, *source.provider, state_->resolver));
  const auto errors = source.provider->check_config(spec.config);
  if (errors.empty()) return {};
  return fail(ErrorCode::InvalidArgument, store::describe(connection.key()) + ": " + json::to_text(errors),
              "bad_connection_config");
}

Result<ConnectionTrial> Runtime::try_connection(const tenancy::Connection& connection) {
  FAIRLEAD_TRY(const plugin::ProviderSource source, find_provider(*state_->providers, connection));
  FAIRLEAD_TRY(plugin::BindingSpec spec, make_binding_spec(connection, *source.provider, state_->resolver));
  spec.id = next_binding_id();
  FAIRLEAD_TRY(const auto binding, plugin::Binding::create(source.plugin, *source.provider, std::move(spec)));
  plugin::ClientOp op;
  op.access = connection.access;
  op.tenant_id = connection.tenant_id;
  op.deadline = Deadline::after(state_->clock.now(), kTrialTimeout);

  ConnectionTrial trial;
  const MonotonicTime started = state_->clock.now();
  auto client = binding->connect(op);
  if (!client) return fail(std::move(client.error().error));
  const MonotonicTime connected = state_->clock.now();
  auto ponged = (*client)->ping(op);
  if (!ponged) return fail(std::move(ponged.error().error));
  trial.connect = connected - started;
  trial.ping = state_->clock.now() - connected;
  return trial;
}

const plugin::ProviderRegistry& Runtime::providers() const { return *state_->providers; }

const Settings& Runtime::settings() const { return state_->settings; }

std::shared_ptr<const tenancy::Directory> Runtime::directory() const {
  return state_->router->current()->shared_directory();
}

Result<void> Runtime::administer(const std::function<Result<void>(store::Store&)>& change) {
  const std::lock_guard lock(state_->store_mutex);
  FAIRLEAD_CHECK(state_->store->transaction([&] { return change(*state_->store); }));
  FAIRLEAD_TRY(auto directory, tenancy::load_directory(*state_->store));
  state_->router->publish(std::move(directory));
  return {};
}

}  // namespace fairlead::runtime
