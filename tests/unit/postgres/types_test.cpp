// Names and shapes of the built-in types.
#include "types.hpp"

#include <gtest/gtest.h>

namespace fairlead::postgres {
namespace {

TEST(TypesTest, NamesTypesAsTheServerDoes) {
  EXPECT_EQ(builtin_type_name(23, -1), "integer");
  EXPECT_EQ(builtin_type_name(1184, -1), "timestamp with time zone");
  EXPECT_EQ(builtin_type_name(1009, -1), "text[]");
}

TEST(TypesTest, NamesLengthsAndPrecisions) {
  EXPECT_EQ(builtin_type_name(1043, 24), "character varying(20)");
  EXPECT_EQ(builtin_type_name(1015, 24), "character varying(20)[]");
  EXPECT_EQ(builtin_type_name(1700, ((10 << 16) | 2) + 4), "numeric(10,2)");
  EXPECT_EQ(builtin_type_name(1560, 8), "bit(8)");
}

TEST(TypesTest, NamesANegativeScale) {
  EXPECT_EQ(builtin_type_name(1700, ((5 << 16) | (-2 & 0x7FF)) + 4), "numeric(5,-2)");
}

TEST(TypesTest, DoesNotNameWhatItDoesNotKnow) { EXPECT_EQ(builtin_type_name(16'384, -1), std::nullopt); }

TEST(TypesTest, TreatsWhatItDoesNotKnowAsText) { EXPECT_EQ(traits_of(16'384).shape, Shape::Text); }

TEST(TypesTest, KnowsTheElementsOfArrays) {
  EXPECT_EQ(traits_of(1007).shape, Shape::Array);
  EXPECT_EQ(traits_of(1007).element, 23u);
}

}  // namespace
}  // namespace fairlead::postgres
