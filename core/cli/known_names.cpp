#include "cli/known_names.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "cli/suggest.hpp"

namespace fairlead::cli {
namespace {

std::vector<std::string> tenant_ids(const runtime::Runtime& runtime) {
  std::vector<std::string> ids;
  const auto directory = runtime.directory();
  for (const tenancy::Tenant& tenant : directory->tenants()) ids.push_back(tenant.id);
  return ids;
}

tl::unexpected<Error> unknown_provider(std::string_view provider, const std::vector<std::string>& known) {
  return fail(ErrorCode::NotFound,
              "no loaded plugin declares a provider '" + std::string(provider) +
                  "'; `fairlead plugins list` shows " + "what is loaded and from where" +
                  did_you_mean(provider, known),
              "unknown_provider");
}

}  // namespace

Error with_suggestion(Error error, const runtime::Runtime& runtime, std::string_view tenant) {
  if (error.reason == "unknown_tenant") error.message += did_you_mean(tenant, tenant_ids(runtime));
  return error;
}

Result<void> check_tenant_exists(const runtime::Runtime& runtime, std::string_view tenant) {
  if (runtime.directory()->find_tenant(tenant) != nullptr) return {};
  Error error(ErrorCode::NotFound,
              "there is no tenant '" + std::string(tenant) + "'; `fairlead tenants` lists them.",
              "unknown_tenant");
  return fail(with_suggestion(std::move(error), runtime, tenant));
}

std::vector<std::string> known_providers(const plugin::ProviderRegistry& providers,
                                         const tenancy::Directory& directory) {
  const std::vector<std::string> loaded = providers.provider_ids();
  std::set<std::string> known(loaded.begin(), loaded.end());
  for (const tenancy::Tenant& tenant : directory.tenants()) {
    for (const tenancy::ProviderRule& rule : tenant.rules) known.insert(rule.provider);
  }
  for (const tenancy::Connection& connection : directory.connections()) known.insert(connection.provider);
  return {known.begin(), known.end()};
}

Result<void> check_provider_known(const runtime::Runtime& runtime, std::string_view provider) {
  const std::vector<std::string> known = known_providers(runtime.providers(), *runtime.directory());
  if (std::ranges::find(known, provider) != known.end()) return {};
  return unknown_provider(provider, known);
}

Result<const plugin::Provider*> find_provider(const plugin::ProviderRegistry& providers,
                                              std::string_view provider) {
  const plugin::ProviderSource source = providers.find(provider);
  if (source.provider != nullptr) return source.provider;
  return unknown_provider(provider, providers.provider_ids());
}

}  // namespace fairlead::cli
