// What `apply` would do: the difference between the store and the file, decided without touching either.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "store/store.hpp"
#include "tenancy/desired_state.hpp"

namespace fairlead::tenancy {

enum class ActionKind : std::uint8_t {
  Create,
  Update,
  Remove,
  Keep,      ///< it is as the file says
  Stale,     ///< it came from the file and stands there no longer; stays, because prune was not asked for
  Conflict,  ///< a command made it and the file says something else; stays as it is
};

[[nodiscard]] std::string_view to_string(ActionKind kind);

struct Action {
  ActionKind kind = ActionKind::Keep;
  std::string subject;  ///< "tenant 'acme'"
  std::string text;     ///< for people: "access read_only -> read_write"; never what a config holds
  /// As it will be; for Remove as it was; nothing where nothing is done.
  std::variant<std::monostate, Tenant, Connection> row;
};

struct Plan {
  std::vector<Action> actions;      ///< in the order they are carried out
  std::int64_t change_counter = 0;  ///< of the snapshot it was made from

  [[nodiscard]] std::size_t count(ActionKind kind) const;
  [[nodiscard]] bool has_changes() const;
};

/// Prune removes what came from the file and stands there no longer.
enum class Prune : std::uint8_t { No, Yes };

/// Touches rows of the file only: what a command made is kept, and reported as a conflict where the file says
/// something else. A tenant that holds connections made by commands is not pruned.
/// @error InvalidArgument  "bad_config_file": a global connection serves tenants that would not exist
[[nodiscard]] Result<Plan> plan_apply(const store::Snapshot& current, const DesiredState& desired,
                                      Prune prune);

/// Carries a plan out in one transaction; without changes the store is not touched.
/// @error Aborted  the store has changed since the snapshot: plan again ("plan_outdated"); and those of the
/// store
[[nodiscard]] Result<void> apply(store::Store& store, const Plan& plan);

}  // namespace fairlead::tenancy
