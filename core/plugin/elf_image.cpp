#include "plugin/elf_image.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace fairlead::plugin {
namespace {

using detail::fits;
using detail::malformed;
using detail::read_at;

static_assert(std::endian::native == std::endian::little, "fields are read as they stand in the file");

#if defined(__x86_64__)
constexpr Elf64_Half kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kMachine = EM_AARCH64;
#else
#error "plugin files of this machine type are unknown to elf_image.cpp"
#endif

constexpr std::size_t kSegmentsMax = 64;
constexpr std::size_t kNeededMax = 256;
constexpr std::uint64_t kMemoryBytesMax = std::uint64_t{2} << 30U;
constexpr std::uint64_t kAlignMax = std::uint64_t{64} << 20U;
constexpr std::uint64_t kPageBytes = 4096;

constexpr std::uint64_t page_of(std::uint64_t address) { return address / kPageBytes * kPageBytes; }

bool is_alignment(std::uint64_t align) { return align <= kAlignMax && (align & (align - 1)) == 0; }

bool is_address_in_memory(std::int64_t tag) {
  constexpr std::array<std::int64_t, 10> kTags{DT_STRTAB, DT_SYMTAB, DT_RELA,    DT_JMPREL,   DT_RELR,
                                               DT_HASH,   DT_VERSYM, DT_VERNEED, DT_GNU_HASH, DT_VERDEF};
  return std::ranges::find(kTags, tag) != kTags.end();
}

tl::unexpected<Error> truncated(const std::string& what) {
  return malformed(what + " lies outside of the file: it is truncated or damaged; copy or build it again",
                   "truncated");
}

}  // namespace

Result<ElfImage> ElfImage::parse(std::span<const std::byte> bytes) {
  ElfImage image(bytes);
  FAIRLEAD_CHECK(image.read_header());
  FAIRLEAD_CHECK(image.read_segments());
  FAIRLEAD_CHECK(image.check_load_segments());
  FAIRLEAD_CHECK(image.check_other_segments());
  FAIRLEAD_CHECK(image.read_dynamic());
  FAIRLEAD_CHECK(image.check_functions());
  FAIRLEAD_CHECK(image.read_symbols());
  FAIRLEAD_CHECK(image.check_versions());
  FAIRLEAD_CHECK(image.check_relocations());
  return image;
}

Result<void> ElfImage::read_header() {
  if (bytes_.size() < SELFMAG || std::memcmp(bytes_.data(), ELFMAG, SELFMAG) != 0) {
    return malformed("it is no shared library (no ELF header)", "not_elf");
  }
  if (bytes_.size() < sizeof header_) return truncated("its ELF header");
  header_ = read_at<Elf64_Ehdr>(bytes_, 0);
  if (header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_ident[EI_DATA] != ELFDATA2LSB ||
      header_.e_machine != kMachine) {
    return malformed("it is no 64-bit library for this machine; build it for the host's platform",
                     "foreign_machine");
  }
  if (header_.e_type != ET_DYN) {
    return malformed(
        "it is a program or an object file, no shared library; build it with fairlead_add_plugin",
        "not_a_library");
  }
  const unsigned char system = header_.e_ident[EI_OSABI];
  if (header_.e_version != EV_CURRENT || header_.e_ident[EI_VERSION] != EV_CURRENT ||
      (system != ELFOSABI_SYSV && system != ELFOSABI_GNU)) {
    return malformed("its ELF header is of an unknown version or system");
  }
  return {};
}

Result<void> ElfImage::read_segments() {
  if (header_.e_phentsize != sizeof(Elf64_Phdr) || header_.e_phnum == 0 || header_.e_phnum > kSegmentsMax) {
    return malformed("its program headers are malformed");
  }
  const std::uint64_t size = std::uint64_t{header_.e_phnum} * sizeof(Elf64_Phdr);
  if (!fits(header_.e_phoff, size, bytes_.size())) return truncated("its table of program headers");
  const Bytes table = bytes_.subspan(header_.e_phoff, size);
  for (std::size_t i = 0; i < header_.e_phnum; ++i) segments_.push_back(read_at<Elf64_Phdr>(table, i));
  for (const Elf64_Phdr& segment : segments_) {
    if (!fits(segment.p_offset, segment.p_filesz, bytes_.size())) return truncated("a segment");
    if (!fits(segment.p_vaddr, segment.p_memsz, kMemoryBytesMax)) {
      return malformed("a segment is larger than 2 GiB or lies beyond them");
    }
    if (segment.p_type != PT_GNU_STACK && !is_alignment(segment.p_align)) {
      return malformed("a segment's alignment is malformed");
    }
  }
  return {};
}

