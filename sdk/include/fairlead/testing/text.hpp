// Texts that cross the boundary in a test, and the exception for mistakes of the test itself.
#ifndef FAIRLEAD_TESTING_TEXT_HPP
#define FAIRLEAD_TESTING_TEXT_HPP

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "fairlead/plugin.h"

namespace fairlead::testing {

// Thrown when the test, not the plugin, is wrong: an unknown provider, a call on a client that was refused,
// an answer read that is not there. what() says what happened instead, so a test need not check first.
class UsageError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline fairlead_str borrow(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(fairlead_str text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
inline std::string copy(fairlead_str text) { return std::string(view(text)); }

// "UNAVAILABLE" for FAIRLEAD_UNAVAILABLE.
inline std::string status_name(fairlead_status status) {
  static constexpr const char* kNames[] = {
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  if (status < FAIRLEAD_OK || status > FAIRLEAD_UNAUTHENTICATED) return "status " + std::to_string(status);
  return kNames[status];
}

// Overwrites bytes in a way that the optimizer keeps although they are freed next.
inline void scribble(void* bytes, std::size_t size) noexcept {
  std::fill_n(static_cast<unsigned char*>(bytes), size, static_cast<unsigned char>('#'));
  asm volatile("" : : "r"(bytes) : "memory");
}

// Text lent to the plugin for one call of one function; scribbled over when that has returned, so that a view
// that was kept shows (rule R2 of plugin.h).
class Lent {
 public:
  explicit Lent(std::string_view text) : text_(text) {}
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  ~Lent() { scribble(text_.data(), text_.size()); }
  [[nodiscard]] fairlead_str view() const { return borrow(text_); }

 private:
  std::string text_;
};

// The same for a struct of the ABI; struct_size is set.
template <class Struct>
class LentStruct {
 public:
  LentStruct() { lent_->struct_size = sizeof(Struct); }
  LentStruct(const LentStruct&) = delete;
  LentStruct& operator=(const LentStruct&) = delete;
  ~LentStruct() { scribble(lent_.get(), sizeof(Struct)); }
  Struct* operator->() { return lent_.get(); }
  [[nodiscard]] const Struct* get() const { return lent_.get(); }

 private:
  std::unique_ptr<Struct> lent_ = std::make_unique<Struct>();
};

namespace detail {

// Length of the well-formed UTF-8 sequence at the start of `text` (RFC 3629 section 4), 0 if there is none.
inline std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool is_overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool is_outside = (lead == 0xED && byte(1) > 0x9F) || (lead == 0xF4 && byte(1) > 0x8F);
  return is_overlong || is_outside ? 0 : size;
}

inline bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = utf8_sequence(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace detail
}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_TEXT_HPP
