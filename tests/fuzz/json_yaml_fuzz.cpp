// Any bytes: parse_yaml ends, and what it accepts is JSON that our own strict parser reads.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "json/canonical.hpp"
#include "json/parse.hpp"
#include "json/yaml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fairlead;
  json::YamlLimits limits;
  limits.nodes_max = 10'000;
  const auto value = json::parse_yaml({reinterpret_cast<const char*>(bytes), size}, limits);
  if (!value) return 0;
  json::ParseLimits generous;
  generous.object_keys_max = 100'000;
  generous.text_bytes_max = generous.string_bytes_max = std::size_t{64} << 20U;
  if (!json::parse(json::canonical_text(*value), generous)) std::abort();
  return 0;
}
