// A binding of a fake plugin with secrets and a log in memory, for the tests of bindings and invocations.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "plugin/binding.hpp"
#include "plugin/invocation.hpp"
#include "support/fake_plugin.hpp"

namespace fairlead::plugin::testing_parts {

class MapSecrets final : public SecretSource {
 public:
  std::map<std::string, std::string, std::less<>> values;
  std::optional<Error> broken;

  Result<void> check() const override { return broken ? Result<void>(fail(*broken)) : Result<void>(); }
  Result<void> read(std::string_view name, const std::function<void(std::string_view)>& use) const override {
    if (broken) return fail(*broken);
    const auto found = values.find(name);
    if (found == values.end()) return fail(ErrorCode::NotFound, "no such field");
    use(found->second);
    return {};
  }
};

/// Remembers what the operator would read.
class RecordingLog final : public Log {
 public:
  bool is_enabled(LogLevel level) const noexcept override { return level <= LogLevel::Info; }
  void write(LogLevel, std::string_view message, std::string_view fields) override {
    const std::lock_guard lock(mutex_);
    text_ += std::string(message) + " " + std::string(fields) + "\n";
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

class BindingTest : public ::testing::Test {
 protected:
  void load() {
    auto plugin = Plugin::create(&fake_.api, "fake.so", {*host_clock_, log_, ports_});
    ASSERT_TRUE(plugin) << plugin.error().message;
    plugin_ = *plugin;
  }
  Result<std::shared_ptr<Binding>> bind(std::uint64_t id = 7) {
    if (plugin_ == nullptr) load();
    BindingSpec spec;
    spec.id = id;
    spec.connection_name = "main";
    spec.tenant_id = "acme";
    spec.config = {{"host", "h"}, {"token", "token"}};
    spec.secrets = secrets_;
    return Binding::create(plugin_, *plugin_->providers()[0], std::move(spec));
  }
  ClientOp op() {
    ClientOp op;
    op.tenant_id = "acme";
    op.access = Access::ReadWrite;
    op.deadline = Deadline::after(clock_.now(), std::chrono::seconds(5));
    return op;
  }
  CallEnd run(Binding& binding, Client& client) {
    auto invocation = Invocation::open(binding.host(), op().deadline);
    EXPECT_TRUE(invocation);
    last_ = *invocation;
    InvokeRequest request;
    request.slot = 0;
    request.name = "look";
    request.arguments_json = R"({"text":"x"})";
    request.tenant_id = "acme";
    request.user_id = "singleton";
    request.connection_name = "main";
    request.roles_json = "[]";
    request.log_level = LogLevel::Info;
    return last_->run(static_cast<ProviderClient&>(client), request);
  }

  SystemClock clock_;
  const Clock* host_clock_ = &clock_;
  RecordingLog log_;
  HostPorts ports_;
  fairlead::test::FakePlugin fake_;
  std::shared_ptr<MapSecrets> secrets_ = std::make_shared<MapSecrets>();
  std::shared_ptr<Plugin> plugin_;
  std::shared_ptr<Invocation> last_;
};

}  // namespace fairlead::plugin::testing_parts
