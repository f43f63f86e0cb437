// The lint over a real plugin's bytes, one field changed at a time, and over bytes that are nothing at all.
#include "plugin/elf_lint.hpp"

#include <functional>

#include <gtest/gtest.h>

#include "fairlead/plugin.h"
#include "support/plugin_bytes.hpp"

namespace fairlead::plugin {
namespace {

using test::PluginBytes;

const std::string& sample() {
  static const std::string bytes = test::read_bytes(test::test_plugin("sample"));
  return bytes;
}

// The reason of the first refusal; empty when there is none.
std::string refusal(const PluginBytes& plugin) {
  const Findings findings = lint_elf(plugin.span());
  if (findings.empty() || findings.front().severity == Severity::Warn) return {};
  EXPECT_FALSE(findings.front().message.empty());
  return findings.front().reason;
}

bool has_warning(const Findings& findings, const std::string& reason) {
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::Warn && finding.reason == reason) return true;
  }
  return false;
}

TEST(ElfLintTest, HasNothingAgainstAGoodPlugin) {
  EXPECT_TRUE(lint_elf(PluginBytes(sample()).span(), {.mapped_libraries = mapped_libraries()}).empty());
}

TEST(ElfLintTest, RefusesATextFile) { EXPECT_EQ(refusal(PluginBytes(std::string(200, 'x'))), "not_elf"); }

TEST(ElfLintTest, RefusesAnEmptyFile) { EXPECT_EQ(refusal(PluginBytes("")), "not_elf"); }

TEST(ElfLintTest, RefusesAHeaderAlone) {
  EXPECT_EQ(refusal(PluginBytes(sample().substr(0, sizeof(Elf64_Ehdr)))), "truncated");
}

TEST(ElfLintTest, RefusesHalfAHeader) {
  EXPECT_EQ(refusal(PluginBytes(sample().substr(0, 40))), "truncated");
}

// Where a file may be cut is where its last segment ends: what follows is for debuggers.
TEST(ElfLintTest, RefusesEveryFileThatIsCutWithinItsSegments) {
  PluginBytes whole(sample());
  const auto header = whole.get<Elf64_Ehdr>(0);
  std::size_t end = 0;
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    const auto segment = whole.get<Elf64_Phdr>(header.e_phoff + i * sizeof(Elf64_Phdr));
    if (segment.p_type == PT_LOAD) end = std::max(end, segment.p_offset + segment.p_filesz);
  }
  EXPECT_EQ(refusal(PluginBytes(sample().substr(0, end))), "");
  EXPECT_EQ(refusal(PluginBytes(sample().substr(0, end - 1))), "truncated");
  for (std::size_t size = 0; size < end; size += 61) {
    EXPECT_NE(refusal(PluginBytes(sample().substr(0, size))), "") << size;
  }
}

struct Defect {
  std::string name;
  std::string reason;
  std::function<void(PluginBytes&)> spoil;
};
void PrintTo(const Defect& defect, std::ostream* out) { *out << defect.name; }

class RefusedFile : public ::testing::TestWithParam<Defect> {};

TEST_P(RefusedFile, WithItsReason) {
  PluginBytes plugin(sample());
  GetParam().spoil(plugin);
  EXPECT_EQ(refusal(plugin), GetParam().reason);
}

void set_segment_flags(PluginBytes& plugin, std::uint32_t type, std::uint32_t flags) {
  plugin.change_segment(type, [flags](Elf64_Phdr& segment) { segment.p_flags = flags; });
}

// Linkers say it in one place or in both.
void bind_lazily(PluginBytes& plugin) {
  for (const std::int64_t tag : {DT_FLAGS, DT_FLAGS_1}) {
    if (plugin.has_dynamic(tag)) plugin.change_dynamic(tag, [](Elf64_Dyn& entry) { entry.d_un.d_val = 0; });
  }
}

// Turns an entry that the loader ignores here into another one.
void replace_dynamic(PluginBytes& plugin, std::int64_t old_tag, std::int64_t tag, std::uint64_t value) {
  plugin.change_dynamic(old_tag, [=](Elf64_Dyn& entry) {
    entry.d_tag = tag;
    entry.d_un.d_val = value;
  });
}

std::uint64_t add_search_path(PluginBytes& plugin, const std::string& path) {
  // Written over the last names, which must not be that of the entry point: so `path` is short.
  const std::size_t strings = plugin.table(DT_STRTAB);
  const auto size = plugin.get<Elf64_Dyn>(plugin.dynamic(DT_STRSZ)).d_un.d_val;
  const std::uint64_t offset = size - path.size() - 1;
  plugin.bytes.replace(strings + offset, path.size(), path);
  return offset;
}

