// Names for table-driven tests, so that ctest lists words and not bytes.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fairlead::json {

/// Letters and digits of `text`, everything else one '_' per run, at most 40 characters; and some digits
/// more, since what differs may be the rest.
inline std::string to_test_name(std::string_view text) {
  unsigned sum = 7;
  for (const char c : text) sum = (sum * 31 + static_cast<unsigned char>(c)) % 9973;
  std::string name;
  for (const char c : text.substr(0, 40)) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_word) {
      name += c;
    } else if (name.empty() || name.back() != '_') {
      name += '_';
    }
  }
  return name + "_" + std::to_string(sum);
}

/// One row of a table that is a single text; prints as its name.
struct TextCase {
  const char* text;

  friend void PrintTo(const TextCase& one, std::ostream* out) { *out << to_test_name(one.text); }
};

}  // namespace fairlead::json
