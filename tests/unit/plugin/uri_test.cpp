// The syntax of URIs and URI templates.
#include "plugin/uri.hpp"

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

TEST(UriTest, TakesAbsoluteUris) {
  for (const char* uri : {"notes://all", "a:b", "file:///tmp/x%20y", "test://static-text",
                          "urn:isbn:0451450523", "https://user@host:80/p?q=1#f", "a+b.c-d:"}) {
    EXPECT_TRUE(check_uri(uri)) << uri;
  }
}

TEST(UriTest, RefusesWhatIsNone) {
  for (const char* uri : {"", "all", "/all", ":x", "1a:b", "a b:c", "a:b c", "a:{b}", "a:%2", "a:%zz",
                          "a:\xC3\xA4", "a:b\n", "a:<b>"}) {
    const auto checked = check_uri(uri);
    ASSERT_FALSE(checked) << uri;
    EXPECT_EQ(checked.error().code, ErrorCode::InvalidArgument);
  }
}

TEST(UriTest, BoundsTheLength) {
  EXPECT_TRUE(check_uri("a:" + std::string(kUriBytesMax - 2, 'b')));
  EXPECT_FALSE(check_uri("a:" + std::string(kUriBytesMax - 1, 'b')));
  EXPECT_TRUE(check_uri_template("a:" + std::string(kUriBytesMax - 2, 'b')));
  EXPECT_FALSE(check_uri_template("a:" + std::string(kUriBytesMax - 1, 'b')));
}

TEST(UriTest, TakesTemplatesOfEveryLevel) {
  for (const char* uri : {"a:b", "test://t/{id}/data", "a:{+path}", "a:{/x,y}", "a:{?q*,n:3}", "a:{&q.r}",
                          "a:{%41}", "a:{;x_1}", "a:{#f}{.e}"}) {
    EXPECT_TRUE(check_uri_template(uri)) << uri;
  }
}

TEST(UriTest, RefusesBrokenTemplates) {
  for (const char* uri :
       {"", "{id}", "a:{", "a:}", "a:{}", "a:{x", "a:{a b}", "a:{=x}", "a:{x:0}", "a:{x:99999}", "a:{x:}",
        "a:{,x}", "a:{x,}", "a:{.}", "a:{a..b}", "a:{%4}", "a: b", "a:%4", "a:{{x}}"}) {
    EXPECT_FALSE(check_uri_template(uri)) << uri;
  }
}

}  // namespace
}  // namespace fairlead::plugin
