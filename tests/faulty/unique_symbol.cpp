// An inline variable with a unique symbol: the loader would merge it with every other plugin's, whatever
// their layouts.
#include "valid_plugin.hpp"

namespace faulty {
template <class T>
struct __attribute__((visibility("default"))) Shared {
  static inline T value{};
};
}  // namespace faulty

void faulty::break_it(Parts& parts) {
  Shared<std::uint32_t>::value = parts.plugin.struct_size;
  parts.plugin.struct_size = Shared<std::uint32_t>::value;
}
