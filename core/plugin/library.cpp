#include "plugin/library.hpp"

#include <dlfcn.h>
#include <elf.h>

#include <array>
#include <cstring>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

#include <boost/dll/shared_library.hpp>

namespace fairlead::plugin {
namespace {

#if defined(__x86_64__)
constexpr Elf64_Half kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kMachine = EM_AARCH64;
#else
#error "plugin files of this machine type are unknown to library.cpp"
#endif

// Looks at the ELF header before the dynamic loader does: its own words for a text file or a foreign
// machine are poor, and a truncated header crashes it.
Result<void> check_header(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail(ErrorCode::NotFound, path.string() + " is no regular file", "no_file");
  }
  Elf64_Ehdr header{};
  std::ifstream file(path, std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(&header), sizeof header)) {
    return fail(ErrorCode::InvalidArgument, path.string() + " is too short to be a shared library",
                "bad_elf");
  }
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
    return fail(ErrorCode::InvalidArgument, path.string() + " is no shared library (no ELF header)",
                "bad_elf");
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != kMachine || header.e_type != ET_DYN) {
    return fail(
        ErrorCode::InvalidArgument,
        path.string() + " is no 64-bit shared library for this machine; build it for the host's platform",
        "bad_elf");
  }
  return {};
}

// Keeps every library open until the process ends, on purpose without a destructor: not even a static one
// may run before the last thread of a plugin has stopped.
void keep_for_ever(boost::dll::shared_library library) {
  static std::mutex mutex;
  static auto& kept = *new std::vector<boost::dll::shared_library>();  // Guarded by mutex.
  const std::lock_guard lock(mutex);
  kept.push_back(std::move(library));
}

}  // namespace

Result<Library> Library::load(const std::filesystem::path& path) {
  FAIRLEAD_CHECK(check_header(path));
  // Boost.DLL has no name for RTLD_NODELETE but passes the bit on.
  const auto mode = boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local |
                    static_cast<boost::dll::load_mode::type>(RTLD_NODELETE);
  try {
    // The throwing overload: its text carries dlerror(), the error_code one says only "Bad file descriptor".
    boost::dll::shared_library library(std::filesystem::absolute(path), mode);
    if (!library.has(FAIRLEAD_PLUGIN_MAIN_SYMBOL)) {
      keep_for_ever(std::move(library));
      return fail(ErrorCode::InvalidArgument,
                  path.string() + " exports no " FAIRLEAD_PLUGIN_MAIN_SYMBOL
                                  ": it is no Fairlead plugin, or one for another major version of the ABI",
                  "no_entry_point");
    }
    const auto entry_point = &library.get<const fairlead_plugin_api*()>(FAIRLEAD_PLUGIN_MAIN_SYMBOL);
    keep_for_ever(std::move(library));
    return Library(reinterpret_cast<fairlead_plugin_main_fn>(entry_point));
  } catch (const std::exception& error) {
    return fail(ErrorCode::InvalidArgument, path.string() + " does not load: " + error.what(), "load_failed");
  }
}

}  // namespace fairlead::plugin
