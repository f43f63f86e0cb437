// Opening the database: permissions, wrong files; and the table of SQLite's result codes.
#include <sys/stat.h>

#include <fstream>

#include "store/sqlite_error.hpp"
#include "store/store.hpp"
#include "unit/store/store_support.hpp"

namespace fairlead::store {
namespace {

using testing::HasSubstr;

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

class OpenTest : public testing::Test {
 protected:
  Error error_of(const std::string& path) {
    const auto opened = Store::open({.path = path}, clock);
    EXPECT_FALSE(opened);
    return opened ? Error() : opened.error();
  }

  TemporaryFolder folder;
  ManualClock clock;
};

TEST_F(OpenTest, MakesFileAndFolderForTheOwnerOnlyWhateverTheUmask) {
  const mode_t old = ::umask(0);
  const auto opened = Store::open({.path = folder / "state/fairlead.db"}, clock);
  ::umask(old);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(mode_of(folder / "state"), 0700u);
  EXPECT_EQ(mode_of(folder / "state/fairlead.db"), 0600u);
  EXPECT_EQ(mode_of(folder / "state/fairlead.db-wal"), 0600u);
}

TEST_F(OpenTest, OpensWhatItMadeAgain) {
  for (int i = 0; i < 2; ++i) {
    const auto opened = Store::open({.path = folder / "s.db"}, clock);
    ASSERT_TRUE(opened) << opened.error().message;
  }
}

TEST_F(OpenTest, OpensAPathWithSpacesAndEqualSigns) {
  const std::string path = folder / "a  b=c d.db";
  ASSERT_TRUE(Store::open({.path = path}, clock));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(OpenTest, RefusesAPathWithAQuotationMark) {
  EXPECT_EQ(error_of(folder / "a\"b.db").code, ErrorCode::FailedPrecondition);
}

TEST_F(OpenTest, RefusesAnEmptyPath) { EXPECT_EQ(error_of("").code, ErrorCode::FailedPrecondition); }

TEST_F(OpenTest, RefusesAFileThatOthersMayRead) {
  ASSERT_TRUE(Store::open({.path = folder / "s.db"}, clock));
  ASSERT_EQ(::chmod((folder / "s.db").c_str(), 0640), 0);
  const Error error = error_of(folder / "s.db");
  EXPECT_EQ(error.code, ErrorCode::FailedPrecondition);
  EXPECT_THAT(error.message, HasSubstr("chmod 600"));
}

TEST_F(OpenTest, RefusesAFolderInPlaceOfTheFile) {
  EXPECT_EQ(error_of(folder / ".").code, ErrorCode::FailedPrecondition);
}

TEST_F(OpenTest, RefusesAFifoWithoutWaitingForAWriter) {
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(error_of(folder / "fifo").code, ErrorCode::FailedPrecondition);
}

TEST_F(OpenTest, RefusesADevice) { EXPECT_EQ(error_of("/dev/null").code, ErrorCode::FailedPrecondition); }

TEST_F(OpenTest, SaysThatAFileIsNoDatabase) {
  std::ofstream(folder / "s.db") << std::string(4096, 'x');
  ASSERT_EQ(::chmod((folder / "s.db").c_str(), 0600), 0);
  const Error error = error_of(folder / "s.db");
  EXPECT_EQ(error.code, ErrorCode::DataLoss);
  EXPECT_EQ(error.reason, "store_corrupt");
}

struct CodeCase {
  int sqlite;
  ErrorCode code;
  const char* reason;
};

class SqliteErrorTest : public testing::TestWithParam<CodeCase> {};

TEST_P(SqliteErrorTest, SaysWhatToDo) {
  const Error error = from_sqlite(GetParam().sqlite, "save tenant 'acme'");
  EXPECT_EQ(error.code, GetParam().code);
  EXPECT_EQ(error.reason, GetParam().reason);
  EXPECT_THAT(error.message, testing::StartsWith("cannot save tenant 'acme': "));
  EXPECT_EQ(error.is_retryable, error.reason == "store_locked");
}

INSTANTIATE_TEST_SUITE_P(
    Codes, SqliteErrorTest,
    testing::Values(CodeCase{SQLITE_BUSY, ErrorCode::Unavailable, "store_locked"},
                    CodeCase{SQLITE_BUSY_SNAPSHOT, ErrorCode::Unavailable, "store_locked"},
                    CodeCase{SQLITE_LOCKED, ErrorCode::Unavailable, "store_locked"},
                    CodeCase{SQLITE_CORRUPT, ErrorCode::DataLoss, "store_corrupt"},
                    CodeCase{SQLITE_NOTADB, ErrorCode::DataLoss, "store_corrupt"},
                    CodeCase{SQLITE_CONSTRAINT_UNIQUE, ErrorCode::AlreadyExists, "already_exists"},
                    CodeCase{SQLITE_CONSTRAINT_PRIMARYKEY, ErrorCode::AlreadyExists, "already_exists"},
                    CodeCase{SQLITE_CONSTRAINT_FOREIGNKEY, ErrorCode::NotFound, "unknown_tenant"},
                    CodeCase{SQLITE_CONSTRAINT_CHECK, ErrorCode::InvalidArgument, "store_constraint"},
                    CodeCase{SQLITE_CONSTRAINT_NOTNULL, ErrorCode::InvalidArgument, "store_constraint"},
                    CodeCase{SQLITE_TOOBIG, ErrorCode::InvalidArgument, "store_constraint"},
                    CodeCase{SQLITE_FULL, ErrorCode::ResourceExhausted, "store_full"},
                    CodeCase{SQLITE_READONLY_DBMOVED, ErrorCode::FailedPrecondition, "store_read_only"},
                    CodeCase{SQLITE_CANTOPEN, ErrorCode::FailedPrecondition, "store_unopenable"},
                    CodeCase{SQLITE_PERM, ErrorCode::FailedPrecondition, "store_unopenable"},
                    CodeCase{SQLITE_AUTH, ErrorCode::FailedPrecondition, "store_unopenable"},
                    CodeCase{SQLITE_IOERR_FSYNC, ErrorCode::Unavailable, "store_io"},
                    CodeCase{SQLITE_MISUSE, ErrorCode::Internal, "store_failed"}),
    [](const auto& param) { return "Code" + std::to_string(param.param.sqlite); });

}  // namespace
}  // namespace fairlead::store
