// One table from SQLite's result codes to Error.
#include "store/sqlite_error.hpp"

#include <sqlite3.h>

#include <string>

namespace fairlead::store {
namespace {

Error from_constraint(int code, const std::string& cannot) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return {ErrorCode::AlreadyExists,
              cannot + ": one of that name exists already; choose another name or remove it",
              "already_exists"};
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return {ErrorCode::NotFound, cannot + ": it names a tenant that does not exist; add the tenant first",
              "unknown_tenant"};
    default:
      return {ErrorCode::InvalidArgument, cannot + ": a field holds a value that the schema refuses",
              "store_constraint"};
  }
}

Error locked(const std::string& cannot) {
  Error error(ErrorCode::Unavailable, cannot + ": another process holds the control store; repeat it",
              "store_locked");
  error.is_retryable = true;
  return error;
}

}  // namespace

Error from_sqlite(int code, std::string_view doing) {
  const std::string cannot = "cannot " + std::string(doing);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return locked(cannot);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::DataLoss,
              cannot + ": the control store is damaged or no SQLite database; restore a backup",
              "store_corrupt"};
    case SQLITE_CONSTRAINT: return from_constraint(code, cannot);
    case SQLITE_TOOBIG:
      return {ErrorCode::InvalidArgument, cannot + ": a field is too large for the control store",
              "store_constraint"};
    case SQLITE_FULL:
      return {ErrorCode::ResourceExhausted, cannot + ": the disk of the control store is full; make room",
              "store_full"};
    case SQLITE_READONLY:
      return {ErrorCode::FailedPrecondition,
              cannot + ": the control store is read-only; check the file, its folder and the mount",
              "store_read_only"};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {
          ErrorCode::FailedPrecondition,
          cannot + ": the control store cannot be opened; check that the path and its permissions are right",
          "store_unopenable"};
    case SQLITE_IOERR:
      return {ErrorCode::Unavailable, cannot + ": reading or writing the disk of the control store failed",
              "store_io"};
    default:
      return {ErrorCode::Internal,
              cannot + ": the control store failed (SQLite code " + std::to_string(code) + ")",
              "store_failed"};
  }
}

}  // namespace fairlead::store
