// The version is the one CMake declares, and the build's identity begins with it.
#include "base/version.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

TEST(VersionTest, IsThreeNumbers) {
  const std::string text(version());
  EXPECT_EQ(std::count(text.begin(), text.end(), '.'), 2) << text;
  EXPECT_EQ(text.find_first_not_of("0123456789."), std::string::npos) << text;
  EXPECT_EQ(text.find(".."), std::string::npos) << text;
  EXPECT_NE(text.front(), '.') << text;
  EXPECT_NE(text.back(), '.') << text;
}

TEST(VersionTest, IdentityNamesVersionCompilerAndBuild) {
  const std::string identity(build_identity());
  EXPECT_TRUE(identity.starts_with(std::string(version()) + " (")) << identity;
  EXPECT_TRUE(identity.find("(g++ ") != std::string::npos || identity.find("(clang ") != std::string::npos)
      << identity;
  EXPECT_FALSE(identity.ends_with(", )")) << "no kind of build: " << identity;
}

}  // namespace
}  // namespace fairlead
