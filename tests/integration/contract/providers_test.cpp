// The project's own providers pass the contract suite, against their real back ends.
#include <fstream>

#include "environment.hpp"

namespace fairlead::test {
namespace {

class VerifyProvidersTest : public VerifyFixture {};

TEST_F(VerifyProvidersTest, PassesHello) {
  std::ofstream(folder_ / "notebook") << "swordfish\nfirst\n";
  const std::string given = config({{"file", (folder_ / "notebook").string()}, {"password", "swordfish"}});
  const Verified hello = verify(built("examples/hello.so"), given + " --writes");
  EXPECT_EQ(hello.exit, 0) << hello.output;
  EXPECT_TRUE(hello.output.ends_with(": verified\n")) << hello.output;
}

TEST_F(VerifyProvidersTest, PassesSoci) {
  const std::string given =
      config({{"backend", "sqlite3"}, {"connection", "dbname=" + (folder_ / "database").string()}});
  const Verified soci = verify(built("examples/soci.so"), given + " --writes");
  EXPECT_EQ(soci.exit, 0) << soci.output;
  EXPECT_TRUE(soci.output.ends_with(": verified\n")) << soci.output;
}

TEST_F(VerifyProvidersTest, PassesFeed) {
  const FeedServer feed_server;
  const Verified feed = verify(built("examples/feed.so"), config({{"url", feed_server.url()}}) + " --writes");
  EXPECT_EQ(feed.exit, 0) << feed.output;
  EXPECT_TRUE(feed.output.ends_with(": verified\n")) << feed.output;
}

TEST_F(VerifyProvidersTest, PassesEverything) {
  const Verified everything = verify(built("examples/everything.so"), "--writes --fuzz 2");
  EXPECT_EQ(everything.exit, 0) << everything.output;
  EXPECT_TRUE(everything.output.ends_with(": verified\n")) << everything.output;
}

TEST_F(VerifyProvidersTest, PassesPostgres) {
  const std::string given = config({{"host", server().host()},
                                    {"port", server().port()},
                                    {"database", "postgres"},
                                    {"user", server().superuser()},
                                    {"password", server().superuser_password()},
                                    {"sslmode", "disable"}});
  const Verified postgres = verify(built("fairlead/postgres.so"), given + " --writes");
  EXPECT_EQ(postgres.exit, 0) << postgres.output;
  EXPECT_TRUE(contains(postgres.output, ": verified\n")) << postgres.output;
}

}  // namespace
}  // namespace fairlead::test
