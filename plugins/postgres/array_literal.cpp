// A reader with one position; recursion is bounded by the number of dimensions.
#include "array_literal.hpp"

#include <string>
#include <utility>

namespace fairlead::postgres {
namespace {

constexpr int kDimensionsMax = 6;

class ArrayReader {
 public:
  ArrayReader(std::string_view text, const ElementDecoder& decode) : text_(text), decode_(decode) {}

  std::optional<boost::json::array> read() {
    if (!skip_bounds()) return std::nullopt;
    auto array = read_array(1);
    if (!array || at_ != text_.size()) return std::nullopt;
    return array;
  }

 private:
  [[nodiscard]] bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool skip(char c) {
    if (!is_at(c)) return false;
    ++at_;
    return true;
  }

  // "[2:3][0:1]=" stands in front when an array does not begin at 1.
  bool skip_bounds() {
    if (!is_at('[')) return true;
    const auto equals = text_.find('=');
    if (equals == std::string_view::npos) return false;
    at_ = equals + 1;
    return true;
  }

  std::optional<boost::json::array> read_array(int dimension) {
    if (dimension > kDimensionsMax || !skip('{')) return std::nullopt;
    boost::json::array array;
    if (skip('}')) return array;
    do {
      auto element = read_element(dimension);
      if (!element) return std::nullopt;
      array.push_back(std::move(*element));
    } while (skip(','));
    if (!skip('}')) return std::nullopt;
    return array;
  }

  std::optional<boost::json::value> read_element(int dimension) {
    if (is_at('{')) {
      auto inner = read_array(dimension + 1);
      if (!inner) return std::nullopt;
      return boost::json::value(std::move(*inner));
    }
    return is_at('"') ? read_quoted() : read_word();
  }

  std::optional<boost::json::value> read_quoted() {
    ++at_;
    std::string text;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && ++at_ == text_.size()) return std::nullopt;
      text += text_[at_++];
    }
    if (!skip('"')) return std::nullopt;
    return decode_(text);
  }

  std::optional<boost::json::value> read_word() {
    const auto end = std::min(text_.find_first_of(",}{\"\\", at_), text_.size());
    const auto word = text_.substr(at_, end - at_);
    if (word.empty()) return std::nullopt;
    at_ = end;
    if (word == "NULL") return boost::json::value(nullptr);
    return decode_(word);
  }

  std::string_view text_;
  const ElementDecoder& decode_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<boost::json::array> parse_array_literal(std::string_view text, const ElementDecoder& decode) {
  return ArrayReader(text, decode).read();
}

}  // namespace fairlead::postgres
