// A scanner that knows just enough of JSON to keep count of where it is.
#include "json/locate.hpp"

#include <set>
#include <vector>

#include <boost/json/parse.hpp>

#include "json/text.hpp"

namespace fairlead::json {
namespace {

struct Frame {
  bool is_object = false;
  bool expects_key = false;
  std::size_t index = 0;
  std::string key;
  std::set<std::string, std::less<>> keys;
};

// The offset just after the string that begins at `begin`, or the size of the text.
std::size_t end_of_string(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

// nullopt if the text ends inside the literal.
std::optional<std::string> unescaped(std::string_view literal) {
  boost::json::error_code error;
  const boost::json::value key = boost::json::parse(literal, error);
  if (error || !key.is_string()) return std::nullopt;
  return std::string(key.get_string());
}

enum class AtDuplicate { Stop, GoOn };

class Walker {
 public:
  Walker(std::string_view text, AtDuplicate at_duplicate) : text_(text), at_duplicate_(at_duplicate) {}

  // Walks over the next token. False at the end of the text, and at a key that has been there before.
  bool step() {
    if (at_ >= text_.size()) return false;
    const char c = text_[at_];
    if (c == '"') return take_string();
    if (c == '{' || c == '[') begin_frame(c == '{');
    if ((c == '}' || c == ']') && !frames_.empty()) frames_.pop_back();
    if (c == ',' && !frames_.empty()) next_member();
    ++at_;
    return true;
  }

  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] bool is_at_duplicate() const { return is_duplicate_; }

  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const Frame& frame : frames_) {
      if (frame.is_object && frame.expects_key) continue;  // Between members: the object itself.
      append_token(out, frame.is_object ? frame.key : std::to_string(frame.index));
    }
    return out;
  }

 private:
  void begin_frame(bool is_object) {
    Frame& frame = frames_.emplace_back();
    frame.is_object = frame.expects_key = is_object;
  }

  void next_member() {
    ++frames_.back().index;
    frames_.back().expects_key = frames_.back().is_object;
  }

  bool take_string() {
    const std::size_t end = end_of_string(text_, at_);
    if (!frames_.empty() && frames_.back().expects_key) {
      Frame& frame = frames_.back();
      if (auto key = unescaped(text_.substr(at_, end - at_))) {
        frame.key = *std::move(key);
        frame.expects_key = false;
        is_duplicate_ = at_duplicate_ == AtDuplicate::Stop && !frame.keys.insert(frame.key).second;
        if (is_duplicate_) return false;
      }
    }
    at_ = end;
    return true;
  }

  std::string_view text_;
  AtDuplicate at_duplicate_;
  std::size_t at_ = 0;
  bool is_duplicate_ = false;
  std::vector<Frame> frames_;
};

}  // namespace

std::string pointer_at(std::string_view text, std::size_t offset) {
  Walker walker(text.substr(0, offset), AtDuplicate::GoOn);
  while (walker.step()) {
  }
  return walker.pointer();
}

std::optional<DuplicateKey> find_duplicate_key(std::string_view text) {
  Walker walker(text, AtDuplicate::Stop);
  while (walker.step()) {
  }
  if (!walker.is_at_duplicate()) return std::nullopt;
  return DuplicateKey{walker.offset(), walker.pointer()};
}

}  // namespace fairlead::json
