#include "cli/author_config.hpp"

#include "base/file.hpp"
#include "cli/arguments.hpp"
#include "json/text.hpp"
#include "store/secrets.hpp"

namespace fairlead::cli {
namespace {

constexpr std::size_t kConfigBytesMax = std::size_t{1} << 20U;

store::SecretResolver make_resolver(const std::filesystem::path& folder,
                                    const runtime::Environment& environment) {
  // The value is borrowed until the next call, hence kept here.
  const auto kept = std::make_shared<std::optional<std::string>>();
  return store::SecretResolver(
      {.secrets_dir = folder.string(), .environment = [environment, kept](const char* name) -> const char* {
         *kept = environment(name);
         return *kept ? (*kept)->c_str() : nullptr;
       }});
}

Result<void> resolve(boost::json::value& value, const std::string& pointer,
                     const store::SecretResolver& resolver) {
  if (auto* object = value.if_object()) {
    for (auto& member : *object) {
      std::string inner = pointer;
      json::append_token(inner, member.key());
      FAIRLEAD_CHECK(resolve(member.value(), inner, resolver));
    }
  } else if (auto* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      FAIRLEAD_CHECK(resolve((*array)[i], pointer + "/" + std::to_string(i), resolver));
    }
  } else if (value.is_string()) {
    auto resolved = resolver.resolve(std::string_view(value.get_string()));
    if (!resolved) {
      resolved.error().message = pointer.substr(1) + ": " + resolved.error().message;
      return fail(std::move(resolved.error()));
    }
    value = resolved->view();
  }
  return {};
}

}  // namespace

Result<boost::json::object> read_author_config(const std::filesystem::path& file,
                                               const runtime::Environment& environment) {
  FAIRLEAD_TRY(const std::string text, read_file(file, kConfigBytesMax));
  FAIRLEAD_TRY(boost::json::object read, parse_object(text, file.string()));
  boost::json::value config(std::move(read));
  const store::SecretResolver resolver =
      make_resolver(std::filesystem::absolute(file).parent_path(), environment);
  auto resolved = resolve(config, "", resolver);
  if (resolved) return std::move(config.get_object());
  resolved.error().message = file.string() + ": " + resolved.error().message;
  return fail(std::move(resolved.error()));
}

}  // namespace fairlead::cli
