// Any bytes: the lint of plugin files ends, reads nothing outside of them, and gives each refusal a reason.
//   build/fuzz/bin/fuzz_elf_lint -max_total_time=60 corpus/  (with a plugin file in corpus/)
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

#include "plugin/elf_lint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // A copy of exactly this size, so that the sanitizer sees a read behind its end.
  const auto copy = std::make_unique<std::byte[]>(size);
  std::copy_n(reinterpret_cast<const std::byte*>(bytes), size, copy.get());
  for (const auto& finding : fairlead::plugin::lint_elf(std::span(copy.get(), size), {{"libssl.so.3"}})) {
    if (finding.reason.empty() || finding.message.empty()) std::abort();
  }
  return 0;
}
