// A JSON array [schema, instance …]: compiling and validating end within their limits, for any schema, and
// filling in defaults leaves every instance either refused or printable.
#include <cstdint>
#include <string_view>

#include <boost/json/array.hpp>

#include "json/canonical.hpp"
#include "json/parse.hpp"
#include "json/schema.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fairlead;
  auto input = json::parse({reinterpret_cast<const char*>(bytes), size});
  if (!input || !input->is_array() || input->get_array().empty()) return 0;
  json::SchemaLimits limits;
  limits.steps_max = 20'000;
  const auto schema = json::Schema::compile(input->get_array().front(), limits);
  if (!schema) return 0;
  for (auto& instance : input->get_array()) {
    (void)json::to_text(schema->validate(instance));
    boost::json::value filled = instance;
    if (schema->apply_defaults(filled)) (void)json::canonical_text(filled);
  }
  return 0;
}
