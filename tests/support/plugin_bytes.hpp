// A plugin file's bytes in a test's hands: read whole, changed field by field.
#pragma once

#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <string>

#include <gtest/gtest.h>

namespace fairlead::test {

/// Of the plugins built for tests.
[[nodiscard]] inline std::filesystem::path test_plugin(const std::string& name) {
  return std::filesystem::path(FAIRLEAD_TEST_BUILD_DIR) / "lib" / "tests" / (name + ".so");
}

[[nodiscard]] inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path << " is not built";
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  std::filesystem::permissions(path, std::filesystem::perms(0644));
}

class PluginBytes {
 public:
  explicit PluginBytes(std::string content) : bytes(std::move(content)) {}

  [[nodiscard]] std::span<const std::byte> span() const { return std::as_bytes(std::span(bytes)); }

  template <typename T>
  [[nodiscard]] T get(std::size_t offset) const {
    T value{};
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
  }
  template <typename T>
  void set(std::size_t offset, const T& value) {
    ASSERT_LE(offset + sizeof value, bytes.size());
    std::memcpy(bytes.data() + offset, &value, sizeof value);
  }
  template <typename T, typename Change>
  void change(std::size_t offset, Change change_it) {
    auto value = get<T>(offset);
    change_it(value);
    set(offset, value);
  }

  template <typename Change>
  void change_header(Change change_it) {
    change<Elf64_Ehdr>(0, change_it);
  }
  /// Offset of the first program header of a type.
  [[nodiscard]] std::size_t segment(std::uint32_t type) const {
    const auto header = get<Elf64_Ehdr>(0);
    for (std::size_t i = 0; i < header.e_phnum; ++i) {
      const std::size_t at = header.e_phoff + i * sizeof(Elf64_Phdr);
      if (get<Elf64_Phdr>(at).p_type == type) return at;
    }
    ADD_FAILURE() << "no segment of type " << type;
    return 0;
  }
  template <typename Change>
  void change_segment(std::uint32_t type, Change change_it) {
    change<Elf64_Phdr>(segment(type), change_it);
  }
  /// Offset of the dynamic entry with a tag.
  [[nodiscard]] std::size_t dynamic(std::int64_t tag) const {
    const auto table = get<Elf64_Phdr>(segment(PT_DYNAMIC));
    for (std::size_t at = table.p_offset; at < table.p_offset + table.p_filesz; at += sizeof(Elf64_Dyn)) {
      if (get<Elf64_Dyn>(at).d_tag == tag) return at;
    }
    ADD_FAILURE() << "no dynamic entry " << tag;
    return table.p_offset;
  }
  template <typename Change>
  void change_dynamic(std::int64_t tag, Change change_it) {
    change<Elf64_Dyn>(dynamic(tag), change_it);
  }
  [[nodiscard]] bool has_dynamic(std::int64_t tag) const {
    const auto table = get<Elf64_Phdr>(segment(PT_DYNAMIC));
    for (std::size_t at = table.p_offset; at < table.p_offset + table.p_filesz; at += sizeof(Elf64_Dyn)) {
      if (get<Elf64_Dyn>(at).d_tag == tag) return true;
    }
    return false;
  }
  /// The address behind the last byte of memory that is mapped.
  [[nodiscard]] std::uint64_t end_of_data() const {
    const auto header = get<Elf64_Ehdr>(0);
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < header.e_phnum; ++i) {
      const auto load = get<Elf64_Phdr>(header.e_phoff + i * sizeof(Elf64_Phdr));
      if (load.p_type == PT_LOAD) end = std::max(end, load.p_vaddr + load.p_memsz);
    }
    return end;
  }
  /// File offset of an address of memory.
  [[nodiscard]] std::size_t offset_of(std::uint64_t address) const {
    const auto header = get<Elf64_Ehdr>(0);
    for (std::size_t i = 0; i < header.e_phnum; ++i) {
      const auto load = get<Elf64_Phdr>(header.e_phoff + i * sizeof(Elf64_Phdr));
      if (load.p_type == PT_LOAD && address >= load.p_vaddr && address < load.p_vaddr + load.p_filesz)
        return load.p_offset + (address - load.p_vaddr);
    }
    ADD_FAILURE() << "address " << address << " is not mapped";
    return 0;
  }
  /// File offset of what a dynamic entry points to.
  [[nodiscard]] std::size_t table(std::int64_t tag) const {
    return offset_of(get<Elf64_Dyn>(dynamic(tag)).d_un.d_ptr);
  }
  [[nodiscard]] std::string_view string_at(std::uint64_t offset) const {
    return bytes.data() + table(DT_STRTAB) + offset;
  }
  /// File offset of the dynamic symbol of a name.
  [[nodiscard]] std::size_t symbol(std::string_view name) const {
    const std::size_t first = table(DT_SYMTAB);
    for (std::size_t at = first; at + sizeof(Elf64_Sym) < bytes.size(); at += sizeof(Elf64_Sym)) {
      if (string_at(get<Elf64_Sym>(at).st_name) == name) return at;
    }
    ADD_FAILURE() << "no symbol " << name;
    return first;
  }

  std::string bytes;
};

}  // namespace fairlead::test
