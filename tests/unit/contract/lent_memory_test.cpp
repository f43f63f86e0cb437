// Memory that is lent and taken back. What a touch does is seen in child processes; see trial_test.cpp too.
#include "plugin/contract/lent_memory.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "plugin/contract/last_words.hpp"
#include "plugin/contract/trial.hpp"

namespace fairlead::plugin::contract {
namespace {

fairlead_str view_of(std::string_view text) { return {text.data(), text.size()}; }
std::string text_of(fairlead_str text) { return {text.data, text.size}; }

using Belongs = LentMemory::Belongs;

// How the child ends that reads one byte, and why.
TrialEnd end_of_reading(const std::function<const char*(LentMemory&)>& address) {
  const auto end = run_trial([&](const TrialSide& side) {
    auto& memory = *new LentMemory;
    install_last_words(side.board(), memory);
    const volatile char byte = *address(memory);
    side.report(std::string(1, byte));
  });
  EXPECT_TRUE(end);
  return end ? *end : TrialEnd();
}

TEST(LentMemoryTest, LendsACopy) {
  LentMemory memory;
  std::string text = "config";
  Loan loan(memory);
  const fairlead_str lent = loan.lend(view_of(text), "config_json");
  text = "changed";
  EXPECT_EQ(text_of(lent), "config");
}

TEST(LentMemoryTest, LendsNothingForAnEmptyView) {
  LentMemory memory;
  Loan loan(memory);
  EXPECT_EQ(loan.lend(view_of(""), "tenant_id").data, nullptr);
}

TEST(LentMemoryTest, LendsAStructThatIsAligned) {
  LentMemory memory;
  Loan loan(memory);
  fairlead_client_op op{};
  op.deadline_mono_ns = 42;
  const fairlead_client_op* lent = loan.lend(op, "op");
  EXPECT_EQ(lent->deadline_mono_ns, 42U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(lent) % alignof(fairlead_client_op), 0U);
}

TEST(LentMemoryTest, KnowsWhatAnAddressBelongsTo) {
  LentMemory memory;
  const char* kept = nullptr;
  {
    Loan loan(memory);
    const fairlead_str lent = loan.lend(view_of("config"), "config_json");
    kept = lent.data;
    EXPECT_EQ(memory.find(lent.data + lent.size).belongs, Belongs::PastTheEnd);
  }
  EXPECT_EQ(memory.find(kept).belongs, Belongs::TakenBack);
  EXPECT_STREQ(memory.find(kept).what, "config_json");
  EXPECT_EQ(memory.find(&memory).belongs, Belongs::Elsewhere);
}

TEST(LentMemoryTest, ForgetsTheOldestPiecesFirst) {
  LentMemory memory;
  const auto lend_one = [&memory] {
    Loan loan(memory);
    return loan.lend(view_of("x"), "x").data;
  };
  const char* const oldest = lend_one();
  std::array<const char*, LentMemory::kPiecesMax - 1> more{};
  for (const char*& each : more) each = lend_one();
  EXPECT_EQ(memory.find(oldest).belongs, Belongs::TakenBack);
  const char* const newest = lend_one();
  // Its address may have been given out again at once; it is then the newest's.
  EXPECT_TRUE(newest == oldest || memory.find(oldest).belongs == Belongs::Elsewhere);
  EXPECT_EQ(memory.find(more.back()).belongs, Belongs::TakenBack);
}

TEST(LentMemoryTest, CanBeReadWhileItIsLent) {
  const TrialEnd end = end_of_reading(
      [](LentMemory& memory) { return (new Loan(memory))->lend(view_of("config"), "config_json").data; });
  EXPECT_EQ(end.ending, TrialEnding::Returned);
  EXPECT_EQ(end.report, "c");
}

TEST(LentMemoryTest, CrashesWhoeverReadsWhatWasTakenBackAndSaysSo) {
  const TrialEnd end = end_of_reading([](LentMemory& memory) {
    Loan loan(memory);
    return loan.lend(view_of("config"), "config_json").data;
  });
  EXPECT_EQ(end.ending, TrialEnding::Crashed);
  EXPECT_EQ(end.signal, SIGSEGV);
  EXPECT_NE(end.note.find("used after the function it was lent to had returned: config_json"),
            std::string::npos)
      << end.note;
}

TEST(LentMemoryTest, CrashesWhoeverReadsPastTheEndAndSaysSo) {
  const TrialEnd end = end_of_reading([](LentMemory& memory) {
    const fairlead_str lent = (new Loan(memory))->lend(view_of("config"), "config_json");
    return lent.data + lent.size;  // Where a NUL would be looked for.
  });
  EXPECT_EQ(end.ending, TrialEnding::Crashed);
  EXPECT_NE(end.note.find("read past its end: config_json"), std::string::npos) << end.note;
}

}  // namespace
}  // namespace fairlead::plugin::contract
