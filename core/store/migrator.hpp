// Moves the schema of an open database between versions. Internal to store/; one thread at a time.
#pragma once

#include <span>
#include <vector>

#include "store/migration.hpp"
#include "store/session.hpp"

namespace fairlead::store {

class Migrator {
 public:
  /// Borrows all three.
  Migrator(Session& session, std::span<const Migration> known, const Clock& clock)
      : session_(session), known_(known), clock_(clock) {}

  [[nodiscard]] int latest() const { return known_.empty() ? 0 : known_.back().version; }

  /// Refuses a database that this program does not understand.
  /// @error FailedPrecondition  it is newer ("store_too_new"), or a released migration was edited
  ///                            ("store_schema_differs")
  [[nodiscard]] Result<void> check_compatible();

  /// Up or down, each step in one transaction; other processes may try the same at the same time.
  /// @error InvalidArgument  there is no such version; and those of `check_compatible`, and of the store
  [[nodiscard]] Result<void> migrate_to(int version);

  [[nodiscard]] Result<std::vector<MigrationStatus>> status();

 private:
  struct Applied {
    int version;
    std::string checksum;
    WallTime at;
  };
  Result<std::vector<Applied>> read_applied();
  Result<bool> step_towards(int version);
  void apply(const Migration& migration);
  void revert(const Migration& migration);

  Session& session_;
  std::span<const Migration> known_;
  const Clock& clock_;
};

}  // namespace fairlead::store
