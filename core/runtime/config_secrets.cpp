#include "runtime/config_secrets.hpp"

#include <algorithm>

namespace fairlead::runtime {
namespace {

Result<store::SecretBuffer> resolve(const store::SecretResolver& resolver, const store::SecretField& field) {
  auto value = resolver.resolve(field.value);
  if (!value) value.error().message = "secret field '" + field.name + "': " + value.error().message;
  return value;
}

}  // namespace

Result<void> ConfigSecrets::check() const {
  for (const store::SecretField& field : fields_) FAIRLEAD_CHECK(resolve(resolver_, field));
  return {};
}

Result<void> ConfigSecrets::read(std::string_view name,
                                 const std::function<void(std::string_view)>& use) const {
  const auto is_called = [name](const store::SecretField& field) { return field.name == name; };
  const auto field = std::find_if(fields_.begin(), fields_.end(), is_called);
  if (field == fields_.end())
    return fail(ErrorCode::NotFound, "no secret field of that name", "unknown_secret");
  FAIRLEAD_TRY(const store::SecretBuffer value, resolve(resolver_, *field));
  use(value.view());
  return {};
}

}  // namespace fairlead::runtime
