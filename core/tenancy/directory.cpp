// Building the directory's index. Keys are structs of views into the sorted vectors, compared field by
// field: a concatenated text would let ("a", "b-c") pass for ("a-b", "c").
#include "tenancy/directory.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <tuple>

#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

namespace fairlead::tenancy {
namespace {

struct TenantName {
  std::string_view tenant, name;
  bool operator==(const TenantName&) const = default;
};

struct UserName {
  std::string_view tenant, user, name;
  bool operator==(const UserName&) const = default;
};

struct Hash {
  using is_avalanching = void;  // std::hash of string_view is murmur; the combination keeps its bits mixed.

  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  std::size_t operator()(const TenantName& key) const {
    return join(operator()(key.tenant), operator()(key.name));
  }
  std::size_t operator()(const UserName& key) const {
    return join(operator()(TenantName{key.tenant, key.user}), operator()(key.name));
  }

 private:
  static std::size_t join(std::size_t seed, std::size_t value) {
    boost::hash_combine(seed, value);
    return seed;
  }
};

template <typename Key, typename Value>
using Map = boost::unordered_flat_map<Key, const Value*, Hash>;

template <typename Key, typename Value>
const Value* find_in(const Map<Key, Value>& map, const Key& key) {
  if (map.empty()) return nullptr;  // Most installations have no users' connections: saves the hash.
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

auto order(const Connection& c) { return std::tie(c.scope, c.tenant_id, c.user_id, c.name); }

}  // namespace

struct Directory::Index {
  // The maps hold pointers and views into these two, which never change after `fill`.
  std::vector<Tenant> tenants;
  std::vector<Connection> connections;

  Map<std::string_view, Tenant> by_id;
  Map<UserName, Connection> of_users;
  Map<TenantName, Connection> of_tenants;
  Map<std::string_view, Connection> globals;

  Result<void> fill();
  Result<void> add(const Connection& connection);
  Result<void> check_tenant(const Connection& connection, const std::string& tenant) const;
};

Result<void> Directory::Index::fill() {
  std::ranges::sort(tenants, {}, &Tenant::id);
  std::ranges::sort(connections, [](const auto& a, const auto& b) { return order(a) < order(b); });
  by_id.reserve(tenants.size());
  for (const auto& tenant : tenants) {
    if (!by_id.emplace(tenant.id, &tenant).second) {
      return fail(ErrorCode::AlreadyExists, "there are two tenants '" + tenant.id + "'", "duplicate_tenant");
    }
  }
  for (const auto& connection : connections) FAIRLEAD_CHECK(add(connection));
  return {};
}

Result<void> Directory::Index::check_tenant(const Connection& connection, const std::string& tenant) const {
  if (by_id.contains(tenant)) return {};
  return fail(ErrorCode::NotFound,
              store::describe(connection.key()) + " names tenant '" + tenant + "', which does not exist",
              "unknown_tenant");
}

Result<void> Directory::Index::add(const Connection& connection) {
  if (connection.scope != Scope::Global) FAIRLEAD_CHECK(check_tenant(connection, connection.tenant_id));
  if (connection.tenants) {
    for (const auto& tenant : *connection.tenants) FAIRLEAD_CHECK(check_tenant(connection, tenant));
  }
  bool is_new = false;
  switch (connection.scope) {
    case Scope::User:
      is_new =
          of_users.emplace(UserName{connection.tenant_id, connection.user_id, connection.name}, &connection)
              .second;
      break;
    case Scope::Tenant:
      is_new = of_tenants.emplace(TenantName{connection.tenant_id, connection.name}, &connection).second;
      break;
    case Scope::Global: is_new = globals.emplace(connection.name, &connection).second; break;
  }
  if (is_new) return {};
  return fail(ErrorCode::AlreadyExists, "there are two of " + store::describe(connection.key()),
              "duplicate_connection");
}

Directory::Directory() : index_(std::make_unique<Index>()) {}
Directory::~Directory() = default;

Result<std::shared_ptr<const Directory>> Directory::create(std::vector<Tenant> tenants,
                                                           std::vector<Connection> connections) {
  std::shared_ptr<Directory> directory(new Directory());
  directory->index_->tenants = std::move(tenants);
  directory->index_->connections = std::move(connections);
  FAIRLEAD_CHECK(directory->index_->fill());
  return directory;
}

const Tenant* Directory::find_tenant(std::string_view id) const { return find_in(index_->by_id, id); }

const Connection* Directory::find_user(std::string_view tenant, std::string_view user,
                                       std::string_view name) const {
  return find_in(index_->of_users, UserName{tenant, user, name});
}

const Connection* Directory::find_tenant_connection(std::string_view tenant, std::string_view name) const {
  return find_in(index_->of_tenants, TenantName{tenant, name});
}

const Connection* Directory::find_global(std::string_view name) const {
  return find_in(index_->globals, name);
}

const std::vector<Tenant>& Directory::tenants() const { return index_->tenants; }
const std::vector<Connection>& Directory::connections() const { return index_->connections; }

std::vector<std::string_view> Directory::connection_names(std::string_view tenant,
                                                          std::string_view user) const {
  std::vector<std::string_view> names;
  // Each owner's connections stand together in the sorted vector.
  const auto add_owned = [&](Scope scope, std::string_view tenant_id, std::string_view user_id) {
    const auto owner = [](const Connection& c) {
      return std::tuple<Scope, std::string_view, std::string_view>(c.scope, c.tenant_id, c.user_id);
    };
    const std::tuple wanted(scope, tenant_id, user_id);
    // Not equal_range: clang 14 cannot read libstdc++ 12's subrange.
    auto next = std::ranges::lower_bound(index_->connections, wanted, {}, owner);
    for (; next != index_->connections.end() && owner(*next) == wanted; ++next) names.push_back(next->name);
  };
  add_owned(Scope::User, tenant, user);
  add_owned(Scope::Tenant, tenant, {});
  add_owned(Scope::Global, {}, {});
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace fairlead::tenancy
