#include "plugin/contract/odd_arguments.hpp"

#include <boost/json/serialize.hpp>

#include "json/parse.hpp"
#include "plugin/contract/schema_reading.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

constexpr std::size_t kLongTextBytes = std::size_t{1} << 20U;
constexpr std::size_t kManyItems = 10'000;

std::vector<std::string> field_names(const Entry& entry) {
  std::vector<std::string> names;
  if (entry.tool != nullptr) {
    const bj::object* schema = find_object(entry.tool->definition, "inputSchema");
    const bj::object* properties = schema == nullptr ? nullptr : find_object(*schema, "properties");
    if (properties != nullptr) {
      for (const auto& property : *properties) names.emplace_back(property.key());
    }
  }
  if (names.empty()) names.emplace_back("value");
  return names;
}

std::string with_each(const std::vector<std::string>& fields, const bj::value& value) {
  bj::object object;
  for (const std::string& field : fields) object[field] = value;
  return bj::serialize(object);
}

// The value in the first field only: a megabyte in each could be more than any call may have.
std::string with_first(const std::vector<std::string>& fields, const bj::value& value) {
  return bj::serialize(bj::object{{fields.front(), value}});
}

bj::value nested_lists(std::size_t depth) {
  bj::value value = bj::array();
  for (std::size_t i = 1; i < depth; ++i) value = bj::array{std::move(value)};
  return value;
}

bj::value nested_objects(std::size_t depth) {
  bj::value value = bj::object();
  for (std::size_t i = 1; i < depth; ++i) value = bj::object{{"a", std::move(value)}};
  return value;
}

}  // namespace

std::vector<OddArguments> odd_arguments_for(const Entry& entry) {
  const std::vector<std::string> fields = field_names(entry);
  // The arguments themselves are one level; the others leave room for an answer that repeats them.
  constexpr std::size_t kLevelsAround = 4;
  const std::size_t depth = json::ParseLimits{}.depth_max - kLevelsAround;
  return {
      {"no argument at all", "{}"},
      {"a field it does not know", R"({"fairlead_verify_unknown":1})"},
      {"null in every field", with_each(fields, nullptr)},
      {"true in every field", with_each(fields, true)},
      {"-1 in every field", with_each(fields, -1)},
      {"1e308 in every field", with_each(fields, 1e308)},
      {"2^64-1 in every field", with_each(fields, UINT64_MAX)},
      {"an empty text in every field", with_each(fields, "")},
      {"text with NUL in every field", with_each(fields, bj::string("a\0b", 3))},
      {"text beyond the basic plane in every field", with_each(fields, "\xF0\x9F\xA6\x86\xF4\x8F\xBF\xBD")},
      {"an empty list in every field", with_each(fields, bj::array())},
      {"an empty object in every field", with_each(fields, bj::object())},
      {"1 MiB of text", with_first(fields, bj::string(kLongTextBytes, 'x'))},
      {"10,000 empty lists", with_first(fields, bj::array(kManyItems, bj::array()))},
      {std::to_string(depth) + " lists inside each other", with_first(fields, nested_lists(depth))},
      {std::to_string(depth) + " objects inside each other", with_first(fields, nested_objects(depth))}};
}

}  // namespace fairlead::plugin::contract
