// The comparison behind plan_apply, and apply.
#include "tenancy/plan.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace fairlead::tenancy {
namespace {

void add_text(std::string& text, const std::string& more) { text += (text.empty() ? "" : "; ") + more; }

std::string tenant_subject(const Tenant& tenant) { return "tenant '" + tenant.id + "'"; }

std::string served_text(const Connection& connection) {
  if (!connection.tenants) return "all";
  std::string text;
  for (const auto& id : *connection.tenants) text += (text.empty() ? "" : ", ") + id;
  return "[" + text + "]";
}

std::string differences(const Connection& old, const Connection& wanted) {
  std::string text;
  const auto compare = [&](const char* what, const std::string& before, const std::string& after) {
    if (before != after) add_text(text, std::string(what) + " " + before + " -> " + after);
  };
  compare("provider", old.provider, wanted.provider);
  compare("access", std::string(to_string(old.access)), std::string(to_string(wanted.access)));
  compare("tenants", served_text(old), served_text(wanted));
  compare("prefix", "'" + old.tool_prefix() + "'", "'" + wanted.tool_prefix() + "'");
  if (old.config != wanted.config) add_text(text, "config changed");
  return text;
}

std::string describe_rule(const ProviderRule* rule) {
  if (rule == nullptr) return "unset";
  return std::string(rule->is_enabled ? "enabled" : "disabled") + ", fallback " +
         std::string(to_string(rule->fallback));
}

// Lays the file's rules over a tenant of the file. Rules that a command made stay, and are told in
// `conflicts`.
Tenant merge(const Tenant& old, const Tenant& wanted, std::string& changes,
             std::vector<std::string>& conflicts) {
  Tenant merged = wanted;
  if (old.title != wanted.title) add_text(changes, "title changed");
  std::set<std::string> providers;
  for (const auto& rule : old.rules) providers.insert(rule.provider);
  for (const auto& rule : wanted.rules) providers.insert(rule.provider);
  for (const auto& provider : providers) {
    const ProviderRule* before = old.find_rule(provider);
    const ProviderRule* after = wanted.find_rule(provider);
    const bool is_same = before != nullptr && after != nullptr && before->is_enabled == after->is_enabled &&
                         before->fallback == after->fallback;
    if (before != nullptr && before->managed_by == ManagedBy::Command) {
      merged.set_rule(*before);
      if (!is_same && after != nullptr) {
        conflicts.push_back(provider + " was set by a command (" + describe_rule(before) +
                            "), the file says " + describe_rule(after) + "; it stays");
      }
    } else if (!is_same) {
      add_text(changes, provider + ": " + describe_rule(before) + " -> " + describe_rule(after));
    }
  }
  return merged;
}

class Planner {
 public:
  Planner(const store::Snapshot& current, const DesiredState& desired, Prune prune)
      : current_(current), desired_(desired), prune_(prune) {
    for (const auto& tenant : current.tenants) tenants_.emplace(tenant.id, &tenant);
    for (const auto& connection : current.connections) connections_.emplace(connection.key(), &connection);
  }

  Result<Plan> make() {
    plan_.change_counter = current_.change_counter;
    for (const auto& tenant : desired_.tenants) plan_tenant(tenant);
    for (const auto& connection : desired_.connections) plan_connection(connection);
    plan_removals();
    FAIRLEAD_CHECK(check_served());
    return std::move(plan_);
  }

 private:
  void add(ActionKind kind, std::string subject, std::string text) {
    plan_.actions.push_back({kind, std::move(subject), std::move(text), {}});
  }

  void plan_tenant(const Tenant& wanted) {
    const std::string subject = tenant_subject(wanted);
    remaining_.insert(wanted.id);
    const auto found = tenants_.find(wanted.id);
    if (found == tenants_.end()) {
      plan_.actions.push_back({ActionKind::Create, subject, "new", wanted});
      return;
    }
    std::string changes;
    std::vector<std::string> conflicts;
    Tenant merged = merge(*found->second, wanted, changes, conflicts);
    if (found->second->managed_by == ManagedBy::Command) {
      if (changes.empty() && conflicts.empty()) {
        add(ActionKind::Keep, subject, "as the file says, made by a command");
      } else {
        add(ActionKind::Conflict, subject, "was made by a command; its title and providers stay");
      }
      return;
    }
    for (const auto& conflict : conflicts) add(ActionKind::Conflict, subject, conflict);
    if (changes.empty()) {
      add(ActionKind::Keep, subject, "as the file says");
    } else {
      plan_.actions.push_back({ActionKind::Update, subject, changes, std::move(merged)});
    }
  }

