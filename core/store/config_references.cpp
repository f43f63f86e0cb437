// One walk over a configuration, used for checking and for binding.
#include "store/config_references.hpp"

#include <algorithm>

#include "json/text.hpp"

namespace fairlead::store {
namespace {

// Both are JSON Pointers; "*" in the pattern stands for any one token.
bool is_match(std::string_view pattern, std::string_view pointer) {
  while (!pattern.empty() && !pointer.empty()) {
    const std::size_t pattern_end = std::min(pattern.find('/', 1), pattern.size());
    const std::size_t pointer_end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view wanted = pattern.substr(0, pattern_end);
    if (wanted != "/*" && wanted != pointer.substr(0, pointer_end)) return false;
    pattern.remove_prefix(pattern_end);
    pointer.remove_prefix(pointer_end);
  }
  return pattern.empty() && pointer.empty();
}

// Walks a configuration; `resolver` null: only checks.
class Walk {
 public:
  Walk(std::span<const std::string> secret_paths, const SecretResolver* resolver)
      : secret_paths_(secret_paths), resolver_(resolver) {}

  Result<void> visit(boost::json::value& value, const std::string& pointer) {
    if (is_secret(pointer)) return visit_secret(value, pointer);
    if (auto* object = value.if_object()) {
      for (auto& member : *object) {
        std::string inner = pointer;
        json::append_token(inner, member.key());
        FAIRLEAD_CHECK(visit(member.value(), inner));
      }
    } else if (auto* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        FAIRLEAD_CHECK(visit((*array)[i], pointer + "/" + std::to_string(i)));
      }
    } else if (value.is_string()) {
      return visit_plain(value, pointer);
    }
    return {};
  }

  std::vector<SecretField> take_secrets() { return std::move(secrets_); }

 private:
  bool is_secret(std::string_view pointer) const {
    if (pointer.empty()) return false;  // The configuration itself is an object, never a secret.
    return std::any_of(secret_paths_.begin(), secret_paths_.end(),
                       [&](const std::string& pattern) { return is_match(pattern, pointer); });
  }

  static Error at(const std::string& pointer, Error error) {
    error.message = pointer.substr(1) + ": " + error.message;
    return error;
  }

  Result<Template> parse(const boost::json::value& value, const std::string& pointer) const {
    auto pieces = parse_template(std::string_view(value.get_string()));
    if (!pieces) return fail(at(pointer, std::move(pieces).error()));
    return pieces;
  }

  Result<void> visit_secret(boost::json::value& value, const std::string& pointer) {
    if (value.is_null()) return {};
    Template pieces;
    if (value.is_string()) {
      FAIRLEAD_TRY(pieces, parse(value, pointer));
    }
    if (!has_reference(pieces)) {
      return fail(
          at(pointer, Error(ErrorCode::InvalidArgument,
                            "a secret is not written in clear; put it into an environment variable or a file "
                            "below secrets_dir and write ${env:NAME} or ${file:path}",
                            "literal_secret")));
    }
    secrets_.push_back({pointer.substr(1), std::move(pieces)});
    if (resolver_ != nullptr) value = secrets_.back().name;
    return {};
  }

  Result<void> visit_plain(boost::json::value& value, const std::string& pointer) const {
    FAIRLEAD_TRY(const auto pieces, parse(value, pointer));
    if (resolver_ == nullptr) return {};
    auto resolved = resolver_->resolve(pieces);
    if (!resolved) return fail(at(pointer, std::move(resolved).error()));
    value = resolved->view();
    return {};
  }

  std::span<const std::string> secret_paths_;
  const SecretResolver* resolver_;
  std::vector<SecretField> secrets_;
};

}  // namespace

Result<void> check_references(const boost::json::object& config, std::span<const std::string> secret_paths) {
  boost::json::value copy(config);
  return Walk(secret_paths, nullptr).visit(copy, "");
}

Result<BoundConfig> bind_config(const boost::json::object& config, std::span<const std::string> secret_paths,
                                const SecretResolver& resolver) {
  boost::json::value copy(config);
  Walk walk(secret_paths, &resolver);
  FAIRLEAD_CHECK(walk.visit(copy, ""));
  return BoundConfig{std::move(copy.get_object()), walk.take_secrets()};
}

}  // namespace fairlead::store
