// The catalog of one binding: when it is asked for, and what becomes of a bad answer.
#include <atomic>
#include <semaphore>
#include <thread>

#include "fairlead/events.h"
#include "plugin/event_inbox.hpp"
#include "unit/plugin/binding_fixture.hpp"

namespace fairlead::plugin {
namespace {

class BindingCatalogTest : public testing_parts::BindingTest {
 protected:
  void SetUp() override {
    fake_.has_dynamic_catalog = true;
    ports_.events = &inbox_;
    fake_.on_catalog = [this](const fairlead_client_op&, const auto& sink, fairlead_errout* out) {
      ++asked_;
      for (const std::string& one : answers_) sink(one);
      if (status_ != FAIRLEAD_OK) fake_.set_error(out, status_, "no schema today");
      return status_;
    };
  }
  static std::string with_tool(const std::string& name) {
    return R"({"tools":[{"name":")" + name + R"(","inputSchema":{"type":"object"}}]})";
  }
  void change_list(std::uint64_t binding_id) {
    const auto* events = static_cast<const fairlead_events_api*>(
        fake_.host().get_extension(fake_.host().host, FAIRLEAD_EXT_EVENTS_1));
    ASSERT_NE(events, nullptr);
    EXPECT_EQ(events->list_changed(fake_.host().host, binding_id, FAIRLEAD_LIST_TOOLS), FAIRLEAD_OK);
  }
  std::string only_tool(Binding& binding) {
    const auto catalog = binding.catalog(op());
    if (!catalog) return "error: " + catalog.error().message;
    return (*catalog)->tools().size() == 1 ? (*catalog)->tools()[0].name : "not one tool";
  }

  EventInbox inbox_;
  std::vector<std::string> answers_{with_tool("a")};
  fairlead_status status_ = FAIRLEAD_OK;
  std::atomic<int> asked_{0};
};

TEST_F(BindingCatalogTest, IsTheProvidersOwnWithoutTheExtension) {
  fake_.has_dynamic_catalog = false;
  auto binding = bind();
  const auto catalog = (*binding)->catalog(op());
  ASSERT_TRUE(catalog);
  EXPECT_EQ(catalog->get(), &plugin_->providers()[0]->catalog());
}

TEST_F(BindingCatalogTest, IsAskedForOnce) {
  auto binding = bind();
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_EQ(asked_, 1);
}

TEST_F(BindingCatalogTest, IsAskedForAgainAfterItsListChanged) {
  auto binding = bind(7);
  EXPECT_EQ(only_tool(**binding), "a");
  answers_ = {with_tool("b")};
  change_list(7);
  EXPECT_EQ(only_tool(**binding), "b");
  EXPECT_EQ(asked_, 2);
}

TEST_F(BindingCatalogTest, IsNotAskedForWhenAnotherBindingsListChanged) {
  auto binding = bind(7);
  auto other = bind(8);
  EXPECT_EQ(only_tool(**binding), "a");
  change_list(8);
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_EQ(asked_, 1);
}

TEST_F(BindingCatalogTest, IsAskedForAgainWhenItChangesWhileItIsAskedFor) {
  auto binding = bind(7);
  fake_.on_catalog = [this](const fairlead_client_op&, const auto& sink, fairlead_errout*) {
    if (++asked_ == 1) change_list(7);
    sink(with_tool("a"));
    return FAIRLEAD_OK;
  };
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_EQ(asked_, 2);
}

TEST_F(BindingCatalogTest, IsAnErrorWhileThereIsNone) {
  status_ = FAIRLEAD_UNAVAILABLE;
  answers_.clear();
  auto binding = bind();
  const auto catalog = (*binding)->catalog(op());
  ASSERT_FALSE(catalog);
  EXPECT_EQ(catalog.error().code, ErrorCode::Unavailable);
  EXPECT_EQ(catalog.error().message, "no schema today");
}

TEST_F(BindingCatalogTest, StaysWhenANewOneCannotBeHad) {
  auto binding = bind(7);
  EXPECT_EQ(only_tool(**binding), "a");
  status_ = FAIRLEAD_UNAVAILABLE;
  answers_.clear();
  change_list(7);
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_NE(log_.text().find("no schema today"), std::string::npos);
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_EQ(asked_, 2);  // Not again before kCatalogRetry has passed.
}

struct BadAnswer {
  std::string what;
  std::vector<std::string> answers;
};
class RefusedAnswer : public BindingCatalogTest, public ::testing::WithParamInterface<BadAnswer> {};

TEST_P(RefusedAnswer, IsMisbehaviour) {
  auto binding = bind(7);
  EXPECT_EQ(only_tool(**binding), "a");
  answers_ = GetParam().answers;
  change_list(7);
  EXPECT_EQ(only_tool(**binding), "a");
  EXPECT_EQ(plugin_->host().misbehaviour_count(), 1U);
}
INSTANTIATE_TEST_SUITE_P(BindingCatalogTest, RefusedAnswer,
                         ::testing::Values(BadAnswer{"none", {}}, BadAnswer{"two", {"{}", "{}"}},
                                           BadAnswer{"no_json", {"{"}},
                                           BadAnswer{"bad_tool", {R"({"tools":[{"name":"a b"}]})"}},
                                           BadAnswer{"broken_utf8", {"{\"\xff\":1}"}}),
                         [](const auto& tested) { return tested.param.what; });

TEST_F(BindingCatalogTest, IsAskedForByOneThreadWhileOthersWait) {
  std::binary_semaphore inside{0}, leave{0};
  fake_.on_catalog = [&](const fairlead_client_op&, const auto& sink, fairlead_errout*) {
    ++asked_;
    inside.release();
    leave.acquire();
    sink(with_tool("a"));
    return FAIRLEAD_OK;
  };
  auto binding = bind();
  std::jthread first([&] { EXPECT_EQ(only_tool(**binding), "a"); });
  inside.acquire();
  std::jthread second([&] { EXPECT_EQ(only_tool(**binding), "a"); });
  leave.release();
  second.join();
  first.join();
  EXPECT_EQ(asked_, 1);
}

TEST_F(BindingCatalogTest, IsNotWaitedForBeyondTheDeadline) {
  std::binary_semaphore inside{0}, leave{0};
  fake_.on_catalog = [&](const fairlead_client_op&, const auto& sink, fairlead_errout*) {
    inside.release();
    leave.acquire();
    sink(with_tool("a"));
    return FAIRLEAD_OK;
  };
  auto binding = bind();
  std::jthread first([&] { EXPECT_EQ(only_tool(**binding), "a"); });
  inside.acquire();
  ClientOp late = op();
  late.deadline = Deadline{clock_.now()};
  const auto catalog = (*binding)->catalog(late);
  leave.release();
  ASSERT_FALSE(catalog);
  EXPECT_EQ(catalog.error().code, ErrorCode::DeadlineExceeded);
}

TEST_F(BindingCatalogTest, PassesTheStopOn) {
  std::stop_source stop;
  fake_.on_catalog = [&](const fairlead_client_op& lifecycle, const auto&, fairlead_errout*) {
    stop.request_stop();
    const bool is_cancelled = fake_.host().call_cancelled(fake_.host().host, lifecycle.op) == 1;
    return is_cancelled ? FAIRLEAD_CANCELLED : FAIRLEAD_INTERNAL;
  };
  auto binding = bind();
  ClientOp stoppable = op();
  stoppable.stop = stop.get_token();
  const auto catalog = (*binding)->catalog(stoppable);
  ASSERT_FALSE(catalog);
  EXPECT_EQ(catalog.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace fairlead::plugin
