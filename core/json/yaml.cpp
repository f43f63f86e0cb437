// yaml-cpp's events put together by hand: its own node tree says nothing of duplicate keys and expands
// aliases without limit.
#include "json/yaml.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "json/text.hpp"
#include "json/yaml_scalar.hpp"

namespace fairlead::json {
namespace {

using boost::json::value;

constexpr std::size_t kBytesPerNode = 64;

// Thrown through yaml-cpp, which has no other way to stop, and caught in parse_yaml.
struct Refusal {
  YAML::Mark mark;
  std::string what;
};

// yaml-cpp 0.7 turns the escapes \N and \_ into single bytes, which is the one way to broken UTF-8 from good
// text.
bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!take_code_point(text)) return false;
  }
  return true;
}

// Puts the events of one document together. Anchors keep a copy of their finished value, and the number of
// values in it, so that a few lines of nested aliases cannot become more than nodes_max.
class ValueBuilder final : public YAML::EventHandler {
 public:
  explicit ValueBuilder(const YamlLimits& limits) : limits_(limits) {}

  [[nodiscard]] value take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) throw Refusal{mark, "a second document begins; write one document"};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) throw Refusal{mark, "a key is null; quote it"};
    add_scalar(mark, anchor, nullptr);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) throw Refusal{mark, "an alias stands inside its own anchor"};
    if (expects_key()) throw Refusal{mark, "a key is an alias; write the key itself"};
    if (frames_.size() + known->second.depth > limits_.depth_max) refuse_depth(mark);
    count(mark, known->second.nodes);
    if (!frames_.empty()) deepen(known->second.depth);
    add(known->second.whole);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    if (!is_utf8(text))
      throw Refusal{mark, "the escapes \\N and \\_ are not supported; write \\u0085 or \\u00a0"};
    const bool is_plain = tag == "?" || tag.empty();
    if (!is_plain && tag != "!") refuse_tag(mark);
    if (expects_key()) {
      take_key(mark, text, is_plain);
      return;
    }
    auto scalar = is_plain ? plain_scalar(text) : Result<value>(value(text));
    if (!scalar) throw Refusal{mark, scalar.error().message};
    add_scalar(mark, anchor, *std::move(scalar));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, boost::json::array());
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, boost::json::object());
  }
  void OnMapEnd() override { end(); }

 private:
  struct Frame {
    value whole;
    YAML::anchor_t anchor;
    YAML::Mark mark;
    std::size_t nodes_before;  // counted when it began, itself not included
    std::size_t depth = 1;     // of itself and what is inside
    std::string key;
    bool expects_key;
  };
  struct Anchored {
    value whole;
    std::size_t nodes;
    std::size_t depth;
  };

  [[nodiscard]] bool expects_key() const { return !frames_.empty() && frames_.back().expects_key; }

  void count(const YAML::Mark& mark, std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > limits_.nodes_max) refuse_nodes(mark);
  }

  [[noreturn]] void refuse_nodes(const YAML::Mark& mark) const {
    throw Refusal{mark, "more than " + std::to_string(limits_.nodes_max) + " values, aliases expanded"};
  }

  [[noreturn]] void refuse_depth(const YAML::Mark& mark) const {
    throw Refusal{mark, "more than " + std::to_string(limits_.depth_max) + " levels of lists and mappings"};
  }

  [[noreturn]] static void refuse_tag(const YAML::Mark& mark) {
    throw Refusal{mark, "tags are not supported; quote a text to make it a string"};
  }

  void deepen(std::size_t depth_inside) {
    frames_.back().depth = std::max(frames_.back().depth, depth_inside + 1);
  }

  void take_key(const YAML::Mark& mark, const std::string& text, bool is_plain) {
    Frame& frame = frames_.back();
    if (is_plain) {
      if (text == "<<") throw Refusal{mark, "merge keys (<<) are not supported; write the members out"};
      const auto scalar = plain_scalar(text);
      if (!scalar || !scalar->is_string())
        throw Refusal{mark, "the key " + quoted(text) + " is no string; quote it"};
    }
    if (frame.whole.get_object().contains(text)) {
      throw Refusal{mark, "the key " + quoted(text) + " is there twice"};
    }
    count(mark, text.size() / kBytesPerNode);
    frame.key = text;
    frame.expects_key = false;
  }

  void add_scalar(const YAML::Mark& mark, YAML::anchor_t anchor, value scalar) {
    const auto* text = scalar.if_string();
    const std::size_t nodes = 1 + (text != nullptr ? text->size() / kBytesPerNode : 0);
    count(mark, nodes);
    if (anchor != YAML::NullAnchor) anchors_.insert_or_assign(anchor, Anchored{scalar, nodes, 0});
    add(std::move(scalar));
  }

  void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, value empty) {
    if (tag != "?" && !tag.empty()) refuse_tag(mark);
    if (expects_key()) throw Refusal{mark, "a key is a list or mapping; write a string"};
    if (frames_.size() >= limits_.depth_max) refuse_depth(mark);
    const bool is_map = empty.is_object();
    const std::size_t nodes_before = nodes_;
    count(mark, 1);
    frames_.push_back({std::move(empty), anchor, mark, nodes_before, 1, {}, is_map});
  }

  void end() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (!frames_.empty()) deepen(frame.depth);
    if (frame.anchor != YAML::NullAnchor) {
      const std::size_t nodes = nodes_ - frame.nodes_before;
      copied_ += nodes;  // Anchors inside each other multiply what is held.
      if (copied_ > limits_.nodes_max) refuse_nodes(frame.mark);
      anchors_.insert_or_assign(frame.anchor, Anchored{frame.whole, nodes, frame.depth});
    }
    add(std::move(frame.whole));
  }

  void add(value item) {
    if (frames_.empty()) {
      root_ = std::move(item);
    } else if (auto* list = frames_.back().whole.if_array()) {
      list->push_back(std::move(item));
    } else {
      frames_.back().whole.get_object().emplace(frames_.back().key, std::move(item));
      frames_.back().expects_key = true;
    }
  }

  const YamlLimits& limits_;
  std::size_t documents_ = 0;
  std::size_t nodes_ = 0;
  std::size_t copied_ = 0;  // values held for anchors
  value root_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Anchored> anchors_;
};

