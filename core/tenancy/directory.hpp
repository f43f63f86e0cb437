// The directory: every tenant and connection, as one immutable snapshot.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tenancy/model.hpp"

namespace fairlead::tenancy {

/// Immutable after `create`; any thread. Pointers and views into it live as long as it does.
class Directory {
 public:
  /// @error AlreadyExists  two tenants of one id, or two connections of one name in one scope
  /// @error NotFound       a connection, or the list of tenants it serves, names a tenant that does not exist
  [[nodiscard]] static Result<std::shared_ptr<const Directory>> create(std::vector<Tenant> tenants,
                                                                       std::vector<Connection> connections);

  /// Null when there is none. O(1), allocates nothing.
  [[nodiscard]] const Tenant* find_tenant(std::string_view id) const;
  [[nodiscard]] const Connection* find_user(std::string_view tenant, std::string_view user,
                                            std::string_view name) const;
  [[nodiscard]] const Connection* find_tenant_connection(std::string_view tenant,
                                                         std::string_view name) const;
  [[nodiscard]] const Connection* find_global(std::string_view name) const;

  /// In id order; and in (scope, tenant, user, name) order.
  [[nodiscard]] const std::vector<Tenant>& tenants() const;
  [[nodiscard]] const std::vector<Connection>& connections() const;

  /// Names that exist on any rung for (tenant, user), sorted, each once. Whether one may be used is for
  /// `climb` to say.
  [[nodiscard]] std::vector<std::string_view> connection_names(std::string_view tenant,
                                                               std::string_view user) const;

  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

 private:
  Directory();
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace fairlead::tenancy
