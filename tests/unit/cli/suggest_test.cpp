// Near names.
#include "cli/suggest.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fairlead::cli {
namespace {

const std::vector<std::string> kTools = {"postgres_execute", "postgres_query", "slack_post"};

TEST(EditDistanceTest, CountsEachKindOfEdit) {
  EXPECT_EQ(edit_distance("abc", "abc"), 0U);
  EXPECT_EQ(edit_distance("abc", "abxc"), 1U);
  EXPECT_EQ(edit_distance("abc", "ac"), 1U);
  EXPECT_EQ(edit_distance("abc", "axc"), 1U);
  EXPECT_EQ(edit_distance("abc", "acb"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(NearestTest, FindsAMisspeltName) { EXPECT_EQ(nearest("postgres_qeury", kTools), "postgres_query"); }

TEST(NearestTest, FindsNothingForAnythingElse) { EXPECT_EQ(nearest("minio_get_object", kTools), ""); }

TEST(NearestTest, FindsNothingForTextTooLongToBeAName) {
  EXPECT_EQ(nearest(std::string(200, 'x'), kTools), "");
}

TEST(NearestTest, AllowsAThirdOfTheWordAndNoMore) {
  EXPECT_EQ(nearest("abcdxx", std::vector<std::string>{"abcdef"}), "abcdef");
  EXPECT_EQ(nearest("abcxxx", std::vector<std::string>{"abcdef"}), "");
}

TEST(DidYouMeanTest, IsASentenceOrNothing) {
  EXPECT_EQ(did_you_mean("slack_pots", kTools), "; did you mean 'slack_post'?");
  EXPECT_EQ(did_you_mean("zzz", kTools), "");
}

}  // namespace
}  // namespace fairlead::cli
