// A shared library's bytes, read with every offset, size and index checked, and nothing of it run. What the
// dynamic loader would follow without a look (it trusts its files) has been looked at here.
#pragma once

#include <elf.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fairlead::plugin {

/// One entry of the dynamic symbol table.
struct ElfSymbol {
  std::string_view name;
  unsigned char binding = STB_LOCAL;
  unsigned char type = STT_NOTYPE;
  unsigned char visibility = STV_DEFAULT;
  bool is_defined = false;
  std::uint64_t address = 0;  ///< relative to where the library is mapped

  /// Can others find it?
  [[nodiscard]] bool is_exported() const {
    return is_defined && binding != STB_LOCAL && (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
  }
};

/// Immutable. Borrows the bytes it was made of.
class ElfImage {
 public:
  /// Reads any bytes. Afterwards all of this holds: headers, segments, the dynamic table, strings, symbols,
  /// hash and version tables lie inside the file and inside each other as they should, and each relocation
  /// writes into a writable segment and names a symbol that exists (an offset outside would have the loader
  /// write into somebody else's memory).
  /// @error InvalidArgument  reason "not_elf", "foreign_machine", "not_a_library", "truncated",
  ///                         "text_relocations" or "bad_elf"
  [[nodiscard]] static Result<ElfImage> parse(std::span<const std::byte> bytes);

  [[nodiscard]] const std::vector<Elf64_Phdr>& segments() const { return segments_; }
  /// Value of a dynamic tag; DT_NEEDED, which may come often, is not among them.
  [[nodiscard]] std::optional<std::uint64_t> find(std::int64_t tag) const;
  [[nodiscard]] const std::vector<std::string_view>& needed() const { return needed_; }
  [[nodiscard]] const std::vector<ElfSymbol>& symbols() const { return symbols_; }
  /// The text that a tag such as DT_RUNPATH points to; nullopt without the tag.
  [[nodiscard]] std::optional<std::string_view> find_text(std::int64_t tag) const;

  /// Is [address, address + size) inside one segment that has all of `flags` (PF_*)?
  [[nodiscard]] bool is_in_segment(std::uint64_t address, std::uint64_t size, std::uint32_t flags) const;

 private:
  using Bytes = std::span<const std::byte>;
  explicit ElfImage(Bytes bytes) : bytes_(bytes) {}

  // The steps of parse, in their order.
  [[nodiscard]] Result<void> read_header();
  [[nodiscard]] Result<void> read_segments();
  [[nodiscard]] Result<void> check_load_segments() const;
  [[nodiscard]] Result<void> check_other_segments() const;
  [[nodiscard]] bool is_relro_own(const Elf64_Phdr& relro) const;
  [[nodiscard]] Result<void> read_dynamic();
  [[nodiscard]] Result<void> take_entry(const Elf64_Dyn& entry, std::vector<std::uint64_t>& needed);
  [[nodiscard]] Result<void> read_strings(const std::vector<std::uint64_t>& needed);
  [[nodiscard]] Result<void> check_functions() const;
  [[nodiscard]] Result<std::uint32_t> count_symbols() const;
  [[nodiscard]] Result<std::uint32_t> count_hashed(std::uint64_t address) const;
  [[nodiscard]] Result<void> read_symbols();
  [[nodiscard]] Result<void> check_versions() const;
  [[nodiscard]] Result<void> add_needed_versions(std::uint64_t address, std::set<Elf64_Half>& declared) const;
  [[nodiscard]] Result<void> add_defined_versions(std::uint64_t address,
                                                  std::set<Elf64_Half>& declared) const;
  [[nodiscard]] Result<void> check_relocations() const;
  [[nodiscard]] Result<void> check_relocation_table(std::int64_t tag, std::int64_t size_tag,
                                                    std::uint64_t relative_count) const;
  [[nodiscard]] Result<void> check_relocation(const Elf64_Rela& relocation) const;
  [[nodiscard]] Result<void> check_relative_table() const;
  [[nodiscard]] Result<void> check_target(std::uint64_t address, std::uint64_t size) const;

  // The file's bytes behind [address, address + size) of memory.
  [[nodiscard]] Result<Bytes> at(std::uint64_t address, std::uint64_t size) const;
  // The same up to the end of the segment's bytes.
  [[nodiscard]] Result<Bytes> from(std::uint64_t address) const;
  // The text at an offset of the string table; nullopt outside of it.
  [[nodiscard]] std::optional<std::string_view> text(std::uint64_t offset) const;

  Bytes bytes_;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Phdr> segments_;
  std::map<std::int64_t, std::uint64_t> tags_;
  std::vector<std::string_view> needed_;
  Bytes strings_;  // Ends with a NUL.
  std::vector<ElfSymbol> symbols_;
};

namespace detail {

inline tl::unexpected<Error> malformed(std::string message, std::string reason = "bad_elf") {
  return fail(ErrorCode::InvalidArgument, std::move(message), std::move(reason));
}

/// The `index`-th T of `bytes`, which hold it, aligned or not.
template <typename T>
T read_at(std::span<const std::byte> bytes, std::size_t index) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
  return value;
}

/// Does [offset, offset + size) fit into `total`, without overflow?
[[nodiscard]] constexpr bool fits(std::uint64_t offset, std::uint64_t size, std::uint64_t total) {
  return offset <= total && size <= total - offset;
}

}  // namespace detail

}  // namespace fairlead::plugin
