// Opening the database file safely, and transactions that nest.
#include "store/session.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace fairlead::store {
namespace {

Result<void> unopenable(const std::string& path, const std::string& why) {
  return fail(ErrorCode::FailedPrecondition, "cannot open the control store " + path + ": " + why,
              "store_unopenable");
}

Result<void> make_folder(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code failure;
  if (folder.empty() || std::filesystem::exists(folder, failure)) return {};
  std::filesystem::create_directories(folder.parent_path(), failure);
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return unopenable(path, "its folder cannot be made: " + std::string(std::strerror(errno)));
}

// Makes or checks the file before SQLite sees it: SQLite would make it with the process's umask, and its
// journal files take over the mode of this one. O_NONBLOCK: opening a FIFO must not wait for a writer.
Result<void> prepare_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
  if (file < 0) return unopenable(path, std::strerror(errno));
  struct stat status {};
  const bool is_known = ::fstat(file, &status) == 0;
  ::close(file);
  if (!is_known) return unopenable(path, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) return unopenable(path, "it is no regular file");
  if ((status.st_mode & 077) != 0)
    return unopenable(path, "others may read or write it; run: chmod 600 " + path);
  return {};
}

}  // namespace

Result<void> Session::open(const std::string& path, std::chrono::milliseconds busy_timeout) {
  const bool is_memory = path == ":memory:";
  std::string target = path;
  if (!is_memory) {
    if (path.empty()) return unopenable("''", "the path is empty");
    // SOCI's connect string has no escape for a quotation mark.
    if (path.find_first_of("\"\n") != std::string::npos)
      return unopenable(path, "the path holds a quotation mark");
    target = std::filesystem::absolute(path).string();
    FAIRLEAD_CHECK(make_folder(target));
    FAIRLEAD_CHECK(prepare_file(target));
  }
  return attempt("open the control store " + path, [&]() -> Result<void> {
    sql_.open(soci::sqlite3, "dbname=\"" + target + "\"");
    auto* handle = static_cast<soci::sqlite3_session_backend*>(sql_.get_backend())->conn_;
    sqlite_api::sqlite3_extended_result_codes(handle, 1);
    sqlite_api::sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
    sql_ << "PRAGMA foreign_keys = ON";
    std::string mode;
    sql_ << "PRAGMA journal_mode = WAL", soci::into(mode);
    // WAL without FULL could lose the last commits in a power cut; the store is written seldom.
    sql_ << "PRAGMA synchronous = FULL";
    return {};
  });
}

// IMMEDIATE takes the write lock at once, where the busy timeout applies; a deferred transaction that
// turns into a writer later fails with SQLITE_BUSY without waiting.
Result<void> Session::begin(const char* beginning, std::string_view doing) {
  if (depth_ == 0) {
    FAIRLEAD_CHECK(attempt(doing, [&]() -> Result<void> {
      sql_ << beginning;
      return {};
    }));
    is_doomed_ = false;
  }
  ++depth_;
  return {};
}

Result<void> Session::end(std::string_view doing, bool is_good) {
  is_doomed_ = is_doomed_ || !is_good;
  if (--depth_ > 0) return {};
  if (is_doomed_) {
    roll_back();
    if (!is_good) return {};  // The caller has the better error.
    return fail(ErrorCode::Aborted, "cannot " + std::string(doing) + ": a part of the transaction failed",
                "store_aborted");
  }
  auto committed = attempt(doing, [&]() -> Result<void> {
    sql_ << "COMMIT";
    return {};
  });
  if (!committed) roll_back();
  return committed;
}

void Session::roll_back() {
  // Ignored on purpose: SQLite has rolled back by itself after a full disk or an I/O error.
  static_cast<void>(attempt("roll back", [&]() -> Result<void> {
    sql_ << "ROLLBACK";
    return {};
  }));
}

}  // namespace fairlead::store
