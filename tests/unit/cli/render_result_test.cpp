// Answers of calls as people read them.
#include "cli/render_result.hpp"

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::cli {
namespace {

std::string rendered(const char* data) { return render_data(json::parse(data)->as_object(), {}); }

TEST(RenderDataTest, ShowsColumnsAndRowsAsATable) {
  EXPECT_EQ(rendered(R"({"columns":[{"name":"id","type":"int4"},{"name":"t","type":"text"}],
                         "rows":[[1,"a"],[20,null]],"row_count":2,"truncated":false})"),
            "id  t\n"
            "──  ────\n"
            " 1  a\n"
            "20  NULL\n"
            "(2 rows)\n");
}

TEST(RenderDataTest, SaysWhatElseTheToolSaid) {
  EXPECT_EQ(
      rendered(
          R"({"columns":["a"],"rows":[],"command":"INSERT","n":3,"truncated":true,"late":false,"x":null})"),
      "a\n─\n(0 rows, command: INSERT, n: 3, truncated: true)\n");
}

TEST(RenderDataTest, TakesRowsThatAreObjects) {
  EXPECT_EQ(rendered(R"({"columns":["a","b"],"rows":[{"b":true,"a":"x"},{"a":"y"}]})"),
            "a  b\n─  ────\nx  true\ny\n(2 rows)\n");
}

TEST(RenderDataTest, ShowsStructuredValuesAsJson) {
  EXPECT_EQ(rendered(R"({"columns":["j"],"rows":[[{"a":[1]}]]})"), "j\n─────────\n{\"a\":[1]}\n(1 row)\n");
}

TEST(RenderDataTest, ShowsATableWithoutRows) {
  EXPECT_EQ(rendered(R"({"columns":["a"],"rows":[]})"), "a\n─\n(0 rows)\n");
}

TEST(RenderDataTest, NeutralisesWhatABackEndSends) {
  EXPECT_EQ(rendered("{\"columns\":[\"a\"],\"rows\":[[\"\\u001b[2J\"]]}"), "a\n───────\n\\x1b[2J\n(1 row)\n");
}

TEST(RenderDataTest, ShowsAnythingElseAsJson) {
  EXPECT_EQ(rendered(R"({"affected":3})"), "{\n  \"affected\": 3\n}\n");
  EXPECT_EQ(rendered(R"({"columns":[1],"rows":[]})").front(), '{');
  EXPECT_EQ(rendered(R"({"columns":["a"],"rows":[[1,2]]})").front(), '{');
  EXPECT_EQ(rendered(R"({"columns":["a"],"rows":["x"]})").front(), '{');
  EXPECT_EQ(rendered(R"({"columns":[],"rows":[]})").front(), '{');
}

TEST(TableOfTest, AlignsOnlyColumnsOfNumbersToTheRight) {
  const auto table =
      table_of(json::parse(R"({"columns":["n","s","e"],"rows":[[1,"1",null],[null,2,null]]})")->as_object());
  ASSERT_TRUE(table);
  EXPECT_EQ(table->columns[0].align, Align::Right);
  EXPECT_EQ(table->columns[1].align, Align::Left);
  EXPECT_EQ(table->columns[2].align, Align::Left);
}

TEST(RenderDurationTest, ChoosesAUnitThatPeopleRead) {
  EXPECT_EQ(render_duration(std::chrono::nanoseconds(850)), "0.8 µs");
  EXPECT_EQ(render_duration(std::chrono::microseconds(41)), "41 µs");
  EXPECT_EQ(render_duration(std::chrono::microseconds(999)), "999 µs");
  EXPECT_EQ(render_duration(std::chrono::microseconds(1000)), "1 ms");
  EXPECT_EQ(render_duration(std::chrono::milliseconds(9999)), "9999 ms");
  EXPECT_EQ(render_duration(std::chrono::seconds(30)), "30 s");
}

TEST(RenderMetaTest, SaysWhoAnsweredAndHowLongItTook) {
  runtime::InvocationResult result;
  result.tenant = "acme";
  result.connection = "postgres";
  result.rung = Scope::Tenant;
  result.timings.total = std::chrono::microseconds(3200);
  result.timings.lease = std::chrono::microseconds(1100);
  EXPECT_EQ(render_meta(result), "acme -> connection postgres (tenant): 3.2 ms, lease 1.1 ms");
}

TEST(RenderMetaTest, TellsThatTheConnectionWasNotAsked) {
  runtime::InvocationResult result;
  result.tenant = "globex";
  result.connection = "postgres";
  result.rung = Scope::Global;
  result.timings.total = std::chrono::microseconds(4);
  EXPECT_EQ(render_meta(result), "globex -x connection postgres (global): 4 µs");
}

TEST(RenderMetaTest, LeavesOutWhatACallDidNotReach) {
  runtime::InvocationResult result;
  result.tenant = "acme";
  result.timings.total = std::chrono::microseconds(50);
  EXPECT_EQ(render_meta(result), "acme: 50 µs");
}

}  // namespace
}  // namespace fairlead::cli