tl::unexpected<Error> refuse(std::size_t line, std::size_t column, const std::string& what) {
  return fail(ErrorCode::InvalidArgument,
              "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what,
              "bad_yaml");
}

tl::unexpected<Error> refuse(const YAML::Mark& mark, const std::string& what) {
  const auto from_one = [](int position) { return static_cast<std::size_t>(std::max(position, 0)) + 1; };
  return refuse(from_one(mark.line), from_one(mark.column), what);
}

// yaml-cpp passes broken UTF-8 on, and takes byte 4 for the end of the text.
Result<void> check_text(std::string_view text) {
  std::size_t line = 1;
  std::size_t column = 1;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const auto c = take_code_point(text);
    if (!c) return refuse(line, column, "the text is not UTF-8");
    const bool is_control = (*c < 0x20 && *c != '\t' && *c != '\n' && *c != '\r') || *c == 0x7F;
    if (is_control)
      return refuse(line, column, "a control character; write it as an escape in double quotes");
    ++column;
    if (*c != '\n') continue;
    ++line;
    column = 1;
  }
  return {};
}

// yaml-cpp 0.7 takes the end of the text for the end of a quoted scalar if it comes after a line break. A
// document end marker there changes nothing else and makes it notice.
std::string with_end_marker(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t");
  if (last == std::string_view::npos || (text[last] != '\n' && text[last] != '\r')) return std::string(text);
  return std::string(text.substr(0, last + 1)) + (text[last] == '\r' ? "\n...\n" : "...\n");
}

std::string to_words(const YAML::Exception& exception) {
  if (exception.msg == YAML::ErrorMsg::DOC_IN_SCALAR || exception.msg == YAML::ErrorMsg::EOF_IN_SCALAR) {
    return "the document ends inside a quoted text; close the quotes";
  }
  return printable(exception.msg, 200);
}

}  // namespace

Result<value> parse_yaml(std::string_view text, const YamlLimits& limits) {
  if (text.size() > limits.text_bytes_max) {
    return refuse(1, 1,
                  "the text has " + std::to_string(text.size()) + " bytes; at most " +
                      std::to_string(limits.text_bytes_max) + " are read");
  }
  FAIRLEAD_CHECK(check_text(text));
  try {
    std::istringstream stream(with_end_marker(text));
    YAML::Parser parser(stream);
    ValueBuilder builder(limits);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const Refusal& refusal) {
    return refuse(refusal.mark, refusal.what);
  } catch (const YAML::Exception& exception) {
    return refuse(exception.mark, to_words(exception));
  }
}

}  // namespace fairlead::json
