// The scanner behind parse_template.
#include "store/secret_reference.hpp"

#include <algorithm>

namespace fairlead::store {
namespace {

constexpr std::size_t kNameBytesMax = 255;

tl::unexpected<Error> bad_reference(const std::string& why) {
  return fail(ErrorCode::InvalidArgument, why + "; write ${env:NAME} or ${file:path}, and $${ for a plain ${",
              "bad_reference");
}

bool is_env_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto is_allowed = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), is_allowed);
}

bool is_inner_path(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    if (path.substr(0, slash) == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

// `body` is what stands between the braces.
Result<Reference> parse_body(std::string_view body) {
  if (body.size() > kNameBytesMax) return bad_reference("a reference is longer than 255 bytes");
  if (body.starts_with("env:")) {
    const std::string_view name = body.substr(4);
    if (!is_env_name(name))
      return bad_reference("the name of an environment variable is letters, digits and _");
    return Reference{ReferenceKind::Env, std::string(name)};
  }
  if (body.starts_with("file:")) {
    const std::string_view path = body.substr(5);
    if (!is_inner_path(path))
      return bad_reference("a secret file is named relative to secrets_dir, without '..'");
    return Reference{ReferenceKind::File, std::string(path)};
  }
  return bad_reference("a reference is of unknown kind");
}

void add_literal(Template& pieces, std::string_view text) {
  if (text.empty()) return;
  if (!pieces.empty()) {
    if (auto* last = std::get_if<std::string>(&pieces.back())) {
      *last += text;
      return;
    }
  }
  pieces.emplace_back(std::string(text));
}

}  // namespace

std::string Reference::text() const {
  return (kind == ReferenceKind::Env ? "${env:" : "${file:") + name + "}";
}

bool has_reference(const Template& pieces) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [](const auto& piece) { return std::holds_alternative<Reference>(piece); });
}

Result<Template> parse_template(std::string_view text) {
  Template pieces;
  while (!text.empty()) {
    const std::size_t dollar = text.find('$');
    add_literal(pieces, text.substr(0, dollar));
    if (dollar == std::string_view::npos) break;
    text.remove_prefix(dollar);
    if (text.starts_with("$${")) {
      add_literal(pieces, "${");
      text.remove_prefix(3);
    } else if (text.starts_with("${")) {
      const std::size_t end = text.find('}');
      if (end == std::string_view::npos) return bad_reference("a reference has no closing brace");
      FAIRLEAD_TRY(auto reference, parse_body(text.substr(2, end - 2)));
      pieces.emplace_back(std::move(reference));
      text.remove_prefix(end + 1);
    } else {
      add_literal(pieces, "$");
      text.remove_prefix(1);
    }
  }
  return pieces;
}

Result<Reference> parse_reference(std::string_view text) {
  FAIRLEAD_TRY(auto pieces, parse_template(text));
  if (pieces.size() == 1 && has_reference(pieces)) return std::get<Reference>(std::move(pieces.front()));
  return bad_reference("this is not one reference and nothing else");
}

}  // namespace fairlead::store
