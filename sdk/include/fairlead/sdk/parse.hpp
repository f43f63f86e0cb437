// From text to JSON values, and whether text is JSON at all. Internal. Boost.JSON's own parse is not used:
// up to 1.81 it reads one in ten doubles with all their digits wrong in the last place, so that a coordinate
// which a tool gave out would come back as another.
#ifndef FAIRLEAD_SDK_PARSE_HPP
#define FAIRLEAD_SDK_PARSE_HPP

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Takes what Boost's parser finds and keeps nothing of it, so that checking megabytes allocates nothing.
struct JsonListener {
  using Text = boost::json::string_view;
  using Code = boost::json::error_code;
  static constexpr std::size_t max_object_size = boost::json::object::max_size();
  static constexpr std::size_t max_array_size = boost::json::array::max_size();
  static constexpr std::size_t max_key_size = boost::json::string::max_size();
  static constexpr std::size_t max_string_size = boost::json::string::max_size();

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return true; }
  bool on_object_end(std::size_t, Code&) { return true; }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_key_part(Text, std::size_t, Code&) { return true; }
  bool on_key(Text, std::size_t, Code&) { return true; }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t, Text, Code&) { return true; }
  bool on_uint64(std::uint64_t, Text, Code&) { return true; }
  // The host takes no number beyond the range of double, so neither do we: 1e400 would become infinite.
  bool on_double(double number, Text, Code& error) {
    if (std::isfinite(number)) return true;
    error = boost::json::error::exponent_overflow;
    return false;
  }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }
};

// The double nearest to `text`, a number of JSON, or `about` where the library cannot say: beyond its range,
// or, with libc++, in a locale whose decimal point is another.
inline double nearest_double(std::string_view text, double about) {
  double exact = about;
#if defined(_LIBCPP_VERSION)  // It has no from_chars for doubles.
  const std::string terminated(text);
  char* end = nullptr;
  exact = std::strtod(terminated.c_str(), &end);
  const bool is_whole = end == terminated.c_str() + terminated.size();
#else
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exact);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
#endif
  return is_whole ? exact : about;
}

// Builds the value.
class JsonBuilder : public JsonListener {
 public:
  explicit JsonBuilder(boost::json::storage_ptr storage)
      : stack_(boost::json::storage_ptr(), buffer_, sizeof buffer_) {
    stack_.reset(std::move(storage));
  }

  [[nodiscard]] Json release() { return stack_.release(); }

  bool on_object_end(std::size_t count, Code&) { return stack_.push_object(count), true; }
  bool on_array_end(std::size_t count, Code&) { return stack_.push_array(count), true; }
  bool on_key_part(Text part, std::size_t, Code&) { return stack_.push_chars(part), true; }
  bool on_key(Text part, std::size_t, Code&) { return stack_.push_key(part), true; }
  bool on_string_part(Text part, std::size_t, Code&) { return stack_.push_chars(part), true; }
  bool on_string(Text part, std::size_t, Code&) { return stack_.push_string(part), true; }
  bool on_int64(std::int64_t number, Text, Code&) { return stack_.push_int64(number), true; }
  bool on_uint64(std::uint64_t number, Text, Code&) { return stack_.push_uint64(number), true; }
  bool on_double(double about, Text text, Code& error) {
    if (!JsonListener::on_double(about, text, error)) return false;
    stack_.push_double(nearest_double({text.data(), text.size()}, about));
    return true;
  }
  bool on_bool(bool truth, Code&) { return stack_.push_bool(truth), true; }
  bool on_null(Code&) { return stack_.push_null(), true; }

 private:
  unsigned char buffer_[1024];  // For values under way; more of them go to the heap.
  boost::json::value_stack stack_;
};

// Runs the parser over the whole of `text`, which is one JSON value at most 32 levels deep, as for the host.
template <class Parser>
void parse_whole(Parser& parser, std::string_view text, boost::json::error_code& error) {
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = boost::json::error::extra_data;
}

// Null when `error` is set. Duplicate keys pass, the last one wins; the host lets none through.
inline Json parse_json(std::string_view text, boost::json::error_code& error,
                       boost::json::storage_ptr storage = {}) {
  boost::json::basic_parser<JsonBuilder> parser(boost::json::parse_options{}, std::move(storage));
  parse_whole(parser, text, error);
  return error ? Json() : parser.handler().release();
}

inline bool is_json(std::string_view text) {
  boost::json::basic_parser<JsonListener> parser(boost::json::parse_options{});
  boost::json::error_code error;
  parse_whole(parser, text, error);
  return !error;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_PARSE_HPP
