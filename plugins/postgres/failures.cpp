// The table of SQLSTATEs. The classes are those of PostgreSQL's documentation, appendix "Error Codes".
#include "failures.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fairlead::postgres {
namespace {

constexpr std::string_view kUnknownEffect =
    " Whether the statement took effect is unknown: read the data before repeating it.";

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](std::string_view prefix) { return text.starts_with(prefix); });
}

// Server texts may quote a whole row; a model needs the beginning.
std::string shortened(std::string_view text) {
  constexpr std::size_t kBytesMax = 2000;
  if (text.size() <= kBytesMax) return std::string(text);
  std::size_t end = kBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return std::string(text.substr(0, end)) + "...";
}

Json detail_of(const ServerError& error) {
  boost::json::object detail;
  detail["sqlstate"] = error.sqlstate;
  return detail;
}

// What the model can do next, where the server's own text does not say it.
std::string_view advice_for(std::string_view sqlstate) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kAdvice{{
      {"25006", "This transaction is read-only: write with the tool execute, if the connection allows it."},
      {"42P01", "list_tables shows the tables."},
      {"42703", "describe_table shows the columns of a table."},
      {"42501", "The connection's role lacks this privilege: use what it may read, or ask the operator."},
      {"42P18", "Give the parameter a type in the SQL, for instance $1::text."},
      {"08P01", "Give as many params as the SQL has $ numbers."},
      {"25001", "Each call runs in a transaction, which this statement does not allow."},
  }};
  for (const auto& [state, advice] : kAdvice) {
    if (state == sqlstate) return advice;
  }
  return {};
}

[[noreturn]] void throw_tool_error(const ServerError& error) {
  std::string text = shortened(error.message) + " (SQLSTATE " + error.sqlstate;
  if (error.position > 0) text += ", at character " + std::to_string(error.position);
  text += ").";
  if (!error.detail.empty()) text += " Detail: " + shortened(error.detail);
  if (!error.hint.empty()) text += " Hint: " + shortened(error.hint);
  if (const auto advice = advice_for(error.sqlstate); !advice.empty()) text.append(" ").append(advice);

  boost::json::object structured;
  structured["sqlstate"] = error.sqlstate;
  structured["message"] = shortened(error.message);
  if (error.position > 0) structured["position"] = error.position;
  if (!error.detail.empty()) structured["detail"] = shortened(error.detail);
  if (!error.hint.empty()) structured["hint"] = shortened(error.hint);
  throw ToolError(std::move(text), std::move(structured));
}

[[noreturn]] void throw_timed_out(const ServerError& error, Effect effect) {
  std::string text = "the statement ran out of time and was stopped by the server";
  text += effect == Effect::Read ? "; make it cheaper (fewer rows, an indexed condition) or allow more time"
                                 : "; it was rolled back; make it smaller or allow more time";
  throw Error(FAIRLEAD_DEADLINE_EXCEEDED, std::move(text), 0, detail_of(error));
}

// The server ends, refuses or loses the session: 08 connection, 57P01-57P05 shutdown, 25P03 idle limit.
bool is_session_over(std::string_view sqlstate) {
  return starts_with_any(sqlstate, {"57P", "25P03"}) || (sqlstate.starts_with("08") && sqlstate != "08P01");
}

// What other SQL can mend: data, constraint, syntax, privilege, feature, complexity and user-raised errors.
bool is_for_the_model(std::string_view sqlstate) {
  return starts_with_any(sqlstate,
                         {"0A", "20", "21", "22", "23",    "24", "25", "26", "27", "2B",    "2F", "34", "38",
                          "39", "3B", "3D", "3F", "40002", "42", "44", "54", "55", "08P01", "HV", "P0"});
}

