// Unit tests of a provider without a host: fake time, secrets, HTTP and event loop, in milliseconds, with any
// test framework. The provider's sources are compiled into the test; CMake: fairlead_add_plugin_test.
//
//   fairlead::testing::FakeHost host;
//   host.set_secret("the password", "open sesame");
//   fairlead::testing::FakePlugin plugin(host, fairlead_plugin_main_v1());
//   auto binding = plugin.provider("hello").bind({{"file", path}, {"password", "the password"}});
//   auto client = binding.connect();
//   auto added = client.call("add", {{"note", "one"}});
//   EXPECT_TRUE(added.is_ok()) << added.summary();
//   EXPECT_EQ(client.call("list").structured().at("notes"), boost::json::array({"one"}));
//   EXPECT_TRUE(client.call("add", {{"note", "one\ntwo"}}).is_tool_error());
//   plugin.end();
//   EXPECT_EQ(host.misbehaviours(), std::vector<std::string>());
//
// The fake is strict where the contract is: host.misbehaviours() lists each breach of plugin.h that it saw.
// It is lenient where only the real host can judge: it validates no arguments, no results and, but for
// forgotten and unknown top-level fields, no configurations against their schemas. `fairlead verify` is the
// next judge.
//
// Needs the plugin headers and Boost.JSON, which the test compiles from sdk/src/boost_json.cpp, as plugins
// do, or links as Boost::json.
#ifndef FAIRLEAD_TESTING_HPP
#define FAIRLEAD_TESTING_HPP

#include "fairlead/testing/client.hpp"
#include "fairlead/testing/host.hpp"
#include "fairlead/testing/options.hpp"
#include "fairlead/testing/plugin.hpp"
#include "fairlead/testing/result.hpp"

#endif  // FAIRLEAD_TESTING_HPP
