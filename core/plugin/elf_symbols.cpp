// The symbol, hash and version tables of a shared library. Layouts: System V gABI chapter 5 (DT_HASH); for
// the GNU tables the description in glibc's elf.h and what its loader reads.
#include <algorithm>
#include <set>

#include "plugin/elf_image.hpp"

namespace fairlead::plugin {
namespace {

using detail::malformed;
using detail::read_at;

constexpr std::uint32_t kSymbolsMax = 1U << 20U;
constexpr Elf64_Half kVersionMask = 0x7FFF;  // The highest bit says "hidden".
constexpr std::size_t kVersionsMax = 4096;   // of both kinds of table, each

struct GnuHashHeader {
  std::uint32_t bucket_count, first_symbol, bloom_words, bloom_shift;
};

}  // namespace

// A hash table is the only place that says how many symbols there are. Every chain is followed to its end, as
// the loader will.
Result<std::uint32_t> ElfImage::count_hashed(std::uint64_t address) const {
  FAIRLEAD_TRY(Bytes table, from(address));
  if (table.size() < sizeof(GnuHashHeader)) return malformed("its hash table is cut off");
  const auto header = read_at<GnuHashHeader>(table, 0);
  table = table.subspan(sizeof header);
  const std::uint64_t bloom_bytes = std::uint64_t{header.bloom_words} * 8;
  const std::uint64_t bucket_bytes = std::uint64_t{header.bucket_count} * 4;
  const bool is_power = header.bloom_words != 0 && (header.bloom_words & (header.bloom_words - 1)) == 0;
  if (header.bucket_count == 0 || !is_power || header.bloom_shift > 63 ||
      !detail::fits(bloom_bytes, bucket_bytes, table.size())) {
    return malformed("its hash table is malformed");
  }
  const Bytes buckets = table.subspan(bloom_bytes, bucket_bytes);
  const Bytes chains = table.subspan(bloom_bytes + bucket_bytes);
  std::uint32_t count = header.first_symbol;
  for (std::uint32_t bucket = 0; bucket < header.bucket_count; ++bucket) {
    auto symbol = read_at<std::uint32_t>(buckets, bucket);
    if (symbol == 0) continue;
    if (symbol < header.first_symbol) return malformed("its hash table is malformed");
    // A chain that begins below `count` ends there at the latest, since an end was found just before it. So
    // no word is read twice, however the table is crafted.
    if (symbol < count) continue;
    for (bool is_last = false; !is_last; ++symbol) {
      const std::uint64_t index = symbol - header.first_symbol;
      if (symbol > kSymbolsMax || !detail::fits(index * 4, 4, chains.size())) {
        return malformed("a chain of its hash table does not end");
      }
      is_last = (read_at<std::uint32_t>(chains, index) & 1U) != 0;
    }
    count = symbol;
  }
  return count;
}

Result<std::uint32_t> ElfImage::count_symbols() const {
  const auto gnu = find(DT_GNU_HASH);
  const auto old = find(DT_HASH);
  if (!gnu && !old) return malformed("it has no hash table of symbols");
  std::uint32_t count = 0;
  if (gnu) {
    FAIRLEAD_TRY(count, count_hashed(*gnu));
  }
  if (old) {
    FAIRLEAD_TRY(const Bytes table, from(*old));
    if (table.size() < 8) return malformed("its hash table is cut off");
    const auto buckets = read_at<std::uint32_t>(table, 0);
    const auto chains = read_at<std::uint32_t>(table, 1);
    if (buckets == 0 || !detail::fits(8, (std::uint64_t{buckets} + chains) * 4, table.size())) {
      return malformed("its hash table is malformed");
    }
    // The loader follows these chains only without the GNU table; a circle in them would never end.
    for (std::uint64_t i = 0; i < std::uint64_t{buckets} + chains; ++i) {
      if (read_at<std::uint32_t>(table, 2 + i) >= chains && chains != 0) {
        return malformed("its hash table is malformed");
      }
    }
    if (gnu && chains < count) return malformed("its two hash tables differ");
    count = chains;
  }
  if (count > kSymbolsMax) return malformed("it has more than a million symbols");
  return count;
}

Result<void> ElfImage::read_symbols() {
  const auto table = find(DT_SYMTAB);
  if (!table || find(DT_SYMENT) != sizeof(Elf64_Sym)) return malformed("it has no table of symbols");
  FAIRLEAD_TRY(const std::uint32_t count, count_symbols());
  FAIRLEAD_TRY(const Bytes entries, at(*table, std::uint64_t{count} * sizeof(Elf64_Sym)));
  symbols_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto entry = read_at<Elf64_Sym>(entries, i);
    const auto name = text(entry.st_name);
    if (!name) return malformed("the name of a symbol is outside of its strings");
    ElfSymbol symbol{.name = *name,
                     .binding = static_cast<unsigned char>(ELF64_ST_BIND(entry.st_info)),
                     .type = static_cast<unsigned char>(ELF64_ST_TYPE(entry.st_info)),
                     .visibility = static_cast<unsigned char>(ELF64_ST_VISIBILITY(entry.st_other)),
                     .is_defined = entry.st_shndx != SHN_UNDEF,
                     .address = entry.st_value};
    const bool has_address =
        symbol.is_defined && symbol.type != STT_TLS && entry.st_shndx != SHN_ABS && i != 0;
    // One past the end is where linkers put symbols such as _end.
    if (has_address && !is_in_segment(symbol.address, 0, PF_R)) {
      return malformed("the symbol " + std::string(symbol.name.substr(0, 64)) +
                       " lies outside of its memory");
    }
    symbols_.push_back(symbol);
  }
  return {};
}

