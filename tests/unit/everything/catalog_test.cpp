// The whole list of entries, in its order, each with the test that proves it.
#include <algorithm>
#include <set>

#include "fixture.hpp"
#include "schemas.hpp"

namespace everything_test {
namespace {

struct EntryCase {
  const char* list;  // in the catalog; empty for what stands in none
  const char* name;
  const char* test;  // "Suite.Test" that asserts what it gives
};

// In the order of the catalog. test_simple_text and test://static-text are the first of their lists: clients
// that know nothing try those.
constexpr EntryCase kEntries[] = {
    {"tools", "test_simple_text", "ContentToolsTest.AnswersWithAText"},
    {"tools", "test_image_content", "ContentToolsTest.AnswersWithAnImage"},
    {"tools", "test_audio_content", "ContentToolsTest.AnswersWithASound"},
    {"tools", "test_embedded_resource", "ContentToolsTest.EmbedsAResource"},
    {"tools", "test_multiple_content_types", "ContentToolsTest.MixesTypesInTheirOrder"},
    {"tools", "test_error_handling", "ContentToolsTest.RefusesForTheModelToRead"},
    {"tools", "test_tool_with_logging", "ContentToolsTest.LogsThreeLinesWithPausesBetween"},
    {"tools", "test_logging_tool", "ContentToolsTest.LogsAnyJsonUnderTheNameOfALogger"},
    {"tools", "test_tool_with_progress", "ContentToolsTest.TellsProgressThreeTimes"},
    {"tools", "test_reconnection", "ContentToolsTest.AnswersLateForAClientThatReconnects"},
    {"tools", "test_sampling", "QuestionToolsTest.RepeatsWhatTheModelSaid"},
    {"tools", "test_elicitation", "FormToolsTest.RepeatsWhatTheUserSaid"},
    {"tools", "test_elicitation_sep1034_defaults", "FormToolsTest.FillsInTheDefaultsWithTheirTypes"},
    {"tools", "test_elicitation_sep1330_enums", "FormToolsTest.OffersEachFormOfChoice"},
    {"tools", "json_schema_2020_12_tool", "ContentToolsTest.StatesTheRawSchemaAsItIs"},
    {"tools", "test_custom_headers", "ContentToolsTest.RepeatsTheArgumentsThatTravelAsHeaders"},
    {"tools", "test_missing_capability", "QuestionToolsTest.NeedsSamplingWhateverTheClientCanDo"},
    {"tools", "test_streaming_elicitation", "QuestionToolsTest.TellsProgressBeforeItAsks"},
    {"tools", "test_trigger_tool_change", "ChangesTest.AddsAToolAndSaysSo"},
    {"tools", "test_trigger_prompt_change", "ChangesTest.AddsAPromptAndSaysSo"},
    {"tools", "test_input_required_result_elicitation", "QuestionToolsTest.AsksForAName"},
    {"tools", "test_input_required_result_sampling", "QuestionToolsTest.AsksTheModelForACapital"},
    {"tools", "test_input_required_result_list_roots", "QuestionToolsTest.AsksTheClientForItsRoots"},
    {"tools", "test_input_required_result_request_state", "RoundToolsTest.IsConfirmedUnderTheSeal"},
    {"tools", "test_input_required_result_tampered_state",
     "RoundToolsTest.AsksAgainWhenTheStateWasTamperedWith"},
    {"tools", "test_input_required_result_multiple_inputs", "QuestionToolsTest.UsesAllThreeAnswers"},
    {"tools", "test_input_required_result_multi_round", "RoundToolsTest.AsksInTwoStepsWithTwoStates"},
    {"tools", "test_input_required_result_capabilities", "QuestionToolsTest.AsksOnlyWhatTheClientCanAnswer"},
    {"tools", "greet", "TaskToolsTest.GreetsAndIsNeverATask"},
    {"tools", "slow_compute", "TaskToolsTest.SettlesAtOnceWhenALongTaskIsCancelled"},
    {"tools", "failing_job", "TaskToolsTest.RefusesTheModelInsideTheTask"},
    {"tools", "protocol_error_job", "TaskToolsTest.FailsTheTaskItself"},
    {"tools", "confirm_delete", "TaskToolsTest.DeletesWhatWasConfirmedInsideTheTask"},
    {"tools", "multi_input", "TaskToolsTest.UsesBothAnswers"},
    {"tools", "test_tool_with_task", "TaskToolsTest.KnowsTheAnswersInsideTheTask"},
    {"prompts", "test_simple_prompt", "PromptsTest.GivesOneMessage"},
    {"prompts", "test_prompt_with_arguments", "PromptsTest.PutsTheArgumentsIntoTheMessage"},
    {"prompts", "test_prompt_with_embedded_resource", "PromptsTest.EmbedsTheResourceItWasGiven"},
    {"prompts", "test_prompt_with_image", "PromptsTest.ShowsAnImage"},
    {"prompts", "test_input_required_result_prompt", "PromptsTest.IsMadeOfTheAnswer"},
    {"resources", "test://static-text", "ResourcesTest.ReadsTheText"},
    {"resources", "test://static-binary", "ResourcesTest.ReadsTheBlob"},
    {"resources", "test://watched-resource", "ResourcesTest.CountsTheChangesInTheWatchedOne"},
    {"resourceTemplates", "test://template/{id}/data", "ResourcesTest.ReadsAnyIdOfTheTemplate"},
    {"", "test://listed/1..3", "ResourcesTest.ReadsWhatItListed"},
    {"", "the pages of resources", "ResourcesTest.ListsTheFirstPage"},
    {"", "completion of prompt arguments", "PromptsTest.CompletesBothArguments"},
    {"", "completion of ids", "ResourcesTest.CompletesAnId"},
    {"", "test_dynamic_tool", "ChangesTest.ServesTheToolThatCame"},
    {"", "test_dynamic_prompt", "ChangesTest.ServesThePromptThatCame"},
};

std::set<std::string> names_of_tests() {
  std::set<std::string> names;
  const auto& all = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const auto& suite = *all.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(j)->name());
    }
  }
  return names;
}

