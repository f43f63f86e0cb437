// What the loader will write into a shared library's memory, and where.
#include <algorithm>
#include <array>

#include "plugin/elf_image.hpp"

namespace fairlead::plugin {
namespace {

using detail::malformed;
using detail::read_at;

// The kinds that position-independent code has: everything else is either not for shared libraries or
// rewrites code.
#if defined(__x86_64__)
constexpr std::array<std::uint32_t, 10> kKnown{
    R_X86_64_NONE,     R_X86_64_64,       R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, R_X86_64_RELATIVE,
    R_X86_64_DTPMOD64, R_X86_64_DTPOFF64, R_X86_64_TPOFF64,  R_X86_64_TLSDESC,   R_X86_64_IRELATIVE};
constexpr std::uint32_t kNone = R_X86_64_NONE;
constexpr std::uint32_t kRelative = R_X86_64_RELATIVE;
constexpr std::uint32_t kIndirect = R_X86_64_IRELATIVE;
constexpr std::uint32_t kTlsDescriptor = R_X86_64_TLSDESC;
#else
constexpr std::array<std::uint32_t, 10> kKnown{
    R_AARCH64_NONE,     R_AARCH64_ABS64,      R_AARCH64_GLOB_DAT,   R_AARCH64_JUMP_SLOT,
    R_AARCH64_RELATIVE, R_AARCH64_TLS_DTPMOD, R_AARCH64_TLS_DTPREL, R_AARCH64_TLS_TPREL,
    R_AARCH64_TLSDESC,  R_AARCH64_IRELATIVE};
constexpr std::uint32_t kNone = R_AARCH64_NONE;
constexpr std::uint32_t kRelative = R_AARCH64_RELATIVE;
constexpr std::uint32_t kIndirect = R_AARCH64_IRELATIVE;
constexpr std::uint32_t kTlsDescriptor = R_AARCH64_TLSDESC;
#endif

constexpr std::uint64_t kWordBytes = 8;

}  // namespace

Result<void> ElfImage::check_target(std::uint64_t address, std::uint64_t size) const {
  if (is_in_segment(address, size, PF_W)) return {};
  if (is_in_segment(address, size, PF_R)) {
    return malformed(
        "the loader would have to write into its code (text relocations); compile it with -fPIC, "
        "or build it with fairlead_add_plugin",
        "text_relocations");
  }
  return malformed("a relocation writes outside of its memory");
}

Result<void> ElfImage::check_relocation(const Elf64_Rela& relocation) const {
  const auto type = static_cast<std::uint32_t>(ELF64_R_TYPE(relocation.r_info));
  if (std::ranges::find(kKnown, type) == kKnown.end())
    return malformed("it has a relocation of unknown kind");
  if (ELF64_R_SYM(relocation.r_info) >= symbols_.size()) {
    return malformed("a relocation names a symbol that does not exist");
  }
  if (type == kNone) return {};
  if (type == kIndirect && !is_in_segment(static_cast<std::uint64_t>(relocation.r_addend), 1, PF_X)) {
    return malformed("a relocation calls what is no code");
  }
  return check_target(relocation.r_offset, type == kTlsDescriptor ? 2 * kWordBytes : kWordBytes);
}

// The loader takes the first `relative_count` for relative ones without looking at their kind.
Result<void> ElfImage::check_relocation_table(std::int64_t tag, std::int64_t size_tag,
                                              std::uint64_t relative_count) const {
  const auto address = find(tag);
  const std::uint64_t size = find(size_tag).value_or(0);
  if (!address && size != 0) return malformed("its relocations are missing");
  if (!address) return {};
  if (size % sizeof(Elf64_Rela) != 0 || relative_count > size / sizeof(Elf64_Rela))
    return malformed("its relocations are cut off");
  FAIRLEAD_TRY(const Bytes table, at(*address, size));
  for (std::size_t i = 0; i < size / sizeof(Elf64_Rela); ++i) {
    const auto relocation = read_at<Elf64_Rela>(table, i);
    if (i < relative_count && ELF64_R_TYPE(relocation.r_info) != kRelative)
      return malformed("its relocations are not in the order it declares");
    FAIRLEAD_CHECK(check_relocation(relocation));
  }
  return {};
}

// DT_RELR: an even word is an address to relocate; an odd one is a bitmap of the 63 words behind the last.
Result<void> ElfImage::check_relative_table() const {
  const auto address = find(DT_RELR);
  const std::uint64_t size = find(DT_RELRSZ).value_or(0);
  if (!address && size != 0) return malformed("its relocations are missing");
  if (!address) return {};
  if (find(DT_RELRENT) != kWordBytes || size % kWordBytes != 0)
    return malformed("its relocations are cut off");
  FAIRLEAD_TRY(const Bytes table, at(*address, size));
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < size / kWordBytes; ++i) {
    auto word = read_at<std::uint64_t>(table, i);
    if ((word & 1U) == 0) {
      FAIRLEAD_CHECK(check_target(word, kWordBytes));
      next = word + kWordBytes;
      continue;
    }
    for (std::uint64_t bit = 0; (word >>= 1U) != 0; ++bit) {
      if ((word & 1U) != 0) FAIRLEAD_CHECK(check_target(next + bit * kWordBytes, kWordBytes));
    }
    next += 63 * kWordBytes;
  }
  return {};
}

Result<void> ElfImage::check_relocations() const {
  if (find(DT_RELA) && find(DT_RELAENT) != sizeof(Elf64_Rela))
    return malformed("its relocations are malformed");
  if (find(DT_JMPREL) && find(DT_PLTREL) != DT_RELA) return malformed("its relocations are malformed");
  FAIRLEAD_CHECK(check_relocation_table(DT_RELA, DT_RELASZ, find(DT_RELACOUNT).value_or(0)));
  FAIRLEAD_CHECK(check_relocation_table(DT_JMPREL, DT_PLTRELSZ, 0));
  return check_relative_table();
}

}  // namespace fairlead::plugin
