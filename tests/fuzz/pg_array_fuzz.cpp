// Any bytes: the decoder of PostgreSQL's values and array literals ends, and what it makes is counted to the
// byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <boost/json.hpp>

#include "values.hpp"

namespace {

// Doubles are written differently by Boost.JSON; their length is an estimate.
bool holds_double(const boost::json::value& value) {
  if (const auto* array = value.if_array()) return std::any_of(array->begin(), array->end(), holds_double);
  if (const auto* object = value.if_object()) {
    return std::any_of(object->begin(), object->end(),
                       [](const auto& member) { return holds_double(member.value()); });
  }
  return value.is_double();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fairlead::postgres;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  for (const Oid type : {1000U, 1001U, 1007U, 1009U, 1022U, 3807U, 3802U, 17U}) {
    const boost::json::value value = decode_value(type, text);
    if (!holds_double(value) && boost::json::serialize(value).size() != json_bytes(value)) std::abort();
  }
  return 0;
}
