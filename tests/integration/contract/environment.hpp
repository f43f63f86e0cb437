// What these tests share: the built program's `verify`, a folder of each test's own, a feed over HTTP and a
// PostgreSQL server.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "support/postgres_server.hpp"

namespace fairlead::test {

/// The server of this binary.
PostgresServer& server();

/// Answers every request on a free loopback port with one small RSS feed, until it is destroyed.
class FeedServer {
 public:
  FeedServer();
  ~FeedServer();
  FeedServer(const FeedServer&) = delete;
  FeedServer& operator=(const FeedServer&) = delete;

  [[nodiscard]] std::string url() const;

 private:
  void serve() const;

  int socket_ = -1;
  int port_ = 0;
  std::thread thread_;
};

struct Verified {
  int exit = -1;
  std::string output;  ///< both streams
};

class VerifyFixture : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// `fairlead verify FILE` with `more` words, as a shell would have them.
  [[nodiscard]] Verified verify(const std::filesystem::path& file, const std::string& more = "") const;
  /// Writes a configuration; the words that name it.
  [[nodiscard]] std::string config(const boost::json::object& config) const;

  [[nodiscard]] static std::filesystem::path built(std::string_view file) {
    return std::filesystem::path(FAIRLEAD_TEST_BUILD_DIR) / "lib" / file;
  }

  std::filesystem::path folder_;
};

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace fairlead::test
