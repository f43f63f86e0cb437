// What an SQLite result code means to the operator. Knows no SOCI.
#pragma once

#include <string_view>

#include "base/error.hpp"

namespace fairlead::store {

/// `code` is an extended result code; `doing` completes "cannot …": "save tenant 'acme'". The text SQLite
/// itself gives is left out: with SOCI's context it can hold bound values.
///  - locked by another process: Unavailable, retryable, "store_locked"
///  - damaged, or no database: DataLoss, "store_corrupt"
///  - unique or primary key: AlreadyExists, "already_exists"
///  - foreign key: NotFound, "unknown_tenant"
///  - other constraints, or too big: InvalidArgument, "store_constraint"
///  - disk full: ResourceExhausted, "store_full"
///  - read-only: FailedPrecondition, "store_read_only"; cannot be opened, no permission: "store_unopenable"
///  - I/O error: Unavailable, "store_io"
///  - anything else: Internal, "store_failed"
[[nodiscard]] Error from_sqlite(int code, std::string_view doing);

}  // namespace fairlead::store
