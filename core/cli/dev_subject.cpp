#include "cli/dev_subject.hpp"

#include <utility>

#include "plugin/contract/sample_config.hpp"
#include "runtime/bound_connection.hpp"

namespace fairlead::cli {
namespace {

std::string provider_names(const plugin::Plugin& plugin) {
  std::string out;
  for (const auto& provider : plugin.providers()) out += (out.empty() ? "" : ", ") + provider->id();
  return out;
}

Result<const plugin::Provider*> choose_provider(const plugin::Plugin& plugin, const std::string& id) {
  if (id.empty() && plugin.providers().size() == 1) return plugin.providers().front().get();
  for (const auto& provider : plugin.providers()) {
    if (provider->id() == id) return provider.get();
  }
  return fail(ErrorCode::NotFound,
              (id.empty() ? "the plugin has several providers" : "the plugin has no provider '" + id + "'") +
                  "; name one with --provider: " + provider_names(plugin),
              "unknown_provider");
}

Result<plugin::BindingSpec> make_spec(const plugin::Provider& provider, const DevCaller& caller,
                                      const boost::json::object& config) {
  namespace contract = plugin::contract;
  FAIRLEAD_TRY(contract::SampleConfig sample, contract::make_sample_config(provider, config));
  const auto errors = provider.check_config(sample.config);
  if (!errors.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "the provider refuses the configuration: " + json::to_text(errors), "bad_connection_config");
  }
  plugin::BindingSpec spec;
  spec.id = runtime::next_binding_id();
  spec.connection_name = provider.id();
  spec.tenant_id = caller.tenant;
  spec.config = std::move(sample.config);
  spec.secrets = std::make_shared<contract::SampleSecrets>(std::move(sample.secrets));
  return spec;
}

}  // namespace

DevSubject::DevSubject(std::shared_ptr<plugin::Plugin> plugin, std::shared_ptr<plugin::Binding> binding,
                       DevCaller caller)
    : plugin_(std::move(plugin)), binding_(std::move(binding)), caller_(std::move(caller)) {}

Result<std::shared_ptr<DevSubject>> DevSubject::bind(std::shared_ptr<plugin::Plugin> plugin, DevCaller caller,
                                                     const boost::json::object& config) {
  FAIRLEAD_TRY(const plugin::Provider* const provider, choose_provider(*plugin, caller.provider));
  FAIRLEAD_TRY(plugin::BindingSpec spec, make_spec(*provider, caller, config));
  FAIRLEAD_TRY(auto binding, plugin::Binding::create(plugin, *provider, std::move(spec)));
  return std::shared_ptr<DevSubject>(
      new DevSubject(std::move(plugin), std::move(binding), std::move(caller)));
}

plugin::ClientOp DevSubject::operation(Deadline deadline, std::stop_token stop) const {
  return {
      .access = caller_.access, .tenant_id = caller_.tenant, .deadline = deadline, .stop = std::move(stop)};
}

Result<std::shared_ptr<const plugin::Catalog>> DevSubject::catalog(const plugin::ClientOp& op) {
  return binding_->catalog(op);
}

plugin::ClientResult<plugin::ProviderClient*> DevSubject::client(const plugin::ClientOp& op) {
  if (client_ == nullptr) {
    auto connected = binding_->connect(op);
    if (!connected) return tl::unexpected<plugin::ClientFailure>(std::move(connected.error()));
    client_ = *std::move(connected);
  }
  return static_cast<plugin::ProviderClient*>(client_.get());
}

void DevSubject::remember_round(const std::string& entry, std::string state) {
  if (rounds_.size() >= kRoundsMax && !rounds_.contains(entry)) rounds_.clear();
  rounds_[entry] = std::move(state);
}

bool DevSubject::is_known_round(const std::string& entry, const std::string& state) const {
  const auto found = rounds_.find(entry);
  return found != rounds_.end() && found->second == state;
}

}  // namespace fairlead::cli
