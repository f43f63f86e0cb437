// What the tests of the store share: a temporary folder, a clock, sample rows, and SQLite by hand.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/store.hpp"

namespace fairlead::store {

/// A folder of its own that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "fairlead_store_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A second, raw connection to the same file, as another process would have.
class RawDatabase {
 public:
  explicit RawDatabase(const std::string& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &handle_), SQLITE_OK);
    EXPECT_EQ(run("PRAGMA foreign_keys = ON"), SQLITE_OK);
  }
  ~RawDatabase() { sqlite3_close(handle_); }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  /// The extended result code.
  int run(const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? code : sqlite3_extended_errcode(handle_);
  }

  /// Every row as its columns joined by '|'; NULL is "".
  std::vector<std::string> rows(const std::string& sql) {
    std::vector<std::string> out;
    const auto add = [](void* list, int columns, char** values, char**) {
      std::string row;
      for (int i = 0; i < columns; ++i) row += (i > 0 ? "|" : "") + std::string(values[i] ? values[i] : "");
      static_cast<std::vector<std::string>*>(list)->push_back(row);
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(handle_, sql.c_str(), add, &out, nullptr), SQLITE_OK) << sqlite3_errmsg(handle_);
    return out;
  }

  std::vector<std::string> schema() {
    return rows(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name <> 'schema_migrations' ORDER BY "
        "name");
  }

 private:
  sqlite3* handle_ = nullptr;
};

inline Tenant sample_tenant(const std::string& id) {
  Tenant tenant;
  tenant.id = id;
  tenant.title = "The " + id;
  return tenant;
}

inline Connection sample_connection(const std::string& tenant, const std::string& name = "postgres") {
  Connection connection;
  connection.scope = tenant.empty() ? Scope::Global : Scope::Tenant;
  connection.tenant_id = tenant;
  connection.name = name;
  connection.provider = "postgres";
  connection.config = {{"host", "db.example"}, {"password", "${env:PGPASSWORD}"}};
  return connection;
}

/// A store in memory on a clock that stands still.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override { open({.path = ":memory:"}); }

  void open(const StoreOptions& options) {
    store.reset();
    auto opened = Store::open(options, clock);
    ASSERT_TRUE(opened) << opened.error().message;
    store = *std::move(opened);
  }

  Snapshot load() {
    auto snapshot = store->load_all();
    EXPECT_TRUE(snapshot) << snapshot.error().message;
    return snapshot ? *std::move(snapshot) : Snapshot{};
  }

  TemporaryFolder folder;
  ManualClock clock;
  std::unique_ptr<Store> store;
};

}  // namespace fairlead::store
