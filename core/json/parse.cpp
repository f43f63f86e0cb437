// One pass of Boost's SAX parser with limits of our own, then one walk that counts the members. Positions and
// paths are worked out only for a text that is refused.
#include "json/parse.hpp"

#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_stack.hpp>

#include "json/locate.hpp"
#include "json/text.hpp"

namespace fairlead::json {
namespace {

namespace bj = boost::json;

// Builds the value, as Boost's own handler does, and counts. Its value_stack drops all but the last of equal
// keys without a word; therefore members are counted here and compared with what the value holds in the end.
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = bj::object::max_size();
  static constexpr std::size_t max_array_size = bj::array::max_size();
  static constexpr std::size_t max_key_size = bj::string::max_size();
  static constexpr std::size_t max_string_size = bj::string::max_size();

  StrictHandler(const ParseLimits& limits, unsigned char* buffer, std::size_t buffer_bytes,
                bj::storage_ptr storage)
      : limits_(limits), stack_(bj::storage_ptr(), buffer, buffer_bytes) {
    stack_.reset(std::move(storage));
  }

  // What this handler refused and the reason of the error; empty if it was Boost who refused.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }
  [[nodiscard]] std::string_view reason() const { return reason_; }
  [[nodiscard]] std::size_t members() const { return members_; }
  [[nodiscard]] bj::value release() { return stack_.release(); }

  // The names and forms that boost::json::basic_parser asks for.
  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code& ec) { return count_node(ec); }
  bool on_object_end(std::size_t n, bj::error_code& ec) {
    if (n > limits_.object_keys_max)
      return refuse(ec, "an object with more than", limits_.object_keys_max, "keys");
    stack_.push_object(n);
    members_ += n;
    return true;
  }
  bool on_array_begin(bj::error_code& ec) { return count_node(ec); }
  bool on_array_end(std::size_t n, bj::error_code&) {
    stack_.push_array(n);
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t n, bj::error_code& ec) { return add_chars(part, n, ec); }
  bool on_key(bj::string_view part, std::size_t n, bj::error_code& ec) {
    if (!check_string(n, ec)) return false;
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t n, bj::error_code& ec) {
    return add_chars(part, n, ec);
  }
  bool on_string(bj::string_view part, std::size_t n, bj::error_code& ec) {
    if (!check_string(n, ec) || !count_node(ec)) return false;
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t number, bj::string_view text, bj::error_code& ec) {
    if (!check_number(text, ec)) return false;
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, bj::string_view text, bj::error_code& ec) {
    if (!check_number(text, ec)) return false;
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double number, bj::string_view text, bj::error_code& ec) {
    if (!check_number(text, ec)) return false;
    // Boost 1.81 is off by some units in the last place and makes an infinity of 1e400. Where from_chars says
    // "out of range" for a tiny number, Boost's zero is as good as any.
    double exact = number;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exact);
    const bool is_whole = error == std::errc() && end == text.data() + text.size();
    if (!is_whole && std::abs(number) > 1)
      return refuse(ec, "a number beyond the range of double", "bad_json");
    stack_.push_double(is_whole ? exact : number);
    return true;
  }
  bool on_bool(bool truth, bj::error_code& ec) {
    stack_.push_bool(truth);
    return count_node(ec);
  }
  bool on_null(bj::error_code& ec) {
    stack_.push_null();
    return count_node(ec);
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  bool refuse(bj::error_code& ec, std::string complaint, std::string_view reason) {
    complaint_ = std::move(complaint);
    reason_ = reason;
    ec = bj::error::syntax;  // Any: it is complaint_ that is reported.
    return false;
  }
  bool refuse(bj::error_code& ec, const char* before, std::size_t limit, const char* after) {
    return refuse(ec, std::string(before) + " " + std::to_string(limit) + " " + after, "json_too_large");
  }
  bool count_node(bj::error_code& ec) {
    return ++nodes_ <= limits_.nodes_max || refuse(ec, "more than", limits_.nodes_max, "values");
  }
  bool check_string(std::size_t bytes, bj::error_code& ec) {
    return bytes <= limits_.string_bytes_max ||
           refuse(ec, "a string or key longer than", limits_.string_bytes_max, "bytes");
  }
  bool check_number(bj::string_view text, bj::error_code& ec) {
    if (text.size() <= limits_.number_chars_max) return count_node(ec);
    return refuse(ec, "a number longer than", limits_.number_chars_max, "characters");
  }
  bool add_chars(bj::string_view part, std::size_t bytes, bj::error_code& ec) {
    if (!check_string(bytes, ec)) return false;
    stack_.push_chars(part);
    return true;
  }

  const ParseLimits& limits_;
  std::size_t nodes_ = 0;
  std::size_t members_ = 0;
  std::string complaint_;
  std::string_view reason_;
  bj::value_stack stack_;
};

