// The judges themselves: they are there, and they refuse.
#include "schemas.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace everything_test {

class SchemasTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = why_no_schemas(); !why.empty()) {
      GTEST_SKIP() << "NO RESULT OF THIS PROVIDER IS JUDGED BY MCP'S SCHEMAS: " << why;
    }
  }
};

TEST_F(SchemasTest, RefuseContentWithoutItsPartsInBothEras) {
  const auto result =
      parse(R"({"resultType":"complete","content":[{"type":"image","mimeType":"image/png"}]})");
  EXPECT_NE(misfit(Era::Modern, "CallToolResult", result), "");
  EXPECT_NE(misfit(Era::Legacy, "CallToolResult", result), "");
}

TEST_F(SchemasTest, RefuseAFormThatIsNotFlat) {
  const auto request = parse(R"({"method":"elicitation/create","params":{"message":"?","requestedSchema":
      {"type":"object","properties":{"a":{"type":"object"}}}}})");
  EXPECT_NE(misfit(Era::Modern, "InputRequest", request), "");
}

TEST_F(SchemasTest, LetTheLeastResultPass) {
  const auto result = parse(R"({"resultType":"complete","content":[]})");
  EXPECT_EQ(misfit(Era::Modern, "CallToolResult", result), "");
  EXPECT_EQ(misfit(Era::Legacy, "CallToolResult", result), "");
}

}  // namespace everything_test
