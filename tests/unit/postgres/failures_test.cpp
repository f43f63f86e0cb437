// Each SQLSTATE with a meaning of its own: whom it is for, its status and its flags.
#include "failures.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fairlead::postgres {
namespace {

struct Told {
  bool is_for_the_model = false;
  fairlead_status status = FAIRLEAD_OK;
  unsigned flags = 0;
  std::string text;
  Json structured;
};

template <class Throw>
Told told(const Throw& throws) {
  try {
    throws();
  } catch (const ToolError& error) {
    return {true, FAIRLEAD_OK, 0, error.what(), error.structured()};
  } catch (const Error& error) {
    return {false, error.status(), error.flags(), error.what(), error.detail()};
  }
  return {};
}

Told statement(const char* state, Stop stop = Stop::No, Effect effect = Effect::Read) {
  return told([&] { throw_statement_failure({state, "message", "", "", 0}, stop, effect); });
}

Told connect(std::string_view message, bool needs_password = false) {
  return told([&] { throw_connect_failure(message, needs_password); });
}

TEST(StatementFailureTest, IsForTheModelWhereOtherSqlHelps) {
  for (const char* state :
       {"22012", "23505", "25006", "42601", "42P01", "42501", "0A000", "54001", "P0001", "08P01"}) {
    const Told error = statement(state);
    EXPECT_TRUE(error.is_for_the_model) << state;
    EXPECT_EQ(error.structured.at("sqlstate"), state);
  }
}

TEST(StatementFailureTest, CarriesPositionDetailHintAndAdvice) {
  const Told error = told([] {
    throw_statement_failure({"42P01", "no relation", "the detail", "the hint", 15}, Stop::No, Effect::Read);
  });
  for (const char* part : {"no relation", "42P01", "character 15", "the detail", "the hint", "list_tables"}) {
    EXPECT_NE(error.text.find(part), std::string::npos) << part;
  }
}

TEST(StatementFailureTest, ShortensEndlessMessages) {
  const Told error = told([] {
    throw_statement_failure({"23514", std::string(100'000, 'x'), "", "", 0}, Stop::No, Effect::Read);
  });
  EXPECT_LT(error.text.size(), 3000u);
}

TEST(StatementFailureTest, IsCancelledWhenWeCancelled) {
  EXPECT_EQ(statement("57014", Stop::Cancelled).status, FAIRLEAD_CANCELLED);
}

TEST(StatementFailureTest, IsOutOfTimeWhenTheServerStoppedIt) {
  EXPECT_EQ(statement("57014").status, FAIRLEAD_DEADLINE_EXCEEDED);
  EXPECT_EQ(statement("57014", Stop::Deadline).status, FAIRLEAD_DEADLINE_EXCEEDED);
}

TEST(StatementFailureTest, MakesTheClientBadWhenTheSessionIsOver) {
  for (const char* state : {"57P01", "57P02", "57P03", "08006", "25P03"}) {
    const Told error = statement(state);
    EXPECT_EQ(error.status, FAIRLEAD_UNAVAILABLE) << state;
    EXPECT_EQ(error.flags, kClientBad | kRetryable) << state;
  }
}

TEST(StatementFailureTest, DoesNotOfferToRepeatAWriteWhoseEffectIsUnknown) {
  EXPECT_EQ(statement("57P01", Stop::No, Effect::Write).flags, kClientBad);
}

TEST(StatementFailureTest, IsRetryableWhenResourcesAreShort) {
  const Told error = statement("53200");
  EXPECT_EQ(error.status, FAIRLEAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(error.flags, kRetryable);
}

TEST(StatementFailureTest, IsNotRetryableAtAConfiguredLimit) { EXPECT_EQ(statement("53400").flags, 0u); }

TEST(StatementFailureTest, IsAbortedWhenAnotherTransactionIsInTheWay) {
  for (const char* state : {"40001", "40P01", "55P03"}) {
    EXPECT_EQ(statement(state).status, FAIRLEAD_ABORTED) << state;
    EXPECT_EQ(statement(state).flags, kRetryable) << state;
  }
}

TEST(StatementFailureTest, IsDataLossWhenTheServerFindsDamage) {
  EXPECT_EQ(statement("XX001").status, FAIRLEAD_DATA_LOSS);
}
TEST(StatementFailureTest, IsInternalWhenTheServerFails) {
  EXPECT_EQ(statement("XX000").status, FAIRLEAD_INTERNAL);
}
TEST(StatementFailureTest, IsALostConnectionWithoutAState) {
  EXPECT_EQ(statement("").status, FAIRLEAD_UNAVAILABLE);
}

TEST(ConnectFailureTest, BlamesTheCredential) {
  const Told error = connect(
      "connection to server at \"h\", port 1 failed: FATAL:  28P01: password authentication "
      "failed\nLOCATION:  x");
  EXPECT_EQ(error.status, FAIRLEAD_UNAUTHENTICATED);
  EXPECT_EQ(error.flags, kBindingBad);
  EXPECT_EQ(error.text, "PostgreSQL refuses user or password: password authentication failed");
}

TEST(ConnectFailureTest, ReadsTheStateWhateverTheLanguage) {
  EXPECT_EQ(connect("Verbindung: FATAL:  3D000: Datenbank »x« existiert nicht").status, FAIRLEAD_NOT_FOUND);
}

TEST(ConnectFailureTest, AsksForAPassword) {
  EXPECT_EQ(connect("fe_sendauth: no password supplied", true).status, FAIRLEAD_UNAUTHENTICATED);
}

TEST(ConnectFailureTest, BlamesTheDatabasesPrivileges) {
  EXPECT_EQ(connect("FATAL:  42501: permission denied for database").status, FAIRLEAD_PERMISSION_DENIED);
}

TEST(ConnectFailureTest, WaitsWhileTheServerIsFull) {
  const Told error = connect("FATAL:  53300: sorry, too many clients already");
  EXPECT_EQ(error.status, FAIRLEAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(error.flags, kRetryable);
}

TEST(ConnectFailureTest, DoesNotTryAgainWhenTlsFails) {
  const Told error = connect("connection failed: SSL error: certificate verify failed");
  EXPECT_EQ(error.status, FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(error.flags, 0u);
}

TEST(ConnectFailureTest, TriesAgainWhenNobodyListens) {
  const Told error =
      connect("connection to server at \"h\", port 1 failed: Connection refused\n\tIs the server running?\n");
  EXPECT_EQ(error.status, FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(error.flags, kRetryable);
  EXPECT_NE(error.text.find("refused Is the server running?"), std::string::npos) << error.text;
}

TEST(StoppedTest, SaysWhoStoppedIt) {
  EXPECT_EQ(told([] { throw_stopped(Stop::Cancelled, Effect::Read); }).status, FAIRLEAD_CANCELLED);
  EXPECT_EQ(told([] { throw_stopped(Stop::Deadline, Effect::Read); }).status, FAIRLEAD_DEADLINE_EXCEEDED);
}

TEST(StoppedTest, MakesTheClientBad) {
  EXPECT_EQ(told([] { throw_stopped(Stop::Deadline, Effect::Read); }).flags, kClientBad);
}

TEST(LostTest, SaysThatTheEffectOfAWriteIsUnknown) {
  EXPECT_NE(told([] { throw_lost("gone", Effect::Write); }).text.find("unknown"), std::string::npos);
  EXPECT_EQ(told([] { throw_lost("gone", Effect::Read); }).text.find("unknown"), std::string::npos);
}

TEST(SqlstateInTest, IsEmptyWithoutOne) {
  EXPECT_EQ(sqlstate_in("connection refused:  really: yes"), "");
  EXPECT_EQ(sqlstate_in(":  28P0"), "");
  EXPECT_EQ(sqlstate_in(""), "");
}

}  // namespace
}  // namespace fairlead::postgres
