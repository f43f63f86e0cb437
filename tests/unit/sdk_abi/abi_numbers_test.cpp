// Numbers of the plugin ABI that come from elsewhere or mean something together, and the macro that reads
// sizes. That nothing moves or changes is what the tests of the frozen headers hold.
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/plugin.h"

namespace {

TEST(AbiNumbersTest, HasSeesAFieldOnlyWhenTheStructReachesItsEnd) {
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
