// The tables between host and plugin: what passes through, what is lent, and what is noted.
#include "plugin/contract/lender.hpp"

#include <gtest/gtest.h>

#include "base/observe/log.hpp"
#include "plugin/binding.hpp"
#include "plugin/invocation.hpp"
#include "plugin/plugin.hpp"
#include "support/fake_plugin.hpp"

namespace fairlead::plugin::contract {
namespace {

class LenderTest : public testing::Test {
 protected:
  void load() {
    lender_ = std::make_unique<Lender>(fake_.api, 0, board_, memory_);
    auto plugin = Plugin::create(lender_->api(), "fake.so", {clock_, *log_});
    ASSERT_TRUE(plugin) << plugin.error().message;
    plugin_ = *std::move(plugin);
    BindingSpec spec;
    spec.id = 1;
    spec.config = {{"host", "db"}};
    auto binding = Binding::create(plugin_, *plugin_->providers().front(), std::move(spec));
    ASSERT_TRUE(binding) << binding.error().message;
    binding_ = *std::move(binding);
  }
  [[nodiscard]] ClientOp operation() const {
    return {
        .tenant_id = "acme", .deadline = Deadline::after(clock_.now(), std::chrono::seconds(30)), .stop = {}};
  }
  CallEnd call() {
    auto client = binding_->connect(operation());
    if (!client) return tl::unexpected<ClientFailure>(client.error());
    const auto invocation = Invocation::open(plugin_->host(), operation().deadline);
    InvokeRequest request;
    request.name = "look";
    request.arguments_json = "{}";
    return (*invocation)->run(static_cast<ProviderClient&>(**client), request);
  }
  void TearDown() override {
    binding_.reset();
    plugin_.reset();
  }

  SystemClock clock_;
  std::unique_ptr<Log> log_ = make_null_log();
  Board board_ = *Board::create();
  LentMemory memory_;
  fairlead::test::FakePlugin fake_;
  std::unique_ptr<Lender> lender_;
  std::shared_ptr<Plugin> plugin_;
  std::shared_ptr<Binding> binding_;
};

TEST_F(LenderTest, PassesCallsAndAnswersOn) {
  load();
  const CallEnd end = call();
  ASSERT_TRUE(end) << end.error().error.message;
  EXPECT_EQ(end->result.at("structuredContent").at("echo"), "look");
  EXPECT_EQ(fake_.connects, 1);
  EXPECT_EQ(fake_.closes, 1);
  EXPECT_NE(lender_->last_call(), 0U);
}

TEST_F(LenderTest, TakesTheViewsBackWhenTheFunctionHasReturned) {
  const char* kept = nullptr;
  fake_.on_bind = [&kept](const fairlead_binding_info& info, fairlead_errout*) {
    kept = info.config_json.data;
    return FAIRLEAD_OK;
  };
  load();
  const LentMemory::Place place = memory_.find(kept);
  EXPECT_EQ(place.belongs, LentMemory::Belongs::TakenBack);
  EXPECT_STREQ(place.what, "config_json of bind");
}

TEST_F(LenderTest, SaysWhichFunctionRuns) {
  std::string phase;
  fake_.on_invoke = [&](auto&, fairlead_call handle, const auto&) {
    phase = board_.last_phase();
    fake_.complete(handle, "{}");
  };
  load();
  (void)call();
  EXPECT_EQ(phase, "invoke look");
  EXPECT_EQ(board_.last_phase(), "");
}

TEST_F(LenderTest, NotesAFailureWithoutAMessage) {
  fake_.on_connect = [](auto&, const auto&, fairlead_errout*) { return FAIRLEAD_UNAVAILABLE; };
  load();
  (void)call();
  (void)call();
  EXPECT_EQ(lender_->unclear_failures(),
            (std::vector<std::string>{"connect failed with status 14 (unavailable) and without a message"}));
}

TEST_F(LenderTest, NotesAnUnknownStatus) {
  fake_.on_invoke = [this](auto&, fairlead_call handle, const auto&) {
    fake_.fail(handle, 4711, "who knows");
  };
  load();
  (void)call();
  EXPECT_EQ(lender_->unclear_failures(),
            (std::vector<std::string>{"a call was failed with status 4711, which ABI 1.0 does not have"}));
}

TEST_F(LenderTest, NotesNothingOfAFailureThatIsExplained) {
  fake_.on_connect = [this](auto&, const auto&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_UNAVAILABLE, "the database is away");
    return FAIRLEAD_UNAVAILABLE;
  };
  load();
  (void)call();
  EXPECT_TRUE(lender_->unclear_failures().empty());
}

TEST_F(LenderTest, PassesTheExtensionsOnWithTheHandlesOfThePlugin) {
  fake_.has_check_config = true;
  fake_.on_check_config = [](const std::string& config, const auto& found) {
    found("/host", config);
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  load();
  const auto errors = plugin_->providers().front()->check_config({{"host", "db"}});
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors.front().message, R"({"host":"db"})");
}

TEST_F(LenderTest, GivesTheCatalogOfABinding) {
  fake_.has_dynamic_catalog = true;
  fake_.on_catalog = [](const auto&, const auto& sink, fairlead_errout*) {
    sink(R"({"tools":[{"name":"later","inputSchema":{"type":"object"}}]})");
    return FAIRLEAD_OK;
  };
  load();
  const auto catalog = binding_->catalog(operation());
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_NE((*catalog)->find_tool("later"), nullptr);
}

}  // namespace
}  // namespace fairlead::plugin::contract