std::size_t count_members(const bj::value& value) {
  std::size_t count = 0;
  if (const auto* array = value.if_array()) {
    for (const auto& item : *array) {
      if (item.is_structured()) count += count_members(item);
    }
  } else if (const auto* object = value.if_object()) {
    count = object->size();
    for (const auto& member : *object) {
      if (member.value().is_structured()) count += count_members(member.value());
    }
  }
  return count;
}

tl::unexpected<Error> refuse(std::string_view text, std::size_t offset, std::string_view what,
                             std::string_view reason = "bad_json") {
  std::string message = "invalid JSON at byte " + std::to_string(offset);
  const std::string pointer = pointer_at(text, offset);
  if (!pointer.empty()) message += ", in " + quoted(pointer, 120);
  return fail(ErrorCode::InvalidArgument, message + ": " + std::string(what), std::string(reason));
}

// Boost's own messages name source files and lines, so they are not passed on.
std::string_view to_words(const bj::error_code& ec) {
  if (ec == bj::error::incomplete) return "the text ends too early";
  if (ec == bj::error::illegal_leading_surrogate || ec == bj::error::illegal_trailing_surrogate) {
    return "half a surrogate pair";
  }
  if (ec == bj::error::expected_hex_digit || ec == bj::error::expected_utf16_escape)
    return "a broken \\u escape";
  if (ec == bj::error::exponent_overflow) return "a number beyond the range of double";
  return "this is not what JSON allows here";
}

tl::unexpected<Error> refuse(std::string_view text, std::size_t offset, const bj::error_code& ec,
                             const StrictHandler& handler, const ParseLimits& limits) {
  if (ec == bj::error::too_deep) {
    const std::string what =
        "more than " + std::to_string(limits.depth_max) + " levels of arrays and objects";
    return refuse(text, offset, what, "json_too_large");
  }
  if (handler.complaint().empty()) return refuse(text, offset, to_words(ec));
  return refuse(text, offset, handler.complaint(), handler.reason());
}

}  // namespace

Result<bj::value> parse(std::string_view text, const ParseLimits& limits, bj::storage_ptr storage) {
  if (text.size() > limits.text_bytes_max) {
    return fail(ErrorCode::InvalidArgument,
                "the JSON text has " + std::to_string(text.size()) + " bytes; at most " +
                    std::to_string(limits.text_bytes_max) + " are read",
                "json_too_large");
  }
  bj::parse_options options;
  options.max_depth = limits.depth_max;
  unsigned char buffer[4096];
  bj::basic_parser<StrictHandler> parser(options, limits, buffer, sizeof buffer, std::move(storage));
  bj::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (ec) return refuse(text, used, ec, parser.handler(), limits);
  if (used < text.size()) return refuse(text, used, "something follows the value");

  bj::value value = parser.handler().release();
  if (count_members(value) == parser.handler().members()) return value;
  const auto duplicate = find_duplicate_key(text);
  const std::size_t offset = duplicate ? duplicate->offset : 0;
  return fail(ErrorCode::InvalidArgument,
              "invalid JSON at byte " + std::to_string(offset) + ": the key " +
                  quoted(duplicate ? duplicate->pointer : "", 120) + " is there twice",
              "duplicate_key");
}

}  // namespace fairlead::json