INSTANTIATE_TEST_SUITE_P(
    ElfLintTest, RefusedFile,
    ::testing::Values(
        Defect{"of_32_bits", "foreign_machine",
               [](auto& p) { p.change_header([](auto& h) { h.e_ident[EI_CLASS] = ELFCLASS32; }); }},
        Defect{"big_endian", "foreign_machine",
               [](auto& p) { p.change_header([](auto& h) { h.e_ident[EI_DATA] = ELFDATA2MSB; }); }},
        Defect{"of_another_machine", "foreign_machine",
               [](auto& p) { p.change_header([](auto& h) { h.e_machine = EM_RISCV; }); }},
        Defect{"object_file", "not_a_library",
               [](auto& p) { p.change_header([](auto& h) { h.e_type = ET_REL; }); }},
        Defect{"program", "not_a_library",
               [](auto& p) { p.change_segment(PT_NOTE, [](auto& s) { s.p_type = PT_INTERP; }); }},
        Defect{"no_segments", "bad_elf", [](auto& p) { p.change_header([](auto& h) { h.e_phnum = 0; }); }},
        Defect{"segments_beyond_the_file", "truncated",
               [](auto& p) { p.change_header([](auto& h) { h.e_phoff = ~std::uint64_t{0} - 8; }); }},
        Defect{"segment_beyond_the_file", "truncated",
               [](auto& p) { p.change_segment(PT_LOAD, [](auto& s) { s.p_filesz = s.p_memsz = 1U << 30U; }); }},
        Defect{"segment_that_overflows", "bad_elf",
               [](auto& p) { p.change_segment(PT_LOAD, [](auto& s) { s.p_memsz = ~std::uint64_t{0}; }); }},
        Defect{"segment_over_the_next", "bad_elf",
               [](auto& p) { p.change_segment(PT_LOAD, [](auto& s) { s.p_memsz += 1U << 20U; }); }},
        Defect{"segment_that_is_writable_code", "writable_code",
               [](auto& p) { set_segment_flags(p, PT_LOAD, PF_R | PF_W | PF_X); }},
        Defect{"relro_of_somebody_else", "bad_elf",
               [](auto& p) { p.change_segment(PT_GNU_RELRO, [](auto& s) { s.p_vaddr += 1U << 20U; }); }},
        Defect{"relro_that_is_too_long", "bad_elf",
               [](auto& p) { p.change_segment(PT_GNU_RELRO, [](auto& s) { s.p_memsz += 1U << 20U; }); }},
        Defect{"executable_stack", "executable_stack",
               [](auto& p) { set_segment_flags(p, PT_GNU_STACK, PF_R | PF_W | PF_X); }},
        Defect{"stack_not_spoken_of", "executable_stack",
               [](auto& p) { p.change_segment(PT_GNU_STACK, [](auto& s) { s.p_type = PT_NULL; }); }},
        Defect{"no_dynamic_table", "not_a_library",
               [](auto& p) { p.change_segment(PT_DYNAMIC, [](auto& s) { s.p_type = PT_NULL; }); }},
        Defect{"dynamic_table_without_end", "bad_elf",
               [](auto& p) {
                 const auto table = p.template get<Elf64_Phdr>(p.segment(PT_DYNAMIC));
                 const auto used = p.dynamic(DT_NULL) - table.p_offset;
                 p.change_segment(PT_DYNAMIC, [used](auto& s) { s.p_filesz = s.p_memsz = used; });
               }},
        Defect{"strings_outside", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_STRTAB, [](auto& d) { d.d_un.d_val = 1U << 30U; }); }},
        Defect{"strings_without_end", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_STRSZ, [](auto& d) { d.d_un.d_val -= 1; }); }},
        Defect{"strings_of_no_size", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_STRSZ, [](auto& d) { d.d_un.d_val = 0; }); }},
        Defect{"needed_name_outside", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_NEEDED, [](auto& d) { d.d_un.d_val = 1U << 30U; }); }},
        Defect{"symbols_outside", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_SYMTAB, [](auto& d) { d.d_un.d_val = ~std::uint64_t{0}; }); }},
        Defect{"symbols_of_another_size", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_SYMENT, [](auto& d) { d.d_un.d_val = 16; }); }},
        Defect{"symbol_name_outside", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Sym>(p.symbol("calloc"), [](auto& s) { s.st_name = 1U << 30U; });
               }},
        Defect{"no_hash_table", "bad_elf", [](auto& p) { replace_dynamic(p, DT_GNU_HASH, DT_DEBUG, 0); }},
        Defect{"hash_table_without_buckets", "bad_elf",
               [](auto& p) { p.template set<std::uint32_t>(p.table(DT_GNU_HASH), 0); }},
        Defect{"hash_table_of_odd_filter", "bad_elf",
               [](auto& p) { p.template set<std::uint32_t>(p.table(DT_GNU_HASH) + 8, 3); }},
        Defect{"hash_table_of_too_many_buckets", "bad_elf",
               [](auto& p) { p.template set<std::uint32_t>(p.table(DT_GNU_HASH), ~0U); }},
        Defect{"version_that_nobody_declared", "bad_elf",
               [](auto& p) { p.template set<std::uint16_t>(p.table(DT_VERSYM) + 2, 0x7FF0); }},
        Defect{"version_of_a_library_not_needed", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Verneed>(p.table(DT_VERNEED), [](auto& v) { v.vn_file += 1; });
               }},
        Defect{"versions_cut_off", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Verneed>(p.table(DT_VERNEED), [](auto& v) { v.vn_aux = ~0U; });
               }},
        Defect{"relocation_outside", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Rela>(p.table(DT_RELA), [](auto& r) { r.r_offset = 1U << 29U; });
               }},
        Defect{"relocation_of_code", "text_relocations",
               [](auto& p) { p.template change<Elf64_Rela>(p.table(DT_RELA), [](auto& r) { r.r_offset = 0; }); }},
        Defect{"relocation_that_overflows", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Rela>(p.table(DT_RELA), [](auto& r) { r.r_offset = ~std::uint64_t{3}; });
               }},
        Defect{"relocation_across_the_end_of_the_data", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Rela>(p.table(DT_RELA),
                                               [end = p.end_of_data()](auto& r) { r.r_offset = end - 7; });
               }},
        Defect{"relocation_of_no_symbol", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Rela>(p.table(DT_JMPREL), [](auto& r) {
                   r.r_info = ELF64_R_INFO(std::uint64_t{1} << 20U, ELF64_R_TYPE(r.r_info));
                 });
               }},
        Defect{"relocation_of_unknown_kind", "bad_elf",
               [](auto& p) {
                 p.template change<Elf64_Rela>(p.table(DT_JMPREL), [](auto& r) { r.r_info |= 0xFF; });
               }},
        Defect{"relocations_cut_off", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_RELASZ, [](auto& d) { d.d_un.d_val += 1; }); }},
        Defect{"relocations_beyond_the_segment", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_RELASZ, [](auto& d) { d.d_un.d_val = 24U << 20U; }); }},
        Defect{"first_function_that_is_no_code", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_INIT, [](auto& d) { d.d_un.d_val = 0; }); }},
        Defect{"functions_outside", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_INIT_ARRAY, [](auto& d) { d.d_un.d_val = 1U << 29U; }); }},
        Defect{"an_entry_twice", "bad_elf",
               [](auto& p) { p.change_dynamic(DT_FINI, [](auto& d) { d.d_tag = DT_INIT; }); }},
        Defect{"text_relocations", "text_relocations",
               [](auto& p) {
                 p.change_dynamic(DT_FLAGS, [](auto& d) { d.d_un.d_val |= DF_TEXTREL; });
               }},
        Defect{"lazy_binding", "lazy_binding", bind_lazily},
        Defect{"rpath", "rpath",
               [](auto& p) { replace_dynamic(p, DT_FINI, DT_RUNPATH, add_search_path(p, "/tmp/x")); }},
        Defect{"rpath_of_the_current_folder", "rpath",
               [](auto& p) { replace_dynamic(p, DT_FINI, DT_RPATH, 0); }},
        Defect{"rpath_above_the_plugin", "rpath",
               [](auto& p) { replace_dynamic(p, DT_FINI, DT_RUNPATH, add_search_path(p, "$ORIGIN/..")); }},
        Defect{"rpath_that_only_begins_well", "rpath",
               [](auto& p) { replace_dynamic(p, DT_FINI, DT_RUNPATH, add_search_path(p, "$ORIGIN:/x")); }},
        Defect{"library_by_path", "needed_path",
               [](auto& p) { replace_dynamic(p, DT_FINI, DT_NEEDED, add_search_path(p, "/x/y.so")); }},
        Defect{"audit_library", "needed_path", [](auto& p) { replace_dynamic(p, DT_FINI, DT_AUDIT, 1); }},
        Defect{"another_major", "another_abi_major",
               [](auto& p) {
                 const auto name = p.template get<Elf64_Sym>(p.symbol(FAIRLEAD_PLUGIN_MAIN_SYMBOL)).st_name;
                 p.bytes[p.table(DT_STRTAB) + name + sizeof(FAIRLEAD_PLUGIN_MAIN_SYMBOL) - 2] = '2';
               }},
        Defect{"entry_point_of_another_name", "no_entry_point",
               [](auto& p) {
                 const auto name = p.template get<Elf64_Sym>(p.symbol(FAIRLEAD_PLUGIN_MAIN_SYMBOL)).st_name;
                 p.bytes[p.table(DT_STRTAB) + name] = 'F';
               }},
        Defect{"entry_point_that_is_data", "no_entry_point",
               [](auto& p) {
                 p.template change<Elf64_Sym>(p.symbol(FAIRLEAD_PLUGIN_MAIN_SYMBOL),
                                              [](auto& s) { s.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT); });
               }},
        Defect{"entry_point_outside_the_code", "no_entry_point",
               [](auto& p) {
                 p.template change<Elf64_Sym>(p.symbol(FAIRLEAD_PLUGIN_MAIN_SYMBOL), [](auto& s) { s.st_value = 0; });
               }},
        Defect{"entry_point_that_is_unique", "no_entry_point",
               [](auto& p) {
                 p.template change<Elf64_Sym>(p.symbol(FAIRLEAD_PLUGIN_MAIN_SYMBOL),
                                              [](auto& s) { s.st_info = ELF64_ST_INFO(STB_GNU_UNIQUE, STT_FUNC); });
               }},
        Defect{"second_export", "exports",
               [](auto& p) {
                 p.template change<Elf64_Sym>(p.symbol("calloc"), [](auto& s) {
                   s.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
                   s.st_shndx = SHN_ABS;
                 });
               }},
        Defect{"unique_symbol", "unique_symbols",
               [](auto& p) {
                 p.template change<Elf64_Sym>(p.symbol("calloc"), [](auto& s) {
                   s.st_info = ELF64_ST_INFO(STB_GNU_UNIQUE, STT_OBJECT);
                   s.st_shndx = SHN_ABS;
                 });
               }}),
    [](const auto& tested) { return tested.param.name; });

