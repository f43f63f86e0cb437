// The reserved keys in _meta.
#include <algorithm>

#include "plugin/catalog_entries.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::string_view kReservedPrefix = "dev.fairlead/";
constexpr std::size_t kWordBytesMax = 64;

// tier, toolset and effect: words that operators write into rules.
bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= kWordBytesMax && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

Result<void> take_word(const boost::json::value& value, std::string& into) {
  if (!value.is_string() || !is_word(value.as_string())) {
    return fail(ErrorCode::InvalidArgument, "expected a word of [a-z0-9_-], at most 64 characters");
  }
  into = value.as_string();
  return {};
}

Result<void> take_task(const boost::json::value& value, TaskSupport& into) {
  if (value == "optional") {
    into = TaskSupport::Optional;
  } else if (value == "required") {
    into = TaskSupport::Required;
  } else {
    return fail(ErrorCode::InvalidArgument, "expected \"optional\" or \"required\"");
  }
  return {};
}

Result<void> take_timeout(const boost::json::value& value, std::optional<std::chrono::milliseconds>& into) {
  constexpr std::int64_t kWeekMs = 7LL * 24 * 60 * 60 * 1000;
  if (!value.is_int64() || value.as_int64() <= 0 || value.as_int64() > kWeekMs) {
    return fail(ErrorCode::InvalidArgument, "expected a positive integer, at most a week");
  }
  into = std::chrono::milliseconds(value.as_int64());
  return {};
}

Result<void> take_aliases(const boost::json::value& value, std::vector<std::string>& into,
                          Result<void> (*check_alias)(std::string_view)) {
  if (!value.is_array()) return fail(ErrorCode::InvalidArgument, "expected an array of names");
  if (value.as_array().size() > Catalog::kAliasesMax) {
    return fail(ErrorCode::InvalidArgument, "more than 16 names");
  }
  for (const boost::json::value& alias : value.as_array()) {
    if (!alias.is_string()) return fail(ErrorCode::InvalidArgument, "expected an array of names");
    FAIRLEAD_CHECK(check_alias(alias.as_string()));
    into.emplace_back(alias.as_string());
  }
  return {};
}

Result<void> take_reserved(std::string_view word, const boost::json::value& value, EntryTraits& traits,
                           Result<void> (*check_alias)(std::string_view)) {
  if (word == "tier") return take_word(value, traits.tier);
  if (word == "toolset") return take_word(value, traits.toolset);
  if (word == "effect") return take_word(value, traits.effect);
  if (word == "task") return take_task(value, traits.task);
  if (word == "timeout_ms") return take_timeout(value, traits.timeout);
  if (word == "aliases") return take_aliases(value, traits.aliases, check_alias);
  return {};  // A newer SDK's: dropped, so that its plugins run on this host too.
}

}  // namespace

Result<EntryTraits> take_traits(boost::json::object& definition, const std::string& path,
                                Result<void> (*check_alias)(std::string_view)) {
  EntryTraits traits;
  boost::json::value* meta_value = definition.if_contains("_meta");
  if (meta_value == nullptr) return traits;
  if (!meta_value->is_object()) return refuse_catalog(path + "/_meta", "expected an object");
  boost::json::object kept;
  for (auto& member : meta_value->as_object()) {
    const std::string_view key = member.key();
    if (!key.starts_with(kReservedPrefix)) {
      kept.emplace(key, std::move(member.value()));
      continue;
    }
    auto taken = take_reserved(key.substr(kReservedPrefix.size()), member.value(), traits, check_alias);
    if (!taken) return refuse_catalog(path + "/_meta", std::string(key) + ": " + taken.error().message);
  }
  if (kept.empty()) {
    definition.erase("_meta");
  } else {
    *meta_value = std::move(kept);
  }
  return traits;
}

}  // namespace fairlead::plugin
