#include "plugin/contract/last_words.hpp"

#include <cxxabi.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>

#include <boost/core/demangle.hpp>

namespace fairlead::plugin::contract {
namespace {

// A signal handler is given no pointer of ours, so what it needs is found here. Set once, in a child process.
std::atomic<Board*> the_board{nullptr};
std::atomic<const LentMemory*> the_memory{nullptr};

// Joins texts without an allocation: a handler runs this.
class FixedText {
 public:
  FixedText& operator<<(std::string_view more) noexcept {
    const std::size_t size = std::min(more.size(), text_.size() - size_);
    std::memcpy(text_.data() + size_, more.data(), size);
    size_ += size;
    return *this;
  }
  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }

 private:
  std::array<char, 400> text_{};
  std::size_t size_ = 0;
};

void note_address(Board& board, const siginfo_t& info) {
  // Sent by a function call (raise), not by an access: there is no address.
  if (info.si_code <= 0) return;
  const LentMemory::Place place = the_memory.load()->find(info.si_addr);
  FixedText text;
  switch (place.belongs) {
    case LentMemory::Belongs::Elsewhere: return;
    case LentMemory::Belongs::TakenBack:
      text << "a view was used after the function it was lent to had returned: " << place.what
           << "; copy what is needed later (rule R2)";
      break;
    case LentMemory::Belongs::PastTheEnd:
      text << "a view was read past its end: " << place.what
           << "; views have a size and no NUL terminator (rule R6)";
      break;
  }
  board.note(text.view());
}

void on_signal(int signal, siginfo_t* info, void*) {
  Board& board = *the_board.load();
  board.blame_this_thread();
  if (signal == SIGSEGV || signal == SIGBUS) note_address(board, *info);
  // The process ends by this very signal when the handler returns, and the parent sees which it was.
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

std::string current_exception_text() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  std::string text =
      type == nullptr ? "an exception of another language" : boost::core::demangle(type->name());
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::exception& thrown) {
    text += std::string(" (") + thrown.what() + ")";
  } catch (...) {
    text += " that is no std::exception";
  }
  return text;
}

[[noreturn]] void on_terminate() {
  Board& board = *the_board.load();
  board.blame_this_thread();
  if (std::current_exception() != nullptr) {
    board.note("nobody caught " + current_exception_text() +
               "; catch everything before it leaves the plugin, as the SDK does (rule R8)");
  } else {
    board.note(
        "std::terminate was called: an exception left a function that may not throw, or a std::thread "
        "was destroyed without join");
  }
  std::abort();
}

}  // namespace

void install_last_words(Board& board, const LentMemory& memory) {
  the_board = &board;
  the_memory = &memory;
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS}) {
    ::sigaction(signal, &action, nullptr);
  }
  std::set_terminate(on_terminate);
}

SpareStack::SpareStack() : bytes_(std::make_unique<std::array<char, kBytes>>()) {
  stack_t mine{};
  mine.ss_sp = bytes_->data();
  mine.ss_size = kBytes;
  stack_t previous{};
  ::sigaltstack(&mine, &previous);
  previous_ = previous.ss_sp;
  previous_size_ = previous.ss_size;
  previous_flags_ = previous.ss_flags;
}

// Puts back what a sanitizer may have had there: it releases that itself when the thread ends.
SpareStack::~SpareStack() {
  stack_t previous{};
  previous.ss_sp = previous_;
  previous.ss_size = previous_size_;
  previous.ss_flags = previous_flags_ & SS_DISABLE;
  ::sigaltstack(&previous, nullptr);
}

}  // namespace fairlead::plugin::contract