// The loader reserves one stretch from the first to the last of them and maps the others over it, so one out
// of order would be mapped over somebody else's memory.
Result<void> ElfImage::check_load_segments() const {
  std::uint64_t end = 0;
  bool is_first = true;
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type != PT_LOAD) continue;
    if (segment.p_filesz > segment.p_memsz || segment.p_memsz == 0)
      return malformed("a segment is larger in the file than in memory, or empty");
    if ((segment.p_vaddr - segment.p_offset) % kPageBytes != 0 || segment.p_align % kPageBytes != 0 ||
        segment.p_align == 0) {
      return malformed("a segment cannot be mapped: address and offset differ within a page");
    }
    const bool is_on_new_page = page_of(segment.p_vaddr) >= end;
    if (!is_first && !is_on_new_page) return malformed("its segments overlap or are out of order");
    if ((segment.p_flags & PF_R) == 0) return malformed("a segment cannot be read");
    if ((segment.p_flags & PF_W) != 0 && (segment.p_flags & PF_X) != 0) {
      return malformed("a segment is both writable and executable; build it with fairlead_add_plugin",
                       "writable_code");
    }
    end = page_of(segment.p_vaddr + segment.p_memsz + kPageBytes - 1);
    is_first = false;
  }
  return is_first ? Result<void>(malformed("it has nothing to map")) : Result<void>();
}

// The loader takes the right to write away from whole pages, both ends rounded down.
bool ElfImage::is_relro_own(const Elf64_Phdr& relro) const {
  const std::uint64_t begin = page_of(relro.p_vaddr);
  const std::uint64_t end = page_of(relro.p_vaddr + relro.p_memsz);
  return begin >= end || std::ranges::any_of(segments_, [&](const Elf64_Phdr& segment) {
           return segment.p_type == PT_LOAD && (segment.p_flags & PF_W) != 0 &&
                  begin >= page_of(segment.p_vaddr) &&
                  end <= page_of(segment.p_vaddr + segment.p_memsz + kPageBytes - 1);
         });
}

Result<void> ElfImage::check_other_segments() const {
  for (const Elf64_Phdr& segment : segments_) {
    switch (segment.p_type) {
      case PT_INTERP:
        return malformed("it is a program, no shared library; build it with fairlead_add_plugin",
                         "not_a_library");
      case PT_GNU_RELRO:
        if (!is_relro_own(segment)) return malformed("its RELRO segment covers memory that is not its own");
        break;
      case PT_PHDR:
        if (!is_in_segment(segment.p_vaddr, header_.e_phnum * sizeof(Elf64_Phdr), PF_R)) {
          return malformed("its program headers are not mapped");
        }
        if (segment.p_offset != header_.e_phoff) return malformed("its program headers are elsewhere");
        break;
      case PT_TLS:
        if (segment.p_filesz > segment.p_memsz) return malformed("its thread-local data is malformed");
        [[fallthrough]];
      case PT_NOTE:
      case PT_GNU_PROPERTY:
      case PT_GNU_EH_FRAME:
        if (segment.p_filesz > 0 && !at(segment.p_vaddr, segment.p_filesz))
          return malformed("a segment for the loader is not mapped");
        if (segment.p_type != PT_TLS && segment.p_memsz != segment.p_filesz)
          return malformed("a segment for the loader is not mapped");
        break;
      default: break;
    }
  }
  return {};
}

Result<void> ElfImage::read_dynamic() {
  const Elf64_Phdr* found = nullptr;
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type != PT_DYNAMIC) continue;
    if (found != nullptr) return malformed("it has two dynamic tables");
    found = &segment;
  }
  if (found == nullptr) {
    return malformed("it has no dynamic table, so it is no shared library", "not_a_library");
  }
  FAIRLEAD_TRY(const Bytes table, at(found->p_vaddr, found->p_filesz));
  if (!is_in_segment(found->p_vaddr, found->p_filesz, PF_W)) {
    return malformed("its dynamic table is read-only, which the loader cannot work with");
  }
  std::vector<std::uint64_t> needed;
  for (std::size_t i = 0; i < table.size() / sizeof(Elf64_Dyn); ++i) {
    const auto entry = read_at<Elf64_Dyn>(table, i);
    if (entry.d_tag == DT_NULL) return read_strings(needed);
    FAIRLEAD_CHECK(take_entry(entry, needed));
  }
  return malformed("its dynamic table does not end");
}

