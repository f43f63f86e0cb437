// It answers to every extension id with the same table, which is none.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.get_extension = [](const char*) noexcept -> const void* {
    static const std::uint64_t nothing[8] = {};
    return nothing;
  };
}
