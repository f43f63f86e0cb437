#include "plugin/library.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <boost/dll/shared_library.hpp>

#include "plugin/elf_image.hpp"
#include "plugin/generation.hpp"

namespace fairlead::plugin {
namespace {

// What has been given to the dynamic loader. The loader knows a library by the name it was opened under,
// which is that of a descriptor: were the descriptor closed and its number used again, the next load would
// silently get this library. So an entry is never removed, not even when loading failed.
struct Opened {
  std::shared_ptr<const SealedFile> file;
  boost::dll::shared_library library;
  fairlead_plugin_main_fn entry_point = nullptr;
  bool is_in_use = false;
};

// State of the process, as the dynamic loader's own is. Never destroyed: not even a static destructor may run
// before the last thread of a plugin has stopped.
struct Keeper {
  std::mutex mutex;
  std::map<std::string, Opened> by_hash;  // Guarded by mutex; nodes stay where they are.
  GenerationTable generations;
};
Keeper& keeper() {
  static auto& instance = *new Keeper();
  return instance;
}

// The loader's own words out of what Boost.DLL makes of them, with the file by its name: the loader knows it
// by its descriptor.
std::string loader_words(const SealedFile& file, std::string text) {
  constexpr std::string_view kBefore = "dlerror system message: ";
  if (const std::size_t at = text.find(kBefore); at != std::string::npos) {
    const std::size_t begin = at + kBefore.size();
    text = text.substr(begin, text.rfind(')') - begin);
  }
  const std::string path = file.loader_path();
  if (const std::size_t at = text.find(path); at != std::string::npos)
    text.replace(at, path.size(), file.name());
  return text;
}

tl::unexpected<Error> load_failure(const SealedFile& file, const std::string& text) {
  return fail(ErrorCode::InvalidArgument,
              "it does not load: " + loader_words(file, text) +
                  "; link every library it uses into it, or install what is missing",
              "load_failed");
}

// Byte by byte: the address sanitizer's memcmp refuses the gaps that it puts between a library's constants.
[[gnu::no_sanitize_address]] bool is_same(const std::byte* a, const std::byte* b, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

// Is what the entry point belongs to a mapping of this very content? Compares the beginning of the first
// segment that the loader does not write into: headers, build id and symbols stand there.
bool is_mapped_from(const SealedFile& file, const void* entry_point) {
  constexpr std::uint64_t kComparedBytesMax = std::uint64_t{64} << 10U;
  Dl_info found{};
  const auto image = ElfImage::parse(file.bytes());
  if (!image || ::dladdr(entry_point, &found) == 0) return false;
  std::optional<std::uint64_t> first;
  for (const Elf64_Phdr& segment : image->segments()) {
    if (segment.p_type != PT_LOAD) continue;
    // dli_fbase is where the page of the first one begins.
    const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    if (!first) first = segment.p_vaddr / page_bytes * page_bytes;
    if ((segment.p_flags & PF_W) != 0) continue;
    const auto* const mapped = static_cast<const std::byte*>(found.dli_fbase) + (segment.p_vaddr - *first);
    return is_same(mapped, file.bytes().data() + segment.p_offset,
                   std::min(segment.p_filesz, kComparedBytesMax));
  }
  return false;
}

// Runs the library's constructors, so without the lock.
Result<void> open(Opened& entry) {
  const SealedFile& file = *entry.file;
  // Boost.DLL has no name for RTLD_NODELETE but passes the bit on.
  const auto mode = boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local |
                    static_cast<boost::dll::load_mode::type>(RTLD_NODELETE);
  try {
    // The throwing overload: its text carries dlerror(), the error_code one says only "Bad file descriptor".
    entry.library.load(file.loader_path(), mode);
    if (!entry.library.has(FAIRLEAD_PLUGIN_MAIN_SYMBOL)) {
      return fail(ErrorCode::InvalidArgument,
                  "it exports no " FAIRLEAD_PLUGIN_MAIN_SYMBOL
                  ": it is no Fairlead plugin, or one for another major version of the ABI",
                  "no_entry_point");
    }
    const auto found = &entry.library.get<const fairlead_plugin_api*()>(FAIRLEAD_PLUGIN_MAIN_SYMBOL);
    if (!is_mapped_from(file, reinterpret_cast<const void*>(found))) {
      return fail(ErrorCode::Internal,
                  "the loader gave another library in its place; restart this process, and report it",
                  "identity");
    }
    entry.entry_point = reinterpret_cast<fairlead_plugin_main_fn>(found);
    return {};
  } catch (const std::exception& error) {
    return load_failure(file, error.what());
  }
}

void release(const std::string& sha256) {
  const std::lock_guard lock(keeper().mutex);
  keeper().by_hash[sha256].is_in_use = false;
}

}  // namespace

Library::Library(fairlead_plugin_main_fn found, std::string sha256)
    : entry_point_(found), sha256_(std::move(sha256)) {}

Library::Library(Library&& other) noexcept
    : entry_point_(other.entry_point_), sha256_(std::exchange(other.sha256_, {})) {}

Library& Library::operator=(Library&& other) noexcept {
  std::swap(entry_point_, other.entry_point_);
  std::swap(sha256_, other.sha256_);
  return *this;
}

Library::~Library() {
  if (!sha256_.empty()) release(sha256_);
}

Result<std::uint32_t> Library::take_generation(std::string_view id) const {
  return keeper().generations.take(id, sha256_);
}

Result<Library> Library::load(const std::shared_ptr<const SealedFile>& file) {
  Opened* entry = nullptr;
  {
    const std::lock_guard lock(keeper().mutex);
    entry = &keeper().by_hash[file->sha256()];
    if (entry->is_in_use) {
      return fail(
          ErrorCode::AlreadyExists,
          "the same content is loaded already, from " + entry->file->name() + "; remove one of the two files",
          "already_loaded");
    }
    entry->is_in_use = true;  // From here on the entry is this thread's.
    if (entry->file == nullptr) entry->file = file;
  }
  if (entry->entry_point == nullptr) {
    auto opened = open(*entry);
    if (!opened) {
      release(file->sha256());
      return fail(std::move(opened.error()));
    }
  }
  return Library(entry->entry_point, file->sha256());
}

}  // namespace fairlead::plugin
