#include "plugin/contract/board.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace fairlead::plugin::contract {
namespace {

std::int64_t now_ns() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <std::size_t kSize>
void copy_text(std::array<char, kSize>& into, std::string_view text) noexcept {
  const std::size_t size = std::min(text.size(), kSize - 1);
  std::memcpy(into.data(), text.data(), size);
  into[size] = '\0';
}

// The other process may be writing, or have written anything.
template <std::size_t kSize>
std::string read_text(const std::array<char, kSize>& from) {
  return {from.data(), ::strnlen(from.data(), kSize)};
}

}  // namespace

Result<Board> Board::create() {
  void* const memory =
      ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return fail(ErrorCode::ResourceExhausted, "no memory to share with a child process", "no_process");
  static std::atomic<std::uint64_t> last_id{0};
  Board board(new (memory) Page);
  board.page_->id = ++last_id;
  return board;
}

void Board::Unmap::operator()(Page* page) const { ::munmap(page, sizeof(Page)); }

std::uint32_t Board::this_thread() const noexcept {
  thread_local std::uint64_t of_board = 0;
  thread_local std::uint32_t number = 0;
  if (of_board != page_->id) number = page_->thread_count.fetch_add(1, std::memory_order_relaxed);
  of_board = page_->id;
  return std::min<std::uint32_t>(number, kThreadsMax - 1);
}

void Board::enter(std::string_view phase) noexcept {
  Thread& mine = page_->threads[this_thread()];
  copy_text(mine.phase, phase);
  mine.since_ns.store(now_ns(), std::memory_order_release);
}

void Board::leave() noexcept { page_->threads[this_thread()].since_ns.store(0, std::memory_order_release); }

void Board::blame_this_thread() noexcept {
  std::uint32_t nobody = 0;
  page_->to_blame.compare_exchange_strong(nobody, this_thread() + 1);
}

void Board::note(std::string_view text) noexcept {
  if (!page_->has_note.exchange(true)) copy_text(page_->note, text);
}

void Board::set_given(std::string_view text) noexcept { copy_text(page_->given, text); }

std::optional<Board::Running> Board::longest(MonotonicTime now) const {
  std::optional<Running> found;
  for (const Thread& thread : page_->threads) {
    const std::int64_t since = thread.since_ns.load(std::memory_order_acquire);
    if (since == 0) continue;
    const Duration elapsed = now.time_since_epoch() - Duration(since);
    if (!found || elapsed > found->elapsed) found = Running{read_text(thread.phase), elapsed};
  }
  return found;
}

std::string Board::last_phase() const {
  const std::uint32_t blamed = page_->to_blame.load();
  if (blamed == 0 || blamed > kThreadsMax) {
    const auto running = longest(MonotonicTime{Duration(now_ns())});
    return running ? running->phase : "";
  }
  const Thread& thread = page_->threads[blamed - 1];
  return thread.since_ns.load() == 0 ? "" : read_text(thread.phase);
}

std::string Board::noted() const { return read_text(page_->note); }
std::string Board::given() const { return read_text(page_->given); }

}  // namespace fairlead::plugin::contract
