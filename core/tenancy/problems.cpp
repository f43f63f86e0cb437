// Paths and texts of collected problems.
#include "tenancy/problems.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/ids.hpp"
#include "json/text.hpp"

namespace fairlead::tenancy {
namespace {

// "a~1b" -> "a/b" (RFC 6901 section 4: "~1" is '/', "~0" is '~').
std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool is_escape = token[i] == '~' && i + 1 < token.size();
    text += !is_escape ? token[i] : token[++i] == '1' ? '/' : '~';
  }
  return text;
}

// "/a/b" -> ".a.b".
std::string to_dotted(std::string_view pointer) {
  std::string dotted;
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    dotted += "." + path_segment(unescaped(pointer.substr(1, end - 1)));
    pointer.remove_prefix(end);
  }
  return dotted;
}

}  // namespace

std::string path_segment(std::string_view key) {
  const auto is_usual = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-@+.").find(c) != std::string_view::npos;
  };
  const bool is_plain = !key.empty() && key.size() <= kUserIdBytesMax && std::ranges::all_of(key, is_usual);
  return is_plain ? std::string(key) : json::quoted(key);
}

void Problems::add_all(const std::string& base, const std::vector<json::FieldError>& errors) {
  for (const auto& error : errors) {
    std::string path = base + to_dotted(error.path);
    if (path.starts_with('.')) path.erase(0, 1);
    add(std::move(path), error.message);
  }
}

Error Problems::to_error(std::string title, std::string reason) const {
  Error error(ErrorCode::InvalidArgument, std::move(title), std::move(reason));
  boost::json::array list;
  for (const auto& problem : found_) {
    error.message += "\n  " + (problem.path.empty() ? std::string() : problem.path + ": ") + problem.message;
    list.push_back(boost::json::object{{"path", problem.path}, {"message", problem.message}});
  }
  error.detail_json = boost::json::serialize(boost::json::object{{"problems", std::move(list)}});
  return error;
}

}  // namespace fairlead::tenancy