constexpr bool is_state_character(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

// libpq's verbose message without its prefix and its LOCATION line.
std::string first_line_after_state(std::string_view message, std::string_view state) {
  const auto at = static_cast<std::size_t>(state.data() - message.data()) + state.size() + 2;
  const auto line = message.substr(std::min(at, message.size()));
  return std::string(line.substr(0, line.find('\n')));
}

// On one line: libpq indents its hints.
std::string trimmed(std::string_view message) {
  std::string text;
  for (const char c : shortened(message)) {
    const bool is_space = c == '\n' || c == '\t' || c == ' ';
    if (!is_space) {
      text += c;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

void throw_statement_failure(const ServerError& error, Stop stop, Effect effect) {
  const std::string_view state = error.sqlstate;
  if (state == "57014") {
    if (stop == Stop::Cancelled)
      throw Error(FAIRLEAD_CANCELLED, "the statement was cancelled", 0, detail_of(error));
    throw_timed_out(error, effect);
  }
  if (is_session_over(state)) {
    std::string text = "PostgreSQL ended the session: " + shortened(error.message) + ".";
    if (effect == Effect::Write) text += kUnknownEffect;
    const unsigned flags = effect == Effect::Read ? kClientBad | kRetryable : kClientBad;
    throw Error(FAIRLEAD_UNAVAILABLE, std::move(text), flags, detail_of(error));
  }
  if (state == "53400") {
    throw Error(FAIRLEAD_RESOURCE_EXHAUSTED,
                "a limit of the database is reached: " + shortened(error.message), 0, detail_of(error));
  }
  if (state.starts_with("53")) {
    throw Error(FAIRLEAD_RESOURCE_EXHAUSTED,
                "PostgreSQL is out of resources, wait: " + shortened(error.message), kRetryable,
                detail_of(error));
  }
  if (starts_with_any(state, {"40001", "40P01", "55P03"})) {
    throw Error(FAIRLEAD_ABORTED,
                "another transaction is in the way, repeat the call: " + shortened(error.message), kRetryable,
                detail_of(error));
  }
  if (is_for_the_model(state)) throw_tool_error(error);
  if (state.empty()) throw_lost(error.message, effect);
  throw Error(
      state.starts_with("XX001") || state.starts_with("XX002") ? FAIRLEAD_DATA_LOSS : FAIRLEAD_INTERNAL,
      "PostgreSQL failed, see its log: " + shortened(error.message), kClientBad, detail_of(error));
}

void throw_connect_failure(std::string_view libpq_message, bool needs_password) {
  const std::string_view state = sqlstate_in(libpq_message);
  const std::string reason =
      state.empty() ? trimmed(libpq_message) : first_line_after_state(libpq_message, state);
  boost::json::object detail;
  if (!state.empty()) detail["sqlstate"] = state;
  const auto fail = [&](fairlead_status status, std::string_view what, unsigned flags) {
    throw Error(status, std::string(what) + reason, flags, detail.empty() ? Json() : Json(detail));
  };
  if (needs_password && state.empty()) {
    throw Error(FAIRLEAD_UNAUTHENTICATED,
                "PostgreSQL asks for a password and the connection has none: set `password`", kBindingBad);
  }
  if (state.starts_with("28"))
    fail(FAIRLEAD_UNAUTHENTICATED, "PostgreSQL refuses user or password: ", kBindingBad);
  if (state == "3D000") fail(FAIRLEAD_NOT_FOUND, "correct `database`: ", kBindingBad);
  if (state == "42501") fail(FAIRLEAD_PERMISSION_DENIED, "grant the role CONNECT: ", kBindingBad);
  if (state.starts_with("53"))
    fail(FAIRLEAD_RESOURCE_EXHAUSTED, "PostgreSQL takes no more connections: ", kRetryable);
  // A certificate does not get better by trying again; what is wrong is in the configuration or an attack.
  const bool is_tls =
      reason.find("certificate") != std::string::npos || reason.find("SSL") != std::string::npos;
  if (is_tls)
    fail(FAIRLEAD_UNAVAILABLE, "TLS with PostgreSQL failed, check `sslmode` and `sslrootcert`: ", 0);
  fail(FAIRLEAD_UNAVAILABLE, "cannot connect to PostgreSQL: ", kRetryable);
  std::abort();  // Not reached: fail throws.
}

void throw_stopped(Stop stop, Effect effect) {
  std::string text = stop == Stop::Cancelled ? "the call was cancelled" : "the call's time is up";
  text += ", and PostgreSQL did not confirm that it stopped the statement.";
  if (effect == Effect::Write) text += kUnknownEffect;
  throw Error(stop == Stop::Cancelled ? FAIRLEAD_CANCELLED : FAIRLEAD_DEADLINE_EXCEEDED, std::move(text),
              kClientBad);
}

void throw_lost(std::string_view libpq_message, Effect effect) {
  std::string text = "the connection to PostgreSQL broke";
  if (const auto reason = trimmed(libpq_message); !reason.empty()) text += ": " + reason;
  text += ".";
  if (effect == Effect::Write) text += kUnknownEffect;
  throw Error(FAIRLEAD_UNAVAILABLE, std::move(text),
              effect == Effect::Read ? kClientBad | kRetryable : kClientBad);
}

std::string_view sqlstate_in(std::string_view libpq_message) {
  constexpr std::string_view kBefore = ":  ";  // "FATAL:  28P01: text"; the severity may be translated
  for (auto at = libpq_message.rfind(kBefore); at != std::string_view::npos;
       at = at == 0 ? std::string_view::npos : libpq_message.rfind(kBefore, at - 1)) {
    const auto state = libpq_message.substr(at + kBefore.size(), 5);
    const bool is_state = state.size() == 5 && std::all_of(state.begin(), state.end(), is_state_character) &&
                          libpq_message.substr(at + kBefore.size() + 5).starts_with(": ");
    if (is_state) return state;
  }
  return {};
}

}  // namespace fairlead::postgres