const char* key_of(const std::string& list) {
  return list == "resources" ? "uri" : list == "resourceTemplates" ? "uriTemplate" : "name";
}

}  // namespace

class CatalogTest : public EverythingTest {
 protected:
  // The tools that have `value` under that hint.
  std::vector<std::string> tools_with(const char* hint, const char* value) {
    std::vector<std::string> names;
    for (const auto& tool : binding_.catalog().at("tools").as_array()) {
      const auto* meta = tool.as_object().if_contains("_meta");
      const auto* found = meta == nullptr ? nullptr : meta->as_object().if_contains(hint);
      if (found != nullptr && *found == value) names.emplace_back(tool.at("name").as_string());
    }
    return names;
  }
};

TEST_F(CatalogTest, HasEveryEntryInOrderAndNoOther) {
  for (const std::string list : {"tools", "prompts", "resources", "resourceTemplates"}) {
    std::vector<std::string> expected;
    for (const EntryCase& one : kEntries) {
      if (one.list == list) expected.emplace_back(one.name);
    }
    std::vector<std::string> found;
    for (const auto& entry : binding_.catalog().at(list).as_array()) {
      found.emplace_back(entry.at(key_of(list)).as_string());
    }
    EXPECT_EQ(found, expected) << list;
  }
}

TEST_F(CatalogTest, HasATestForEachEntry) {
  const std::set<std::string> tests = names_of_tests();
  for (const EntryCase& one : kEntries) EXPECT_EQ(tests.count(one.test), 1u) << one.name << ": " << one.test;
}

TEST_F(CatalogTest, SaysTheSameBeforeAndAfterItIsBound) {
  EXPECT_EQ(plugin_.provider("everything").catalog(), binding_.catalog());
}

TEST_F(CatalogTest, DescribesEveryEntry) {
  for (const auto* list : {"tools", "prompts", "resources", "resourceTemplates"}) {
    for (const auto& entry : binding_.catalog().at(list).as_array()) {
      EXPECT_FALSE(entry.at("description").as_string().empty()) << entry;
      EXPECT_FALSE(entry.at("name").as_string().empty()) << entry;
    }
  }
}

TEST_F(CatalogTest, FitsTheSchemasOfBothEras) {
  const std::pair<const char*, const char*> kinds[] = {{"tools", "Tool"},
                                                       {"prompts", "Prompt"},
                                                       {"resources", "Resource"},
                                                       {"resourceTemplates", "ResourceTemplate"}};
  for (const auto& [list, definition] : kinds) {
    for (const auto& entry : binding_.catalog().at(list).as_array()) {
      EXPECT_EQ(misfit(Era::Modern, definition, entry), "") << entry;
      EXPECT_EQ(misfit(Era::Legacy, definition, entry), "") << entry;
    }
  }
}

TEST_F(CatalogTest, SaysWhichToolsMayAndWhichMustBeTasks) {
  EXPECT_EQ(tools_with("dev.fairlead/task", "required"),
            (std::vector<std::string>{"failing_job", "test_tool_with_task"}));
  EXPECT_EQ(
      tools_with("dev.fairlead/task", "optional"),
      (std::vector<std::string>{"slow_compute", "protocol_error_job", "confirm_delete", "multi_input"}));
}

TEST_F(CatalogTest, SaysWhichToolsChangeSomething) {
  std::vector<std::string> changing;
  for (const auto& tool : binding_.catalog().at("tools").as_array()) {
    if (!tool.at("annotations").at("readOnlyHint").as_bool())
      changing.emplace_back(tool.at("name").as_string());
  }
  EXPECT_EQ(changing, (std::vector<std::string>{"test_trigger_tool_change", "test_trigger_prompt_change",
                                                "confirm_delete"}));
}

TEST_F(CatalogTest, TellsTheHostWhatStandsInNoList) {
  EXPECT_EQ(binding_.catalog().at("_meta").at("dev.fairlead/lists"), parse(R"(["resources"])"));
  EXPECT_EQ(binding_.catalog().at("_meta").at("dev.fairlead/completes").as_array().size(), 3u);
}

TEST_F(CatalogTest, SharesAClientAmongSixteenCallsOnTheLoop) {
  const auto& api = plugin_.provider("everything").api();
  EXPECT_EQ(api.flags, FAIRLEAD_PROV_ASYNC | FAIRLEAD_PROV_SHARED_CLIENT);
  EXPECT_EQ(api.max_in_flight, 16u);
  EXPECT_EQ(fairlead::testing::view(api.title), "Everything");
  EXPECT_EQ(fairlead::testing::view(plugin_.api().id), "dev.fairlead.everything");
}

TEST_F(CatalogTest, ClientsAreGoodAsLongAsTheyLive) { EXPECT_TRUE(client_.ping()); }

}  // namespace everything_test
