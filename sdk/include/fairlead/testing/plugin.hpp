// The plugin under test, its providers and their bindings. The plugin is the author's own; what is fake about
// a FakePlugin is that no host loaded it.
#ifndef FAIRLEAD_TESTING_PLUGIN_HPP
#define FAIRLEAD_TESTING_PLUGIN_HPP

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "fairlead/check_config.h"
#include "fairlead/testing/client.hpp"
#include "fairlead/testing/host.hpp"
#include "fairlead/testing/schema.hpp"

namespace fairlead::testing {

// A finding of check_config: a JSON Pointer into the configuration, and what is wrong there.
struct FieldError {
  std::string path;
  std::string message;
  bool operator==(const FieldError&) const = default;
};

// Copies are handles of the same binding. It ends by unbind(), or with its plugin.
class TestBinding : public Refusable<TestBinding> {
 public:
  explicit TestBinding(std::shared_ptr<detail::BindingState> state) : state_(std::move(state)) {}

  // bind failed: status(), flags() and message() say why, and connect throws UsageError with that.
  [[nodiscard]] bool refused() const { return state_->handle == nullptr; }

  // The client may be refused(); see there.
  TestClient connect(const OpOptions& options = {}) { return TestClient(state_->connect(options)); }
  // Cancels the connects, and the calls of dynamic_catalog, that run now, from another thread or from inside.
  bool cancel() {
    bool any = false;
    for (const fairlead_call op : state_->connecting.all()) any = state_->parts.cancel(op) || any;
    return any;
  }
  // The entries in force, by dynamic_catalog/1 when the provider has it; asked again after an event.
  [[nodiscard]] const boost::json::object& catalog() { return state_->catalog(); }

  // Closes the clients, unbinds, and records what the provider left behind.
  void unbind() { state_->unbind(); }

  [[nodiscard]] std::uint64_t id() const { return state_->id; }
  // For tests that call the tables themselves.
  [[nodiscard]] fairlead_binding* handle() const { return state_->handle; }
  [[nodiscard]] std::vector<fairlead_call> connecting() const { return state_->connecting.all(); }
  [[nodiscard]] const Refusal& refusal() const { return state_->refusal; }

 private:
  std::shared_ptr<detail::BindingState> state_;
};

// A handle of one provider of a plugin; valid as long as that.
class TestProvider {
 public:
  TestProvider(std::shared_ptr<detail::PluginState> plugin, const fairlead_provider_api& api)
      : plugin_(std::move(plugin)), api_(&api) {}

  // The entries every binding starts with, and the schema of the configuration.
  [[nodiscard]] boost::json::object catalog() const { return parse("catalog", api_->catalog_json); }
  [[nodiscard]] boost::json::object config_schema() const {
    return parse("configuration schema", api_->config_schema_json);
  }

  // Makes a binding as a host does: defaults filled in, secret fields hold the names for
  // FakeHost::set_secret. Only forgotten and unknown top-level fields are looked for (UsageError: a host
  // would never come that far); the real host validates against the whole schema.
  TestBinding bind(boost::json::object config, const BindOptions& options = {}) {
    const boost::json::object schema = config_schema();
    const boost::json::object whole = with_defaults(schema, std::move(config));
    const std::string misfit = detail::find_misfit(schema, whole);
    if (!misfit.empty()) throw UsageError(misfit);
    return make(&whole, boost::json::serialize(whole), options);
  }
  // The text as it is: for what no host would let through.
  TestBinding bind_text(std::string_view config_json, const BindOptions& options = {}) {
    std::string why;
    const auto config = detail::parse_object(config_json, why);
    return make(config ? &*config : nullptr, config_json, options);
  }

  // What check_config/1 finds, defaults filled in before. UsageError if the provider does not have it.
  [[nodiscard]] std::vector<FieldError> check(boost::json::object config) const;

  [[nodiscard]] const fairlead_provider_api& api() const { return *api_; }

