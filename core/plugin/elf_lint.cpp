#include "plugin/elf_lint.hpp"

#include <link.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "fairlead/plugin.h"
#include "plugin/elf_image.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::string_view kEntryPointStem = "fairlead_plugin_main_v";
constexpr std::size_t kNamesShown = 3;
constexpr std::size_t kNameBytesShown = 80;

// What every system that runs the host has, or what sanitizers and other compilers bring. Up to the first
// ".so", so that a version may follow.
constexpr std::array<std::string_view, 24> kUsualLibraries{"libc",
                                                           "libm",
                                                           "libdl",
                                                           "libpthread",
                                                           "librt",
                                                           "ld-linux-x86-64",
                                                           "ld-linux-aarch64",
                                                           "libgcc_s",
                                                           "libstdc++",
                                                           "libc++",
                                                           "libc++abi",
                                                           "libunwind",
                                                           "libasan",
                                                           "libtsan",
                                                           "libubsan",
                                                           "libatomic",
                                                           "libresolv",
                                                           "libz",
                                                           "libssl",
                                                           "libcrypto",
                                                           "libpq",
                                                           "libpg_query",
                                                           "libsqlite3",
                                                           "libgcov"};

// Two versions of these in one process are known to corrupt each other's state.
constexpr std::array<std::string_view, 3> kOneVersionOnly{"libssl", "libcrypto", "libpq"};

void refuse(Findings& findings, std::string reason, std::string message) {
  findings.push_back({Severity::Refuse, std::move(reason), std::move(message)});
}
void warn(Findings& findings, std::string reason, std::string message) {
  findings.push_back({Severity::Warn, std::move(reason), std::move(message)});
}

