// A plugin made of lambdas, inside the test's own process: the C tables of one provider whose functions a
// test replaces one by one. For tests of the core; authors test their providers with the SDK's fake host
// instead.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "fairlead/check_config.h"
#include "fairlead/dynamic_catalog.h"
#include "fairlead/plugin.h"

namespace fairlead::test {

/// What a test sees of one client of the fake provider.
struct FakeClient {
  std::uint64_t binding_id = 0;
  std::string connection_name;
  std::string config_json;
  std::string tenant_id;     ///< as told to connect
  std::uint32_t access = 0;  ///< likewise
};

/// One request as the provider saw it, copied.
struct SeenRequest {
  std::string name, arguments_json, tenant_id, user_id, connection_name, roles_json;
  std::string cursor, input_responses_json, request_state, client_capabilities_json;
  std::uint32_t kind = 0, slot = 0, access = 0, flags = 0;
  std::int32_t log_level = 0;
};

/// Only one FakePlugin may be between construction and `init` at a time. Must outlive what is loaded from it.
class FakePlugin {
 public:
  explicit FakePlugin(std::string provider_id = "fake");
  ~FakePlugin();
  FakePlugin(const FakePlugin&) = delete;
  FakePlugin& operator=(const FakePlugin&) = delete;

  /// The tables; tests may spoil them before they are loaded.
  fairlead_plugin_api api{};
  fairlead_provider_api provider{};
  std::string catalog_json;
  std::string config_schema_json;
  /// Points the tables at the (changed) texts above.
  void update();

  // What the functions do. Defaults succeed; invoke completes with {"structuredContent":{"echo":<name>}}.
  std::function<fairlead_status(const fairlead_host_api&, fairlead_errout*)> on_init;
  std::function<fairlead_status(const fairlead_binding_info&, fairlead_errout*)> on_bind;
  std::function<fairlead_status(FakeClient&, const fairlead_client_op&, fairlead_errout*)> on_connect;
  std::function<fairlead_status(FakeClient&, const fairlead_client_op&, fairlead_errout*)> on_ping;
  std::function<fairlead_status(FakeClient&, const fairlead_client_op&, fairlead_errout*)> on_reset;
  std::function<void(FakeClient&, fairlead_call, const fairlead_request&)> on_invoke;
  std::function<void(FakeClient*, fairlead_call)> on_cancel;

  // The extensions of the provider, which it has when `has_…` says so while it is loaded. Tests may spoil the
  // tables.
  using FoundFn = std::function<void(const std::string& path, const std::string& message)>;
  using CatalogFn = std::function<void(const std::string& catalog_json)>;
  bool has_check_config = false, has_dynamic_catalog = false;
  fairlead_check_config_api check_config{};
  fairlead_dynamic_catalog_api dynamic_catalog{};
  std::function<fairlead_status(const std::string& config_json, const FoundFn&)> on_check_config;
  std::function<fairlead_status(const fairlead_client_op&, const CatalogFn&, fairlead_errout*)> on_catalog;

  [[nodiscard]] const fairlead_host_api& host() const { return *host_; }
  void complete(fairlead_call call, const std::string& result_json,
                std::int32_t outcome = FAIRLEAD_OUT_RESULT);
  void fail(fairlead_call call, fairlead_status status, const std::string& message, std::uint32_t flags = 0);
  void set_error(fairlead_errout* out, fairlead_status status, const std::string& message,
                 std::uint32_t flags = 0);

  std::atomic<int> inits{0}, deinits{0}, binds{0}, unbinds{0}, connects{0}, pings{0}, resets{0}, closes{0},
      invokes{0}, cancels{0};
  [[nodiscard]] std::vector<SeenRequest> seen() const;

 private:
  friend struct FakeEntry;
  const fairlead_host_api* host_ = nullptr;
  const fairlead_provider_api* providers_[1];
  std::string id_;
  std::string provider_id_;
  mutable std::mutex mutex_;
  std::vector<SeenRequest> seen_;  // Guarded by mutex_.
};

/// A catalog with the read-only tool "look" {text: string} and the writing tool "change" {}.
[[nodiscard]] std::string fake_catalog();
/// host: string, default "localhost"; token: secret.
[[nodiscard]] std::string fake_config_schema();

}  // namespace fairlead::test
