#include "base/snapshot_cell.hpp"

namespace fairlead {

std::uint64_t next_snapshot_version() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace fairlead
