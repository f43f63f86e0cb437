#include "cli/words.hpp"

namespace fairlead::cli {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}

  Result<std::vector<std::string>> split() {
    std::vector<std::string> words;
    for (skip_blanks(); !rest_.empty(); skip_blanks()) {
      FAIRLEAD_TRY(std::string taken, word());
      words.push_back(std::move(taken));
    }
    return words;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  Result<std::string> word() {
    std::string out;
    while (!rest_.empty() && !is_blank(rest_.front())) {
      const char c = take();
      if (c == '\'' || c == '"') {
        FAIRLEAD_CHECK(take_quoted(c, out));
      } else {
        out += c == '\\' && !rest_.empty() ? take() : c;
      }
    }
    return out;
  }

  Result<void> take_quoted(char quote, std::string& out) {
    while (!rest_.empty()) {
      const char c = take();
      if (c == quote) return {};
      const bool is_escape =
          quote == '"' && c == '\\' && !rest_.empty() && (rest_.front() == '"' || rest_.front() == '\\');
      out += is_escape ? take() : c;
    }
    return fail(ErrorCode::InvalidArgument,
                std::string("a quote is not closed; write another ") + quote + " at its end", "bad_line");
  }

  std::string_view rest_;
};

}  // namespace

Result<std::vector<std::string>> split_words(std::string_view line) { return Words(line).split(); }

}  // namespace fairlead::cli