 private:
  static boost::json::object parse(const char* what, fairlead_str text) {
    std::string why;
    auto object = detail::parse_object(text.size == 0 ? "{}" : view(text), why);
    if (!object) throw UsageError(std::string("the ") + what + " of the provider " + why);
    return *std::move(object);
  }
  static boost::json::object with_defaults(const boost::json::object& schema, boost::json::object config) {
    boost::json::value whole = std::move(config);
    detail::apply_defaults(schema, whole);
    return std::move(whole.as_object());
  }
  TestBinding make(const boost::json::object* config, std::string_view config_json,
                   const BindOptions& options) {
    plugin_->check_usable();
    auto state = std::make_shared<detail::BindingState>(*plugin_, *api_, options);
    state->bind(config, config_json);
    plugin_->bindings.push_back(state);
    return TestBinding(std::move(state));
  }

  std::shared_ptr<detail::PluginState> plugin_;
  const fairlead_provider_api* api_;
};

inline std::vector<FieldError> TestProvider::check(boost::json::object config) const {
  plugin_->check_usable();
  const void* found =
      api_->get_extension == nullptr ? nullptr : api_->get_extension(FAIRLEAD_EXT_CHECK_CONFIG_1);
  if (found == nullptr) throw UsageError("the provider has no " FAIRLEAD_EXT_CHECK_CONFIG_1);
  const Lent text(boost::json::serialize(with_defaults(config_schema(), std::move(config))));
  std::vector<FieldError> errors;
  const auto& extension = *static_cast<const fairlead_check_config_api*>(found);
  const fairlead_status status = extension.check(
      plugin_->handle, text.view(),
      [](void* user, fairlead_str path, fairlead_str message) noexcept {
        static_cast<std::vector<FieldError>*>(user)->push_back({copy(path), copy(message)});
      },
      &errors);
  detail::Judge& judge = plugin_->parts.judge;
  for (const FieldError& error : errors) {
    judge.check_text("check_config", "path", error.path);
    judge.check_text("check_config", "message", error.message);
    if (!error.path.empty() && error.path.front() != '/') {
      judge.record("check_config gave the path '" + error.path + "', which is no JSON Pointer");
    }
  }
  if (status != (errors.empty() ? FAIRLEAD_OK : FAIRLEAD_INVALID_ARGUMENT)) {
    judge.record("check_config returned " + status_name(status) + " with " + std::to_string(errors.size()) +
                 " errors");
  }
  return errors;
}

// Initialises the plugin; its destructor ends everything in order: calls, clients, bindings, then the plugin.
class FakePlugin : public Refusable<FakePlugin> {
 public:
  // `table` is what fairlead_plugin_main_v1() returned. UsageError if no host could use it.
  FakePlugin(FakeHost& host, const fairlead_plugin_api* table) {
    if (table == nullptr) throw UsageError("the plugin's main returned NULL: it cannot work here");
    state_ = std::make_shared<detail::PluginState>(host.parts(), *table);
  }
  FakePlugin(const FakePlugin&) = delete;
  FakePlugin& operator=(const FakePlugin&) = delete;
  ~FakePlugin() { end(); }

  // init failed: status() and message() say why, and bind throws UsageError with that.
  [[nodiscard]] bool refused() const { return state_->handle == nullptr; }

  // The provider `id`, or the only one. UsageError if there is none, or more than one.
  [[nodiscard]] TestProvider provider(std::string_view id) const {
    for (std::uint32_t i = 0; i < api().provider_count; ++i) {
      if (view(api().providers[i]->id) == id) return {state_, *api().providers[i]};
    }
    throw UsageError("the plugin has no provider '" + std::string(id) + "'");
  }
  [[nodiscard]] TestProvider provider() const {
    if (api().provider_count != 1) throw UsageError("the plugin has several providers: say which");
    return {state_, *api().providers[0]};
  }

  // What the destructor does, once: for tests that look at the host's misbehaviours afterwards.
  void end() { state_->end(); }

  [[nodiscard]] const fairlead_plugin_api& api() const { return state_->api; }
  [[nodiscard]] const Refusal& refusal() const { return state_->refusal; }

 private:
  std::shared_ptr<detail::PluginState> state_;
};

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_PLUGIN_HPP
