// What each keyword accepts and refuses: schema_cases.json holds the cases, so that one more needs no C++.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "json/parse.hpp"
#include "json/schema.hpp"

namespace fairlead::json {
namespace {

struct SchemaCase {
  boost::json::value json;

  [[nodiscard]] std::string name() const { return std::string(json.at("name").as_string()); }
  friend void PrintTo(const SchemaCase& one, std::ostream* out) { *out << one.name(); }
};

std::vector<SchemaCase> read_cases() {
  const std::ifstream file(FAIRLEAD_TEST_SOURCE_DIR "/tests/unit/json/schema_cases.json");
  std::ostringstream text;
  text << file.rdbuf();
  std::vector<SchemaCase> cases;
  auto read = parse(text.str());
  if (!read || !read->is_array())
    return {{boost::json::object{{"name", "Unreadable"}}}};  // Fails: no "schema".
  for (auto& one : read->as_array()) cases.push_back({one});
  return cases;
}

class SchemaCaseTest : public ::testing::TestWithParam<SchemaCase> {};

TEST_P(SchemaCaseTest, Holds) {
  const boost::json::value& one = GetParam().json;
  const auto schema = Schema::compile(one.at("schema"));
  ASSERT_TRUE(schema) << schema.error().message;
  for (const auto& instance : one.at("valid").as_array()) {
    EXPECT_EQ(to_text(schema->validate(instance)), "") << boost::json::serialize(instance);
  }
  for (const auto& instance : one.at("invalid").as_array()) {
    EXPECT_NE(to_text(schema->validate(instance)), "") << boost::json::serialize(instance);
  }
}

INSTANTIATE_TEST_SUITE_P(, SchemaCaseTest, ::testing::ValuesIn(read_cases()));

}  // namespace
}  // namespace fairlead::json
