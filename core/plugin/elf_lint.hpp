// The rules for plugin files that can be checked without running them; each keeps two plugins, or a plugin
// and the host, apart in one process.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "plugin/finding.hpp"

namespace fairlead::plugin {

struct LintOptions {
  /// File names of the libraries that this process has mapped ("libcrypto.so.3"), to find a plugin that
  /// brings a second version of one.
  std::vector<std::string> mapped_libraries;
};

/// Reads any bytes, runs nothing. The findings to refuse come first; none of them means that the file may be
/// tried in the scanner.
///
/// Refused: everything ElfImage::parse refuses; "no_entry_point", "another_abi_major", "exports" (more than
/// the entry point), "unique_symbols", "rpath" (outside of $ORIGIN), "executable_stack", "lazy_binding",
/// "text_relocations", "needed_path" (a library named by a path, an audit or filter library).
/// Warned of: "needed_library" (one that few systems have), "second_version" (libssl, libcrypto or libpq in a
/// version other than the host's), "soname".
[[nodiscard]] Findings lint_elf(std::span<const std::byte> bytes, const LintOptions& options = {});

/// The file names of the libraries mapped in this process.
[[nodiscard]] std::vector<std::string> mapped_libraries();

}  // namespace fairlead::plugin
