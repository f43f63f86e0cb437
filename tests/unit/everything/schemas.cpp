// Compiles a definition when it is first asked for: the whole document with a $ref to it.
#include "schemas.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "json/parse.hpp"
#include "json/schema.hpp"

namespace everything_test {
namespace {

using fairlead::json::Schema;

std::filesystem::path path_of(Era era) {
  const auto folder = std::filesystem::path(FAIRLEAD_TEST_SOURCE_DIR) / ".." / "shared" / "mcp";
  return folder / (era == Era::Modern ? "schema-2026-07-28.json" : "schema-2025-11-25.json");
}

boost::json::object read_document(Era era) {
  const std::ifstream file(path_of(era));
  std::ostringstream text;
  text << file.rdbuf();
  return fairlead::json::parse(text.str()).value().as_object();
}

Schema compile(Era era, std::string_view definition) {
  static const std::map<Era, boost::json::object> documents{{Era::Legacy, read_document(Era::Legacy)},
                                                            {Era::Modern, read_document(Era::Modern)}};
  boost::json::object document = documents.at(era);
  document["$ref"] = "#/$defs/" + std::string(definition);
  return Schema::compile(document, {.subschemas_max = 20'000}).value();
}

}  // namespace

std::string why_no_schemas() {
  for (const Era era : {Era::Legacy, Era::Modern}) {
    if (!std::filesystem::exists(path_of(era))) return "there is no " + path_of(era).string();
  }
  return {};
}

std::string misfit(Era era, std::string_view definition, const boost::json::value& value) {
  if (!why_no_schemas().empty()) return {};
  static std::map<std::pair<Era, std::string>, Schema> compiled;
  const std::pair key(era, std::string(definition));
  auto found = compiled.find(key);
  if (found == compiled.end()) found = compiled.emplace(key, compile(era, definition)).first;
  return fairlead::json::to_text(found->second.validate(value));
}

}  // namespace everything_test