Result<void> ElfImage::take_entry(const Elf64_Dyn& entry, std::vector<std::uint64_t>& needed) {
  if (entry.d_tag == DT_NEEDED) {
    if (needed.size() == kNeededMax) return malformed("it needs more than 256 libraries");
    needed.push_back(entry.d_un.d_val);
    return {};
  }
  if (entry.d_tag == DT_REL) return malformed("it has relocations of a kind this machine does not use");
  if (is_address_in_memory(entry.d_tag) && !at(entry.d_un.d_ptr, 0)) {
    return malformed("an entry of its dynamic table points outside of it");
  }
  // Twice, the loader takes the last; another reader may take the first.
  if (!tags_.emplace(entry.d_tag, entry.d_un.d_val).second) {
    return malformed("its dynamic table has an entry twice");
  }
  return {};
}

Result<void> ElfImage::read_strings(const std::vector<std::uint64_t>& needed) {
  const auto table = find(DT_STRTAB);
  const auto size = find(DT_STRSZ);
  if (!table || !size || *size == 0) return malformed("it has no table of strings");
  FAIRLEAD_TRY(strings_, at(*table, *size));
  if (strings_.back() != std::byte{0}) return malformed("its table of strings does not end");
  for (const std::uint64_t offset : needed) {
    const auto name = text(offset);
    if (!name) return malformed("the name of a library it needs is outside of its strings");
    needed_.push_back(*name);
  }
  for (const std::int64_t tag :
       {DT_SONAME, DT_RPATH, DT_RUNPATH, DT_AUXILIARY, DT_FILTER, DT_AUDIT, DT_DEPAUDIT}) {
    if (find(tag) && !find_text(tag))
      return malformed("a name in its dynamic table is outside of its strings");
  }
  return {};
}

Result<void> ElfImage::check_functions() const {
  for (const std::int64_t tag : {DT_INIT, DT_FINI}) {
    const auto address = find(tag);
    if (address && !is_in_segment(*address, 1, PF_X)) {
      return malformed("its first or last function is no code");
    }
  }
  constexpr std::array<std::array<std::int64_t, 2>, 2> kArrays{
      {{DT_INIT_ARRAY, DT_INIT_ARRAYSZ}, {DT_FINI_ARRAY, DT_FINI_ARRAYSZ}}};
  for (const auto& [tag, size_tag] : kArrays) {
    const auto address = find(tag);
    const auto size = find(size_tag);
    if (address.has_value() != size.has_value()) return malformed("an array of functions has no size");
    if (address && (*size % sizeof(Elf64_Addr) != 0 || !is_in_segment(*address, *size, PF_R))) {
      return malformed("an array of functions lies outside of its memory");
    }
  }
  return {};
}

std::optional<std::uint64_t> ElfImage::find(std::int64_t tag) const {
  const auto found = tags_.find(tag);
  return found == tags_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string_view> ElfImage::find_text(std::int64_t tag) const {
  const auto offset = find(tag);
  return offset ? text(*offset) : std::nullopt;
}

bool ElfImage::is_in_segment(std::uint64_t address, std::uint64_t size, std::uint32_t flags) const {
  return std::ranges::any_of(segments_, [&](const Elf64_Phdr& segment) {
    return segment.p_type == PT_LOAD && (segment.p_flags & flags) == flags && address >= segment.p_vaddr &&
           fits(address - segment.p_vaddr, size, segment.p_memsz);
  });
}

Result<ElfImage::Bytes> ElfImage::at(std::uint64_t address, std::uint64_t size) const {
  FAIRLEAD_TRY(const Bytes rest, from(address));
  if (size > rest.size()) return malformed("a table lies outside of its segment");
  return rest.first(size);
}

Result<ElfImage::Bytes> ElfImage::from(std::uint64_t address) const {
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type != PT_LOAD || address < segment.p_vaddr) continue;
    const std::uint64_t offset = address - segment.p_vaddr;
    if (offset <= segment.p_filesz && offset < segment.p_memsz) {
      return bytes_.subspan(segment.p_offset, segment.p_filesz).subspan(offset);
    }
  }
  return malformed("a table lies outside of its memory");
}

std::optional<std::string_view> ElfImage::text(std::uint64_t offset) const {
  if (offset >= strings_.size()) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(strings_.data()) + offset);
}

}  // namespace fairlead::plugin
