#include "plugin/header_parameters.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "json/text.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::string_view kAnnotation = "x-mcp-header";
constexpr std::size_t kHeaderBytesMax = 64;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// 1*tchar of RFC 9110 section 5.6.2.
bool is_token(std::string_view name) {
  const auto is_tchar = [](char c) {
    constexpr std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
    return is_alphanumeric(c) || kPunctuation.find(c) != std::string_view::npos;
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_tchar);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_mirrored_type(const boost::json::object& schema) {
  const boost::json::value* type = schema.if_contains("type");
  return type != nullptr && (*type == "string" || *type == "integer" || *type == "boolean");
}

class Reader {
 public:
  // The depth of a schema is bounded by the compiler, which has seen it before, and by the parser.
  Result<void> read(const boost::json::value& schema, const std::string& place, bool is_reachable) {
    if (const auto* list = schema.if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        FAIRLEAD_CHECK(read((*list)[i], place + "/" + std::to_string(i), false));
      }
    }
    const auto* object = schema.if_object();
    if (object == nullptr) return {};
    if (const auto* annotation = object->if_contains(kAnnotation)) {
      FAIRLEAD_CHECK(take(*object, *annotation, place, is_reachable));
    }
    for (const auto& member : *object) {
      const std::string_view keyword = member.key();
      // Data, not schemas: what looks like the annotation in there is none.
      if (keyword == "default" || keyword == "const" || keyword == "enum" || keyword == "examples") continue;
      std::string below = place;
      json::append_token(below, keyword);
      if (keyword == "properties" && member.value().is_object()) {
        FAIRLEAD_CHECK(read_properties(member.value().as_object(), below, is_reachable));
      } else if (keyword != kAnnotation) {
        FAIRLEAD_CHECK(read(member.value(), below, false));
      }
    }
    return {};
  }

  std::vector<HeaderParameter> found;

 private:
  Result<void> read_properties(const boost::json::object& properties, const std::string& place,
                               bool is_reachable) {
    for (const auto& property : properties) {
      std::string below = place;
      json::append_token(below, property.key());
      path_.emplace_back(property.key());
      FAIRLEAD_CHECK(read(property.value(), below, is_reachable));
      path_.pop_back();
    }
    return {};
  }

  Result<void> take(const boost::json::object& schema, const boost::json::value& annotation,
                    const std::string& place, bool is_reachable) {
    const auto refuse = [&](std::string_view why) {
      return fail(ErrorCode::InvalidArgument, place + ": x-mcp-header: " + std::string(why), "bad_header");
    };
    if (!is_reachable || path_.empty()) {
      return refuse("allowed only on properties that a chain of \"properties\" leads to");
    }
    if (!annotation.is_string() || !is_token(annotation.as_string()) ||
        annotation.as_string().size() > kHeaderBytesMax) {
      return refuse("expected a header name: 1 to 64 letters, digits or !#$%&'*+-.^_`|~");
    }
    if (!is_mirrored_type(schema)) {
      return refuse("allowed only where \"type\" is string, integer or boolean");
    }
    std::string name(annotation.as_string());
    if (!seen_.insert(lower(name)).second) {
      return refuse("another property has the header " + name + "; upper and lower case are the same there");
    }
    found.push_back({std::move(name), path_});
    return {};
  }

  std::vector<std::string> path_;
  std::set<std::string> seen_;
};

}  // namespace

Result<std::vector<HeaderParameter>> read_header_parameters(const boost::json::value& input_schema) {
  Reader reader;
  FAIRLEAD_CHECK(reader.read(input_schema, "", true));
  return std::move(reader.found);
}

}  // namespace fairlead::plugin
