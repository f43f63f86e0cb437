#include "plugin/contract/sample_config.hpp"

#include <utility>
#include <vector>

#include "plugin/contract/sample.hpp"
#include "plugin/contract/schema_reading.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

// The tokens of a JSON Pointer (RFC 6901).
std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  for (const char c : pointer) {
    if (c == '/') {
      tokens.emplace_back();
    } else if (!tokens.empty() && c == '1' && tokens.back().ends_with('~')) {
      tokens.back().back() = '/';
    } else if (!tokens.empty() && c == '0' && tokens.back().ends_with('~')) {
      tokens.back().back() = '~';
    } else if (!tokens.empty()) {
      tokens.back() += c;
    }
  }
  return tokens;
}

// Takes the secrets below `value` out, along `tokens` from number `at` on, where "*" stands for any.
struct Taking {
  const std::vector<std::string>& tokens;
  SampleConfig& out;

  void take(bj::value& value, std::size_t at, const std::string& name) {
    if (at == tokens.size()) {
      if (!value.is_string()) return;
      out.secrets[name] = std::string(value.get_string());
      value = name;
      return;
    }
    const auto name_of = [&](std::string_view token) {
      return name.empty() ? std::string(token) : name + "/" + std::string(token);
    };
    if (bj::object* object = value.if_object()) {
      for (auto& member : *object) {
        if (tokens[at] == "*" || tokens[at] == std::string_view(member.key()))
          take(member.value(), at + 1, name_of(member.key()));
      }
    } else if (bj::array* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        if (tokens[at] == "*" || tokens[at] == std::to_string(i))
          take((*array)[i], at + 1, name_of(std::to_string(i)));
      }
    }
  }
};

// Strings at the top that may be anything, and need not be there.
void add_canary(bj::object& config, const bj::object& schema, const std::string& canary) {
  const bj::object* properties = find_object(schema, "properties");
  if (canary.empty() || properties == nullptr) return;
  const bj::array* required = find_array(schema, "required");
  for (const auto& property : *properties) {
    const bj::object* its_schema = property.value().if_object();
    if (its_schema == nullptr || !is_free_text(*its_schema)) continue;
    const bool is_required = required != nullptr && std::find(required->begin(), required->end(),
                                                              bj::value(property.key())) != required->end();
    if (!is_required) config[property.key()] = canary;
  }
}

bj::object invented(const bj::object& schema, bj::object config) {
  // A made-up secret says what it is wherever it turns up.
  if (const bj::object* properties = find_object(schema, "properties")) {
    for (const auto& property : *properties) {
      const bj::object* its_schema = property.value().if_object();
      if (its_schema != nullptr && is_true(*its_schema, "x-fairlead-secret") &&
          config.contains(property.key()))
        config[property.key()] = kInventedSecret;
    }
  }
  return config;
}

}  // namespace

Result<SampleConfig> make_sample_config(const Provider& provider, const std::optional<bj::object>& given,
                                        const std::string& canary) {
  const bj::object& schema = provider.config_schema_json();
  bj::value config = bj::object();
  if (given) {
    config = *given;
  } else {
    FAIRLEAD_TRY(config, make_sample(schema, {.fill = Fill::Least}));
    config = invented(schema, std::move(config.get_object()));
  }
  add_canary(config.get_object(), schema, canary);
  FAIRLEAD_CHECK(provider.config_schema().apply_defaults(config));
  const auto errors = provider.config_schema().validate(config);
  if (!errors.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "the configuration does not fit the provider's schema: " + json::to_text(errors),
                "bad_connection_config");
  }
  SampleConfig out;
  for (const std::string& path : provider.config_schema().secret_paths()) {
    const std::vector<std::string> tokens = tokens_of(path);
    Taking{tokens, out}.take(config, 0, "");
  }
  out.config = std::move(config.get_object());
  return out;
}

Result<void> SampleSecrets::read(std::string_view name,
                                 const std::function<void(std::string_view)>& use) const {
  const auto found = values_.find(std::string(name));
  if (reads_.fetch_add(1) >= fails_from_ || found == values_.end())
    return fail(ErrorCode::NotFound, "no such secret here", "unknown_secret");
  // A copy of its own, overwritten afterwards: a view that was kept shows nothing any more.
  std::string copy = found->second;
  use(copy);
  copy.assign(copy.size(), '#');
  return {};
}

}  // namespace fairlead::plugin::contract