Result<void> ElfImage::add_needed_versions(std::uint64_t address, std::set<Elf64_Half>& declared) const {
  FAIRLEAD_TRY(Bytes entry, from(address));
  std::size_t steps = 0;
  for (bool is_last = false; !is_last;) {
    if (entry.size() < sizeof(Elf64_Verneed)) return malformed("its table of needed versions is cut off");
    const auto need = read_at<Elf64_Verneed>(entry, 0);
    const auto file = text(need.vn_file);
    // The loader asserts that it is one of the needed libraries, and ends the process otherwise.
    if (!file || std::ranges::find(needed_, *file) == needed_.end() || need.vn_version != VER_NEED_CURRENT)
      return malformed("it wants a version of a library it does not need");
    if (need.vn_aux > entry.size()) return malformed("its table of needed versions is cut off");
    Bytes aux = entry.subspan(need.vn_aux);
    for (bool is_last_aux = false; !is_last_aux;) {
      if (aux.size() < sizeof(Elf64_Vernaux)) return malformed("its table of needed versions is cut off");
      const auto version = read_at<Elf64_Vernaux>(aux, 0);
      if (!text(version.vna_name) || version.vna_next > aux.size() || ++steps > kVersionsMax)
        return malformed("its table of needed versions is malformed");
      declared.insert(version.vna_other & kVersionMask);
      is_last_aux = version.vna_next == 0;
      aux = aux.subspan(version.vna_next);
    }
    if (need.vn_next > entry.size()) return malformed("its table of needed versions is cut off");
    is_last = need.vn_next == 0;
    entry = entry.subspan(need.vn_next);
  }
  return {};
}

Result<void> ElfImage::add_defined_versions(std::uint64_t address, std::set<Elf64_Half>& declared) const {
  FAIRLEAD_TRY(Bytes entry, from(address));
  std::size_t steps = 0;
  for (bool is_last = false; !is_last;) {
    if (entry.size() < sizeof(Elf64_Verdef)) return malformed("its table of versions is cut off");
    const auto definition = read_at<Elf64_Verdef>(entry, 0);
    if (definition.vd_version != VER_DEF_CURRENT || definition.vd_next > entry.size() ||
        !detail::fits(definition.vd_aux, sizeof(Elf64_Verdaux), entry.size()) || ++steps > kVersionsMax) {
      return malformed("its table of versions is malformed");
    }
    const auto name = read_at<Elf64_Verdaux>(entry.subspan(definition.vd_aux), 0);
    if (!text(name.vda_name)) return malformed("a version's name is outside of its strings");
    declared.insert(definition.vd_ndx & kVersionMask);
    is_last = definition.vd_next == 0;
    entry = entry.subspan(definition.vd_next);
  }
  return {};
}

// The loader makes an array as long as the highest version that the tables declare, and indexes it by what
// DT_VERSYM says without a look.
Result<void> ElfImage::check_versions() const {
  std::set<Elf64_Half> declared{VER_NDX_LOCAL, VER_NDX_GLOBAL};
  if (const auto needed = find(DT_VERNEED)) FAIRLEAD_CHECK(add_needed_versions(*needed, declared));
  if (const auto defined = find(DT_VERDEF)) FAIRLEAD_CHECK(add_defined_versions(*defined, declared));
  const auto address = find(DT_VERSYM);
  if (!address) return {};
  FAIRLEAD_TRY(const Bytes table, at(*address, symbols_.size() * sizeof(Elf64_Half)));
  for (std::size_t i = 0; i < symbols_.size(); ++i) {
    if (!declared.contains(read_at<Elf64_Half>(table, i) & kVersionMask)) {
      return malformed("a symbol has a version that is declared nowhere");
    }
  }
  return {};
}

}  // namespace fairlead::plugin
