// A plugin written against the C tables, as one in C would be: each of its functions does what the test of
// the moment wants. It keeps no state but the host that init was given.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fairlead/testing.hpp"

namespace sdk_testing_test {

// Empty functions succeed; invoke completes with {"content":[]}.
struct Script {
  std::function<fairlead_status(const fairlead_binding_info&, fairlead_errout*)> bind;
  std::function<fairlead_status(const fairlead_client_op&, fairlead_errout*)> connect;
  std::function<fairlead_status(const fairlead_client_op&, fairlead_errout*)> ping;
  std::function<void(fairlead_call, const fairlead_request&)> invoke;
  std::function<void(fairlead_client*, fairlead_call)> cancel;
  std::function<void()> unbind;
  std::function<fairlead_status(std::string_view config, fairlead_field_error_fn found, void* user)> check;
  std::function<fairlead_status(fairlead_value_fn sink, void* user, fairlead_errout*)> catalog;
  fairlead_status init_status = FAIRLEAD_OK;
  bool makes_nothing = false;      // init, bind and connect say OK and set nothing
  std::vector<std::string> steps;  // the lifecycle functions in the order of their calls
};

// Both live until the next fresh_script.
Script& script();
const fairlead_host_api& host_api();

// A new script, and the table of the plugin that follows it; the copy may be changed.
Script& fresh_script();
struct Tables {
  fairlead_provider_api provider;
  const fairlead_provider_api* providers[1];
  fairlead_plugin_api plugin;
};
Tables& tables();

template <class T>
const T& extension(const char* id) {
  return *static_cast<const T*>(host_api().get_extension(host_api().host, id));
}

// Shorthands for host functions.
fairlead_status complete(fairlead_call call, std::string_view json = R"({"content":[]})",
                         int outcome = FAIRLEAD_OUT_RESULT);
fairlead_status fail(fairlead_call call, fairlead_status status, std::string_view message = "no");

// A fake host, the scripted plugin and one client of it.
class Bench {
 public:
  explicit Bench(std::uint32_t flags = 0);
  fairlead::testing::TestClient connect();

  fairlead::testing::FakeHost host;
  fairlead::testing::FakePlugin plugin;
};

}  // namespace sdk_testing_test
