// Pins the binary layout and the numbers of the plugin ABI, so that no edit of a header moves them unnoticed.
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/check_config.h"
#include "fairlead/dynamic_catalog.h"
#include "fairlead/events.h"
#include "fairlead/http.h"
#include "fairlead/plugin.h"
#include "fairlead/reactor.h"

namespace {

struct Field {
  std::string name;
  std::size_t expected_offset, offset, size;
};

struct Layout {
  std::size_t expected_size = 0, size = 0;
  std::vector<Field> fields;
};

std::map<std::string, Layout> layouts() {
  std::map<std::string, Layout> all;
#define SIZE(type, bytes)           \
  all[#type].expected_size = bytes; \
  all[#type].size = sizeof(type);
#define FIELD(type, field, at) \
  all[#type].fields.push_back({#field, at, offsetof(type, field), sizeof(type::field)});
#include "layout.inc"
  return all;
}

// The two kinds of struct that stand in arrays or in other structs by value: they may never grow.
bool is_fixed(const std::string& name) { return name == "fairlead_str" || name == "fairlead_http_header"; }

TEST(AbiLayoutTest, EveryStructHasItsSize) {
  for (const auto& [name, layout] : layouts()) EXPECT_EQ(layout.size, layout.expected_size) << name;
}

TEST(AbiLayoutTest, EveryFieldIsAtItsOffset) {
  for (const auto& [name, layout] : layouts()) {
    for (const Field& field : layout.fields)
      EXPECT_EQ(field.offset, field.expected_offset) << name << "." << field.name;
  }
}

TEST(AbiLayoutTest, NoFieldIsUnpinnedAndNoPaddingIsHidden) {
  for (const auto& [name, layout] : layouts()) {
    std::size_t end = 0;
    for (const Field& field : layout.fields) {
      EXPECT_EQ(field.offset, end) << "before " << name << "." << field.name;
      end = field.offset + field.size;
    }
    EXPECT_EQ(end, layout.size) << "at the end of " << name;
  }
}

TEST(AbiLayoutTest, EveryStructThatMayGrowBeginsWithItsSize) {
  for (const auto& [name, layout] : layouts()) {
    ASSERT_FALSE(layout.fields.empty()) << name;
    EXPECT_EQ(layout.fields.front().name == "struct_size", !is_fixed(name)) << name;
  }
}

TEST(AbiLayoutTest, HasSeesAFieldOnlyWhenTheStructReachesItsEnd) {
  fairlead_client_op op{};
  op.struct_size = offsetof(fairlead_client_op, tenant_id) + sizeof op.tenant_id - 1;
  EXPECT_FALSE(FAIRLEAD_HAS(&op, fairlead_client_op, tenant_id));
  EXPECT_TRUE(FAIRLEAD_HAS(&op, fairlead_client_op, deadline_mono_ns));
  ++op.struct_size;
  EXPECT_TRUE(FAIRLEAD_HAS(&op, fairlead_client_op, tenant_id));
}

TEST(AbiNumbersTest, StatusesAreTheCanonicalGrpcCodes) {
  const std::vector<int> statuses = {
      FAIRLEAD_OK,
      FAIRLEAD_CANCELLED,
      FAIRLEAD_UNKNOWN,
      FAIRLEAD_INVALID_ARGUMENT,
      FAIRLEAD_DEADLINE_EXCEEDED,
      FAIRLEAD_NOT_FOUND,
      FAIRLEAD_ALREADY_EXISTS,
      FAIRLEAD_PERMISSION_DENIED,
      FAIRLEAD_RESOURCE_EXHAUSTED,
      FAIRLEAD_FAILED_PRECONDITION,
      FAIRLEAD_ABORTED,
  };
  for (std::size_t i = 0; i < statuses.size(); ++i) EXPECT_EQ(statuses[i], static_cast<int>(i));
}

TEST(AbiNumbersTest, KindsScopesAndAccessAreFixed) {
  EXPECT_EQ(FAIRLEAD_KIND_TOOL, 0);
  EXPECT_EQ(FAIRLEAD_KIND_RESOURCE, 1);
  EXPECT_EQ(FAIRLEAD_KIND_PROMPT, 2);
  EXPECT_EQ(FAIRLEAD_KIND_COMPLETION, 3);
  EXPECT_EQ(FAIRLEAD_KIND_LIST_RESOURCES, 4);
  EXPECT_EQ(FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES, 5);
  EXPECT_EQ(FAIRLEAD_SCOPE_USER, 0);
  EXPECT_EQ(FAIRLEAD_SCOPE_TENANT, 1);
  EXPECT_EQ(FAIRLEAD_SCOPE_GLOBAL, 2);
  EXPECT_EQ(FAIRLEAD_ACCESS_READ_ONLY, 0);
  EXPECT_EQ(FAIRLEAD_ACCESS_READ_WRITE, 1);
}

TEST(AbiNumbersTest, FlagsAreDistinctBits) {
  EXPECT_EQ(FAIRLEAD_ERR_RETRYABLE + FAIRLEAD_ERR_CLIENT_BAD + FAIRLEAD_ERR_BINDING_BAD, 0x7u);
  EXPECT_EQ(FAIRLEAD_PROV_ASYNC + FAIRLEAD_PROV_SHARED_CLIENT + FAIRLEAD_PROV_SESSION_STATE +
                FAIRLEAD_PROV_SHARE_NEVER,
            0xfu);
  EXPECT_EQ(
      FAIRLEAD_REQ_PROGRESS + FAIRLEAD_REQ_IN_TASK + FAIRLEAD_REQ_STATE_SEALED + FAIRLEAD_REQ_INPUT_UNSEALED,
      0xfu);
}

}  // namespace