  void plan_connection(const Connection& wanted) {
    const std::string subject = store::describe(wanted.key());
    wanted_.insert(wanted.key());
    const auto found = connections_.find(wanted.key());
    if (found == connections_.end()) {
      plan_.actions.push_back({ActionKind::Create, subject, "new, provider " + wanted.provider, wanted});
      return;
    }
    const Connection& old = *found->second;
    const bool is_ours = old.managed_by == ManagedBy::File;
    const std::string changes = differences(old, wanted);
    if (changes.empty()) {
      add(ActionKind::Keep, subject, is_ours ? "as the file says" : "as the file says, made by a command");
    } else if (is_ours) {
      plan_.actions.push_back({ActionKind::Update, subject, changes, wanted});
    } else {
      add(ActionKind::Conflict, subject, "was made by a command and stays; the file differs: " + changes);
    }
  }

  void plan_removals() {
    for (const auto& connection : current_.connections) {
      if (connection.managed_by == ManagedBy::Command) {
        if (connection.scope != Scope::Global) holders_.insert(connection.tenant_id);
      } else if (!wanted_.contains(connection.key())) {
        remove(store::describe(connection.key()), connection);
      }
    }
    for (const auto& tenant : current_.tenants) {
      if (remaining_.contains(tenant.id)) continue;
      const bool is_ours = tenant.managed_by == ManagedBy::File;
      const bool is_holder = holders_.contains(tenant.id);
      if (is_ours && is_holder && prune_ == Prune::Yes) {
        add(ActionKind::Conflict, tenant_subject(tenant),
            "stands no longer in the file, but holds connections made by "
            "commands; remove them first");
      } else if (is_ours) {
        remove(tenant_subject(tenant), tenant);
      }
      if (!is_ours || is_holder || prune_ == Prune::No) remaining_.insert(tenant.id);
    }
  }

  template <typename Row>
  void remove(std::string subject, const Row& row) {
    if (prune_ == Prune::Yes) {
      plan_.actions.push_back({ActionKind::Remove, std::move(subject), "stands no longer in the file", row});
    } else {
      add(ActionKind::Stale, std::move(subject), "stands no longer in the file; stays until apply --prune");
    }
  }

  Result<void> check_served() const {
    Problems problems;
    for (const auto& connection : desired_.connections) {
      if (!connection.tenants) continue;
      for (const auto& tenant : *connection.tenants) {
        if (remaining_.contains(tenant)) continue;
        problems.add("global.connections." + connection.name + ".tenants",
                     "there is no tenant '" + tenant + "'");
      }
    }
    if (problems.empty()) return {};
    return fail(problems.to_error("the configuration file is not valid:", "bad_config_file"));
  }

  const store::Snapshot& current_;
  const DesiredState& desired_;
  Prune prune_;
  std::map<std::string, const Tenant*> tenants_;
  std::map<ConnectionKey, const Connection*> connections_;
  std::set<std::string> remaining_;  ///< tenants that exist afterwards
  std::set<ConnectionKey> wanted_;
  std::set<std::string> holders_;  ///< tenants with connections made by commands
  Plan plan_;
};

Result<void> carry_out(store::Store& store, const Action& action) {
  const bool is_removal = action.kind == ActionKind::Remove;
  if (const auto* tenant = std::get_if<Tenant>(&action.row)) {
    return is_removal ? store.remove_tenant(tenant->id) : store.put_tenant(*tenant);
  }
  if (const auto* connection = std::get_if<Connection>(&action.row)) {
    if (is_removal) return store.remove_connection(connection->key());
    FAIRLEAD_CHECK(store.put_connection(*connection));
  }
  return {};
}

}  // namespace

std::string_view to_string(ActionKind kind) {
  switch (kind) {
    case ActionKind::Create: return "create";
    case ActionKind::Update: return "update";
    case ActionKind::Remove: return "remove";
    case ActionKind::Keep: return "keep";
    case ActionKind::Stale: return "stale";
    case ActionKind::Conflict: return "conflict";
  }
  return "keep";
}

std::size_t Plan::count(ActionKind kind) const {
  return static_cast<std::size_t>(std::ranges::count(actions, kind, &Action::kind));
}

bool Plan::has_changes() const {
  return count(ActionKind::Create) + count(ActionKind::Update) + count(ActionKind::Remove) > 0;
}

Result<Plan> plan_apply(const store::Snapshot& current, const DesiredState& desired, Prune prune) {
  return Planner(current, desired, prune).make();
}

Result<void> apply(store::Store& store, const Plan& plan) {
  if (!plan.has_changes()) return {};
  return store.transaction([&]() -> Result<void> {
    FAIRLEAD_TRY(const auto counter, store.change_counter());
    if (counter != plan.change_counter) {
      return fail(ErrorCode::Aborted, "the control store has changed since the plan was made; plan again",
                  "plan_outdated");
    }
    // In the order of the plan: tenants exist before their connections, and removals, connections first,
    // come last.
    for (const auto& action : plan.actions) FAIRLEAD_CHECK(carry_out(store, action));
    return {};
  });
}

}  // namespace fairlead::tenancy
