#include "base/ids.hpp"

#include <algorithm>

namespace fairlead {
namespace {

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Quotes what was given without echoing control characters or whole novels.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text.substr(0, 40)) out += c >= 0x20 && c < 0x7f ? c : '?';
  if (text.size() > 40) out += "...";
  return out + "'";
}

Result<void> check(std::string_view what, std::string_view id, std::size_t bytes_max,
                   std::string_view punctuation) {
  const auto is_allowed = [&](char c) {
    return is_lower_or_digit(c) || punctuation.find(c) != std::string_view::npos;
  };
  const bool is_legal = !id.empty() && id.size() <= bytes_max && is_lower_or_digit(id.front()) &&
                        std::all_of(id.begin(), id.end(), is_allowed);
  if (is_legal) return {};
  return fail(ErrorCode::InvalidArgument,
              std::string(what) + " " + quoted(id) + " is not allowed: use 1 to " +
                  std::to_string(bytes_max) + " of a-z, 0-9 and " + std::string(punctuation) +
                  ", beginning with a letter or digit",
              "bad_id");
}

}  // namespace

Result<void> check_tenant_id(std::string_view id) { return check("tenant id", id, kTenantIdBytesMax, "_-"); }

Result<void> check_connection_name(std::string_view name) {
  return check("connection name", name, kConnectionNameBytesMax, "_-");
}

Result<std::string> normalise_user_id(std::string_view id) {
  if (id.empty()) return std::string(kSingletonUser);
  std::string lower(id);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  FAIRLEAD_CHECK(check("user id", lower, kUserIdBytesMax, "_-.@+"));
  return lower;
}

Result<void> check_tool_name(std::string_view name) {
  const auto is_allowed = [](char c) {
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  };
  if (!name.empty() && name.size() <= kToolNameBytesMax && std::all_of(name.begin(), name.end(), is_allowed))
    return {};
  return fail(ErrorCode::InvalidArgument,
              "tool name " + quoted(name) + " is not allowed: use 1 to 64 of A-Z, a-z, 0-9, _ and -",
              "bad_id");
}

}  // namespace fairlead
