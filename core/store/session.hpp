// One open control database: the file with its permissions, its pragmas, transactions, and the place where
// SOCI's exceptions become Errors. Internal to store/; one thread at a time.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/result.hpp"
#include "store/sqlite_error.hpp"

namespace fairlead::store {

class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Opens `path` or ":memory:". A new file gets mode 0600, a new folder 0700.
  /// @error FailedPrecondition  the file is no regular file, others may read it, or it cannot be opened
  /// @error DataLoss            it is no SQLite database
  [[nodiscard]] Result<void> open(const std::string& path, std::chrono::milliseconds busy_timeout);

  [[nodiscard]] soci::session& sql() { return sql_; }

  /// Runs `work`, which returns a Result and may let SOCI throw; `doing` as in `from_sqlite`.
  template <typename Work>
  std::invoke_result_t<Work> attempt(std::string_view doing, Work&& work) {
    try {
      return work();
    } catch (const soci::sqlite3_soci_error& error) {
      return fail(from_sqlite(error.result(), doing));
    } catch (const soci::soci_error& error) {
      return fail(ErrorCode::Internal, "cannot " + std::string(doing) + ": " + error.get_error_message(),
                  "store_failed");
    }
  }

  /// The same inside a write transaction. A failure rolls back all of it, of the outermost one when nested.
  template <typename Work>
  std::invoke_result_t<Work> in_transaction(std::string_view doing, Work&& work) {
    return enclose("BEGIN IMMEDIATE", doing, std::forward<Work>(work));
  }

  /// The same for reads that must be of one moment; takes no write lock.
  template <typename Work>
  std::invoke_result_t<Work> in_snapshot(std::string_view doing, Work&& work) {
    return enclose("BEGIN", doing, std::forward<Work>(work));
  }

 private:
  template <typename Work>
  std::invoke_result_t<Work> enclose(const char* beginning, std::string_view doing, Work&& work) {
    FAIRLEAD_CHECK(begin(beginning, doing));
    auto result = attempt(doing, std::forward<Work>(work));
    FAIRLEAD_CHECK(end(doing, result.has_value()));
    return result;
  }
  Result<void> begin(const char* beginning, std::string_view doing);
  Result<void> end(std::string_view doing, bool is_good);
  void roll_back();

  soci::session sql_;
  int depth_ = 0;
  bool is_doomed_ = false;  ///< an inner transaction failed: the outermost one must not commit
};

}  // namespace fairlead::store
