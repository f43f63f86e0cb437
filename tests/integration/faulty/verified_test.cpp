// Broken plugins that the contract suite names: the check that is meant for the defect fails, and says what
// is wrong.
#include <algorithm>
#include <array>

#include "faulty_fixture.hpp"
#include "net/event_loop.hpp"
#include "plugin/contract/suite.hpp"
#include "plugin/sanitizer.hpp"

namespace fairlead::test {
namespace {

namespace contract = plugin::contract;

contract::Subject subject_of(std::string_view file, net::EventLoopFactory& loops) {
  auto sealed = plugin::SealedFile::copy(faulty_file(file));
  EXPECT_TRUE(sealed) << sealed.error().message;
  contract::Subject subject;
  if (sealed) subject.file = *std::move(sealed);
  subject.allows_writes = true;
  subject.reactors = &loops;
  return subject;
}

// Under a sanitizer limits of time are wider and freed memory is kept, so these are not told from sound ones.
bool is_beyond_sanitizers(std::string_view file) {
  constexpr std::array kFiles = {"leaks_memory", "slow_in_main", "slow_past_deadline"};
  return plugin::kHasSanitizer && std::find(kFiles.begin(), kFiles.end(), file) != kFiles.end();
}

class VerifiedTest : public testing::TestWithParam<FaultyPlugin> {};

TEST_P(VerifiedTest, IsNamedByTheCheckForItsDefect) {
  if (is_beyond_sanitizers(GetParam().file)) GTEST_SKIP() << "its limit is wider under a sanitizer";
  net::EventLoopFactory loops;
  contract::Subject subject = subject_of(GetParam().file, loops);
  ASSERT_NE(subject.file, nullptr);
  // Short, because those that hang take all of it; one comes back a second after its deadline.
  subject.time_limit = std::chrono::seconds(GetParam().file == "slow_past_deadline" ? 3 : 1);
  const auto reports = contract::verify(subject, {.only = {std::string(GetParam().check)}});
  ASSERT_TRUE(reports) << reports.error().message;
  ASSERT_EQ(reports->size(), 1U);
  const contract::Judgement& judgement = reports->front().judged.judgement;
  EXPECT_EQ(judgement.verdict, contract::Verdict::Failed) << judgement.message;
  EXPECT_TRUE(contains(judgement.message, GetParam().words)) << judgement.message;
}

INSTANTIATE_TEST_SUITE_P(Faulty, VerifiedTest, testing::ValuesIn(rows_with(&FaultyPlugin::check)), name_of);

TEST(VerifiedSoundTest, PassesEveryCheck) {
  net::EventLoopFactory loops;
  const contract::Subject subject = subject_of("sound", loops);
  ASSERT_NE(subject.file, nullptr);
  const auto reports = contract::verify(subject);
  ASSERT_TRUE(reports) << reports.error().message;
  EXPECT_EQ(reports->size(), contract::all_checks().size());
  for (const contract::CheckReport& report : *reports) {
    const contract::Judgement& judgement = report.judged.judgement;
    EXPECT_NE(judgement.verdict, contract::Verdict::Failed) << report.check->id << ": " << judgement.message;
    EXPECT_NE(judgement.verdict, contract::Verdict::Warned) << report.check->id << ": " << judgement.message;
  }
}

}  // namespace
}  // namespace fairlead::test
