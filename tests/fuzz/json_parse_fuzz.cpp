// Any bytes: parse ends, and what it accepts has one canonical text that reads back as itself.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "json/canonical.hpp"
#include "json/parse.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto value = fairlead::json::parse({reinterpret_cast<const char*>(bytes), size});
  if (!value) return 0;
  const std::string text = fairlead::json::canonical_text(*value);
  const auto again = fairlead::json::parse(text);
  if (!again || fairlead::json::canonical_text(*again) != text) std::abort();
  return 0;
}