// Names come from the file: any bytes, of any length.
std::string shown(std::string_view name) {
  std::string out(name.substr(0, kNameBytesShown));
  std::ranges::replace_if(
      out, [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

std::string_view stem(std::string_view library) { return library.substr(0, library.find(".so")); }

bool is_usual(std::string_view library) {
  return std::ranges::find(kUsualLibraries, stem(library)) != kUsualLibraries.end();
}

std::string list_of(const std::vector<const ElfSymbol*>& symbols) {
  std::string out;
  for (std::size_t i = 0; i < std::min(symbols.size(), kNamesShown); ++i)
    out += (i == 0 ? "" : ", ") + shown(symbols[i]->name);
  if (symbols.size() > kNamesShown) out += " and " + std::to_string(symbols.size() - kNamesShown) + " more";
  return out;
}

bool is_entry_point(const ElfSymbol& symbol, const ElfImage& image) {
  return symbol.name == FAIRLEAD_PLUGIN_MAIN_SYMBOL && symbol.type == STT_FUNC &&
         symbol.binding == STB_GLOBAL && symbol.visibility == STV_DEFAULT &&
         image.is_in_segment(symbol.address, 1, PF_X);
}

bool is_other_major(const ElfSymbol& symbol) {
  return symbol.name.starts_with(kEntryPointStem) && symbol.name != FAIRLEAD_PLUGIN_MAIN_SYMBOL;
}

void check_exports(const ElfImage& image, Findings& findings) {
  std::vector<const ElfSymbol*> others;
  std::vector<const ElfSymbol*> unique;
  bool has_entry_point = false;
  const ElfSymbol* other_major = nullptr;
  for (const ElfSymbol& symbol : image.symbols()) {
    if (!symbol.is_exported()) continue;
    if (symbol.binding == STB_GNU_UNIQUE) unique.push_back(&symbol);
    if (is_entry_point(symbol, image)) {
      has_entry_point = true;
    } else {
      others.push_back(&symbol);
      if (is_other_major(symbol)) other_major = &symbol;
    }
  }
  if (!has_entry_point && other_major != nullptr) {
    return refuse(findings, "another_abi_major",
                  "it exports " + shown(other_major->name) +
                      ", which is another major version of the ABI; this "
                      "host has " FAIRLEAD_PLUGIN_MAIN_SYMBOL ": rebuild it with a matching SDK");
  }
  if (!has_entry_point) {
    return refuse(findings, "no_entry_point",
                  "it exports no function " FAIRLEAD_PLUGIN_MAIN_SYMBOL
                  ": it is no Fairlead plugin, or was built without FAIRLEAD_EXPORT before its entry point");
  }
  if (!unique.empty()) {
    refuse(findings, "unique_symbols",
           "its symbols " + list_of(unique) +
               " would be shared with other plugins, whatever their layout; "
               "compile it with -fno-gnu-unique, or build it with fairlead_add_plugin");
  }
  if (!others.empty()) {
    refuse(findings, "exports",
           "it exports " + list_of(others) +
               " beside its entry point, which other libraries could bind to; "
               "build it with fairlead_add_plugin, or link it with its version script fairlead_plugin.map");
  }
}

// Every folder of the list must be below the plugin's own.
bool is_below_origin(std::string_view list) {
  while (true) {
    const std::size_t end = std::min(list.find(':'), list.size());
    const std::string_view folder = list.substr(0, end);
    const bool is_origin = folder.starts_with("$ORIGIN") || folder.starts_with("${ORIGIN}");
    const std::size_t after = folder.find_first_of("/", 0);
    const bool is_whole_word = folder == "$ORIGIN" || folder == "${ORIGIN}" ||
                               (after != std::string_view::npos && (folder.substr(0, after) == "$ORIGIN" ||
                                                                    folder.substr(0, after) == "${ORIGIN}"));
    if (!is_origin || !is_whole_word || folder.find("..") != std::string_view::npos) return false;
    if (end == list.size()) return true;
    list.remove_prefix(end + 1);
  }
}

void check_search_path(const ElfImage& image, Findings& findings) {
  for (const std::int64_t tag : {DT_RPATH, DT_RUNPATH}) {
    const auto path = image.find_text(tag);
    if (!path || is_below_origin(*path)) continue;
    refuse(findings, "rpath",
           "its libraries would be searched in " + (path->empty() ? "the current folder" : shown(*path)) +
               ", where somebody else may put them; link it without an rpath, or with one below $ORIGIN");
  }
}

void check_needed(const ElfImage& image, const LintOptions& options, Findings& findings) {
  for (const std::int64_t tag : {DT_AUXILIARY, DT_FILTER, DT_AUDIT, DT_DEPAUDIT}) {
    if (image.find(tag))
      refuse(findings, "needed_path", "it asks for an audit or filter library; link it without one");
  }
  for (const std::string_view library : image.needed()) {
    if (library.empty() || library.find('/') != std::string_view::npos ||
        library.find('$') != std::string_view::npos) {
      refuse(findings, "needed_path",
             "it needs " + shown(library) +
                 " by its path, where somebody else may put it; link it by name (-l)");
      continue;
    }
    if (!is_usual(library)) {
      warn(findings, "needed_library",
           "it needs " + shown(library) +
               ", which other plugins may need in another version; link it statically "
               "and hidden, or be sure that all use this one");
    }
    if (std::ranges::find(kOneVersionOnly, stem(library)) == kOneVersionOnly.end()) continue;
    for (const std::string& mapped : options.mapped_libraries) {
      if (stem(mapped) != stem(library) || mapped == library) continue;
      warn(findings, "second_version",
           "it needs " + shown(library) + " and this process has " + shown(mapped) +
               "; two versions in one process corrupt each other: link it statically and hidden");
    }
  }
  if (const auto name = image.find_text(DT_SONAME)) {
    warn(findings, "soname",
         "it calls itself " + shown(*name) +
             ", so that the loader may take it for another library of that name; "
             "link it without -soname");
  }
}

void check_loading(const ElfImage& image, Findings& findings) {
  const auto flags = image.find(DT_FLAGS).value_or(0);
  const auto more_flags = image.find(DT_FLAGS_1).value_or(0);
  if (image.find(DT_TEXTREL) || (flags & DF_TEXTREL) != 0) {
    refuse(
        findings, "text_relocations",
        "the loader would have to write into its code (text relocations); compile it with -fPIC, or build it "
        "with fairlead_add_plugin");
  }
  if (!image.find(DT_BIND_NOW) && (flags & DF_BIND_NOW) == 0 && (more_flags & DF_1_NOW) == 0) {
    refuse(
        findings, "lazy_binding",
        "its functions would be bound when they are first called, and a missing one found then; link it with "
        "-Wl,-z,now, or build it with fairlead_add_plugin");
  }
  // Without the segment the loader assumes the worst.
  const auto stack = std::ranges::find(image.segments(), std::uint32_t{PT_GNU_STACK}, &Elf64_Phdr::p_type);
  if (stack == image.segments().end() || (stack->p_flags & PF_X) != 0) {
    refuse(findings, "executable_stack",
           "it makes the stack of every thread of this process executable; link it with -Wl,-z,noexecstack");
  }
}

int add_name(dl_phdr_info* info, std::size_t, void* names) {
  const std::string_view path = info->dlpi_name;
  static_cast<std::vector<std::string>*>(names)->emplace_back(path.substr(path.rfind('/') + 1));
  return 0;
}

}  // namespace

Findings lint_elf(std::span<const std::byte> bytes, const LintOptions& options) {
  Findings findings;
  const auto image = ElfImage::parse(bytes);
  if (!image) {
    refuse(findings, image.error().reason, image.error().message);
    return findings;
  }
  check_exports(*image, findings);
  check_loading(*image, findings);
  check_search_path(*image, findings);
  check_needed(*image, options, findings);
  std::stable_partition(findings.begin(), findings.end(),
                        [](const Finding& f) { return f.severity == Severity::Refuse; });
  return findings;
}

std::vector<std::string> mapped_libraries() {
  std::vector<std::string> names;
  ::dl_iterate_phdr(add_name, &names);
  return names;
}

}  // namespace fairlead::plugin
