// Where in a JSON document the decoder is, and how it refuses what it finds there. Internal. Every refusal is
// an Error with INVALID_ARGUMENT that begins with the path: "filter.tags[2]: expected string, got number".
// Values are not repeated, except numbers: a misplaced value may be somebody's password.
#ifndef FAIRLEAD_SDK_PATH_HPP
#define FAIRLEAD_SDK_PATH_HPP

#include <cstddef>
#include <string>
#include <string_view>

#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// A chain on the stack, written out only when something is wrong.
class Path {
 public:
  // The whole document; `name` is what messages about it as a whole call it.
  explicit Path(std::string_view name) : name_(name) {}
  Path(const Path& parent, std::string_view field) : parent_(&parent), name_(field) {}
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index), is_index_(true) {}

  [[nodiscard]] std::string to_string() const {
    if (parent_ == nullptr) return std::string(name_);
    std::string text = parent_->parent_ == nullptr ? std::string() : parent_->to_string();
    if (is_index_) return text + '[' + std::to_string(index_) + ']';
    if (!text.empty()) text += '.';
    return text + shortened(name_);
  }

  [[noreturn]] void refuse(std::string_view why) const {
    throw Error(FAIRLEAD_INVALID_ARGUMENT, to_string().append(": ").append(why));
  }

 private:
  const Path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
  bool is_index_ = false;
};

inline std::string_view kind_name(const Json& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_: return "number";
    case boost::json::kind::string: return "string";
    case boost::json::kind::array: return "array";
    case boost::json::kind::object: return "object";
  }
  return "something else";
}

[[noreturn]] inline void refuse_kind(const Path& path, std::string_view expected, const Json& got) {
  path.refuse(std::string("expected ").append(expected).append(", got ").append(kind_name(got)));
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_PATH_HPP