TEST(ElfLintTest, AllowsASearchPathBelowThePluginsOwnFolder) {
  for (const char* path : {"$ORIGIN", "$ORIGIN/lib", "${ORIGIN}/a"}) {
    PluginBytes plugin(sample());
    replace_dynamic(plugin, DT_FINI, DT_RUNPATH, add_search_path(plugin, path));
    EXPECT_EQ(refusal(plugin), "") << path;
  }
}

TEST(ElfLintTest, WarnsOfALibraryThatFewSystemsHave) {
  PluginBytes plugin(sample());
  replace_dynamic(plugin, DT_FINI, DT_NEEDED, add_search_path(plugin, "libodd.so.1"));
  EXPECT_EQ(refusal(plugin), "");
  EXPECT_TRUE(has_warning(lint_elf(plugin.span()), "needed_library"));
}

TEST(ElfLintTest, WarnsOfASecondVersionOfALibraryThatTheHostHas) {
  PluginBytes plugin(sample());
  replace_dynamic(plugin, DT_FINI, DT_NEEDED, add_search_path(plugin, "libssl.so.1.1"));
  EXPECT_TRUE(has_warning(lint_elf(plugin.span(), {.mapped_libraries = {"libssl.so.3"}}), "second_version"));
  EXPECT_FALSE(
      has_warning(lint_elf(plugin.span(), {.mapped_libraries = {"libssl.so.1.1"}}), "second_version"));
  EXPECT_FALSE(has_warning(lint_elf(plugin.span(), {.mapped_libraries = {"libc.so.6"}}), "second_version"));
}

TEST(ElfLintTest, WarnsOfANameThatAnotherLibraryMayBeTakenFor) {
  PluginBytes plugin(sample());
  replace_dynamic(plugin, DT_FINI, DT_SONAME, add_search_path(plugin, "libpq.so.5"));
  EXPECT_TRUE(has_warning(lint_elf(plugin.span()), "soname"));
}

TEST(ElfLintTest, SaysWhatToDoAboutEachRefusal) {
  PluginBytes plugin(sample());
  bind_lazily(plugin);
  set_segment_flags(plugin, PT_GNU_STACK, PF_R | PF_W | PF_X);
  const Findings findings = lint_elf(plugin.span());
  ASSERT_EQ(findings.size(), 2U);
  for (const Finding& finding : findings) EXPECT_NE(finding.message.find("link it with"), std::string::npos);
}

TEST(ElfLintTest, KnowsTheLibrariesOfThisProcess) {
  const auto names = mapped_libraries();
  EXPECT_NE(std::find(names.begin(), names.end(), "libc.so.6"), names.end());
}

}  // namespace
}  // namespace fairlead::plugin
