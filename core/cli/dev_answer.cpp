#include "cli/dev_answer.hpp"

#include <algorithm>

#include "cli/render_result.hpp"
#include "cli/text.hpp"
#include "json/parse.hpp"

namespace fairlead::cli {
namespace {

namespace bj = boost::json;

std::int64_t microseconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

bj::object failure_json(const plugin::ClientFailure& failure) {
  bj::array flags;
  if (failure.error.is_retryable) flags.emplace_back("retryable");
  if (failure.is_client_bad) flags.emplace_back("client_bad");
  if (failure.is_binding_bad) flags.emplace_back("binding_bad");
  bj::value detail;
  if (!failure.error.detail_json.empty()) {
    auto parsed = json::parse(failure.error.detail_json);
    detail = parsed ? *std::move(parsed) : bj::value(failure.error.detail_json);
  }
  return {{"code", to_string(failure.error.code)},
          {"message", failure.error.message},
          {"reason", failure.error.reason},
          {"flags", std::move(flags)},
          {"detail", std::move(detail)}};
}

std::string member_text(const bj::object& object, const char* key) {
  const auto* found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

// Text blocks as they are, line by line; what is no text as JSON.
void print_content(std::ostream& out, const bj::array& content) {
  for (const bj::value& block : content) {
    const bj::object* object = block.if_object();
    const bool is_text = object != nullptr && member_text(*object, "type") == "text";
    if (!is_text) {
      out << compact_json(block) << "\n";
      continue;
    }
    const std::string text = member_text(*object, "text");
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      out << printable(std::string_view(text).substr(at, end - at)) << "\n";
      at = end + 1;
    }
  }
}

void print_result(const Console& console, const DevAnswer& answer) {
  const auto* structured = answer.result.if_contains("structuredContent");
  const auto* content = answer.result.if_contains("content");
  if (structured != nullptr && structured->is_object()) {
    console.out << render_data(structured->get_object(), console.table_style());
  } else if (content != nullptr && content->is_array() && !content->get_array().empty()) {
    print_content(console.out, content->get_array());
  } else {
    console.out << pretty_json(answer.result) << "\n";
  }
}

void print_lines(const Console& console, std::string_view what, const bj::array& lines) {
  for (const bj::value& line : lines) {
    const std::string text = std::string(what) + " " + compact_json(line);
    console.error_out << toned(text, Tone::Dim, console.has_error_color) << "\n";
  }
}

std::string summary(const DevAnswer& answer) {
  std::string out(answer.failure ? "failed" : to_string(answer.outcome));
  if (answer.elapsed) out += " in " + render_duration(*answer.elapsed);
  if (answer.connect) out += ", connected in " + render_duration(*answer.connect);
  if (answer.misbehaviours > 0) {
    out += "; the plugin broke its contract " + std::to_string(answer.misbehaviours) +
           (answer.misbehaviours == 1 ? " time" : " times") + ", see the log above";
  }
  return out;
}

}  // namespace

DevAnswer failed_answer(Error error) {
  DevAnswer answer;
  answer.failure = plugin::ClientFailure{std::move(error), false, false};
  return answer;
}

std::string_view to_string(plugin::OutcomeKind kind) noexcept {
  switch (kind) {
    case plugin::OutcomeKind::Result: return "result";
    case plugin::OutcomeKind::ToolError: return "tool_error";
    case plugin::OutcomeKind::InputRequired: return "input_required";
    case plugin::OutcomeKind::Task: return "task";
  }
  return "result";
}

bj::object to_json(const DevAnswer& answer) {
  bj::object out;
  if (!answer.id.is_null()) out["id"] = answer.id;
  out["ok"] = !answer.failure;
  if (answer.failure) {
    out["error"] = failure_json(*answer.failure);
  } else {
    out["outcome"] = to_string(answer.outcome);
    out["result"] = answer.result;
    out["progress"] = answer.progress;
    out["logs"] = answer.logs;
  }
  if (answer.elapsed) out["elapsed_us"] = microseconds(*answer.elapsed);
  if (answer.connect) out["connect_us"] = microseconds(*answer.connect);
  if (!answer.events.empty()) out["events"] = answer.events;
  if (answer.misbehaviours > 0) out["misbehaviours"] = answer.misbehaviours;
  bj::array notes;
  for (const std::string& note : answer.notes) notes.emplace_back(note);
  if (!notes.empty()) out["notes"] = std::move(notes);
  return out;
}

void print_dev_answer(const Console& console, const DevAnswer& answer) {
  for (const std::string& note : answer.notes) {
    console.error_out << toned(printable(note), Tone::Strong, console.has_error_color) << "\n";
  }
  print_lines(console, "progress", answer.progress);
  print_lines(console, "log", answer.logs);
  print_lines(console, "event", answer.events);
  if (answer.failure) {
    const Error& error = answer.failure->error;
    console.error_out << error_text(error, to_string(error.code), console.has_error_color);
  } else {
    print_result(console, answer);
  }
  console.out.flush();
  if (!answer.elapsed && !answer.connect) return;  // The provider was not asked: nothing is left to say.
  console.error_out << toned(summary(answer), Tone::Dim, console.has_error_color) << "\n";
}

}  // namespace fairlead::cli
