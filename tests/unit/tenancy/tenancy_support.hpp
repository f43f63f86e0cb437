// What the tests of tenancy share: short ways to make rows and directories.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenancy/directory.hpp"

namespace fairlead::tenancy {

inline Tenant tenant(const std::string& id, std::vector<ProviderRule> rules = {}) {
  Tenant out;
  out.id = id;
  for (auto& rule : rules) out.set_rule(std::move(rule));
  return out;
}

inline Connection global_connection(const std::string& name, Access access = Access::ReadOnly) {
  Connection out;
  out.scope = Scope::Global;
  out.name = name;
  out.provider = "postgres";
  out.access = access;
  return out;
}

inline Connection tenant_connection(const std::string& tenant_id, const std::string& name,
                                    Access access = Access::ReadOnly) {
  Connection out = global_connection(name, access);
  out.scope = Scope::Tenant;
  out.tenant_id = tenant_id;
  return out;
}

inline Connection user_connection(const std::string& tenant_id, const std::string& user_id,
                                  const std::string& name, Access access = Access::ReadOnly) {
  Connection out = tenant_connection(tenant_id, name, access);
  out.scope = Scope::User;
  out.user_id = user_id;
  return out;
}

/// Null, and a failed test, if the rows contradict each other.
inline std::shared_ptr<const Directory> make_directory(std::vector<Tenant> tenants,
                                                       std::vector<Connection> connections) {
  auto made = Directory::create(std::move(tenants), std::move(connections));
  EXPECT_TRUE(made) << made.error().message;
  return made ? *std::move(made) : nullptr;
}

}  // namespace fairlead::tenancy
