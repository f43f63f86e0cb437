// What a check says of a plugin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::plugin::contract {

enum class Verdict : std::uint8_t {
  Passed,
  Failed,
  Warned,   ///< allowed, and not what users of the plugin would wish for
  Skipped,  ///< could not be asked; the message says why
};

/// "passed", "failed", "warned", "skipped".
[[nodiscard]] constexpr std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Passed: return "passed";
    case Verdict::Failed: return "failed";
    case Verdict::Warned: return "warned";
    case Verdict::Skipped: return "skipped";
  }
  return "failed";
}

/// A value.
struct Judgement {
  Verdict verdict = Verdict::Passed;
  std::string message;  ///< what is wrong and what to do about it; empty when passed

  bool operator==(const Judgement&) const = default;
};

[[nodiscard]] inline Judgement passed() { return {}; }
[[nodiscard]] inline Judgement failed(std::string message) { return {Verdict::Failed, std::move(message)}; }
[[nodiscard]] inline Judgement warned(std::string message) { return {Verdict::Warned, std::move(message)}; }
[[nodiscard]] inline Judgement skipped(std::string message) { return {Verdict::Skipped, std::move(message)}; }

}  // namespace fairlead::plugin::contract
