#include "cli/arguments.hpp"

#include <optional>
#include <set>
#include <string_view>

#include "json/parse.hpp"
#include "json/text.hpp"

namespace fairlead::cli {
namespace {

using boost::json::object;
using boost::json::value;

constexpr int kReferencesMax = 8;

// Type names that a schema lets through; empty: nothing is known.
using Types = std::set<std::string, std::less<>>;

tl::unexpected<Error> bad(std::string message) {
  return fail(ErrorCode::InvalidArgument, std::move(message), "bad_argument");
}

void add_types(const object& root, const value& schema, int references_left, Types& types);

void add_types_of_all(const object& root, const object& schema, const char* keyword, int references_left,
                      Types& types) {
  const value* branches = schema.if_contains(keyword);
  if (branches == nullptr || !branches->is_array()) return;
  for (const value& branch : branches->get_array()) add_types(root, branch, references_left, types);
}

void add_types(const object& root, const value& schema, int references_left, Types& types) {
  const object* fields = schema.if_object();
  if (fields == nullptr || references_left < 0) return;
  if (const value* type = fields->if_contains("type")) {
    if (type->is_string()) types.emplace(type->get_string());
    if (type->is_array()) {
      for (const value& name : type->get_array()) {
        if (name.is_string()) types.emplace(name.get_string());
      }
    }
  } else if (const value* values = fields->if_contains("enum"); values != nullptr && values->is_array()) {
    for (const value& allowed : values->get_array()) types.emplace(json::type_name(allowed));
  } else if (const value* only = fields->if_contains("const")) {
    types.emplace(json::type_name(*only));
  }
  if (const value* reference = fields->if_contains("$ref"); reference != nullptr && reference->is_string()) {
    const std::string_view target = reference->get_string();
    boost::system::error_code error;
    const value whole(root);
    const value* found = target.starts_with('#') ? whole.find_pointer(target.substr(1), error) : nullptr;
    if (found != nullptr) add_types(root, *found, references_left - 1, types);
  }
  for (const char* keyword : {"anyOf", "oneOf", "allOf"}) {
    add_types_of_all(root, *fields, keyword, references_left - 1, types);
  }
}

Types types_of(const object* schema, std::string_view key) {
  Types types;
  if (schema == nullptr) return types;
  const value* properties = schema->if_contains("properties");
  if (properties == nullptr || !properties->is_object()) return types;
  const value* property = properties->get_object().if_contains(key);
  if (property != nullptr) add_types(*schema, *property, kReferencesMax, types);
  return types;
}

bool accepts(const Types& types, const value& candidate) {
  const std::string_view name = json::type_name(candidate);
  return types.contains(name) || (name == "integer" && types.contains("number"));
}

std::string listed(const Types& types) {
  std::string out;
  for (const std::string& type : types) out += (out.empty() ? "" : " or ") + type;
  return out;
}

Result<value> typed(const std::string& key, std::string_view text, const Types& types) {
  const bool may_be_string = types.empty() || types.contains("string");
  Types others = types;
  others.erase("string");
  others.erase("null");
  if (may_be_string && !types.empty() && others.empty()) return value(text);

  auto parsed = json::parse(text);
  if (may_be_string) {
    const bool fits = parsed && !parsed->is_string() && (types.empty() || accepts(others, *parsed));
    return fits ? *std::move(parsed) : value(text);
  }
  // A list of words is what people write most often where JSON is wanted; what it takes is said by example.
  if (!parsed) {
    const char* example = types.contains("array")    ? "'[1,\"two\"]'"
                          : types.contains("object") ? "'{\"a\":1}'"
                                                     : "10";
    return bad(key + ": expected " + listed(types) + ", got " + json::quoted(text) +
               "; write it as JSON, such as " + key + "=" + (types == Types{"boolean"} ? "true" : example));
  }
  return parsed;
}

}  // namespace

Result<object> typed_arguments(std::span<const std::string> pairs, const object* schema) {
  object out;
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) {
      return bad("expected key=value, got " + json::quoted(pair) +
                 "; the tool's fields are shown by `fairlead tools`");
    }
    const bool is_json = equals > 0 && pair[equals - 1] == ':';
    const std::string key = pair.substr(0, is_json ? equals - 1 : equals);
    const std::string_view text = std::string_view(pair).substr(equals + 1);
    if (key.empty()) return bad("expected key=value, got " + json::quoted(pair) + ": the key is missing");
    if (out.contains(key)) return bad(key + ": given twice");
    if (is_json) {
      auto parsed = json::parse(text);
      if (!parsed) return bad(key + ": " + parsed.error().message);
      out[key] = *std::move(parsed);
    } else {
      FAIRLEAD_TRY(out[key], typed(key, text, types_of(schema, key)));
    }
  }
  return out;
}

Result<object> merged(object base, const object& more) {
  for (const auto& member : more) {
    if (base.contains(member.key())) return bad(std::string(member.key()) + ": given twice");
    base[member.key()] = member.value();
  }
  return base;
}

Result<object> parse_object(std::string_view text, std::string_view source) {
  auto parsed = json::parse(text);
  if (!parsed) return bad(std::string(source) + ": " + parsed.error().message);
  if (!parsed->is_object()) {
    return bad(std::string(source) + ": expected a JSON object, got " +
               std::string(json::type_name(*parsed)));
  }
  return std::move(parsed->get_object());
}

}  // namespace fairlead::cli
