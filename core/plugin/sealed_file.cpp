#include "plugin/sealed_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <openssl/evp.h>

#include "plugin/private_file.hpp"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U  // Linux 6.3; glibc 2.36 does not name it.
#endif

namespace fairlead::plugin {
namespace {

constexpr int kSeals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
constexpr std::size_t kMemfdNameBytesMax = 200;  // memfd_create(2) allows 249.

tl::unexpected<Error> system_failure(ErrorCode code, const std::string& what, int number) {
  return fail(code, what + ": " + std::generic_category().message(number), "file_unreadable");
}

Result<Descriptor> open_source(const std::filesystem::path& path) {
  // O_NONBLOCK: a FIFO without a writer would be waited for.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  const int number = errno;
  struct stat status {};
  const bool is_regular = file.is_open() && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
  if (is_regular) return file;
  if (!file.is_open() && number == EACCES) {
    return system_failure(ErrorCode::PermissionDenied, "cannot read " + path.string(), number);
  }
  if (!file.is_open() && (number == EMFILE || number == ENFILE)) {
    return system_failure(ErrorCode::ResourceExhausted, "cannot read " + path.string(), number);
  }
  return fail(ErrorCode::NotFound, path.string() + " is no regular file", "no_file");
}

Result<Descriptor> make_memfd(const std::string& name) {
  const std::string shown = name.substr(0, kMemfdNameBytesMax);
  Descriptor file(::memfd_create(shown.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC));
  // Kernels before 6.3 do not know MFD_EXEC and need none.
  if (!file.is_open() && errno == EINVAL) {
    file = Descriptor(::memfd_create(shown.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING));
  }
  if (file.is_open()) return file;
  return system_failure(
      errno == EMFILE || errno == ENOMEM ? ErrorCode::ResourceExhausted : ErrorCode::FailedPrecondition,
      "no memory file for " + name, errno);
}

Result<void> copy_content(int from, int to, const std::filesystem::path& path, std::size_t bytes_max) {
  std::size_t copied = 0;
  while (copied <= bytes_max) {
    const ssize_t got = ::sendfile(to, from, nullptr, bytes_max + 1 - copied);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == ENOMEM)
      return system_failure(ErrorCode::ResourceExhausted, "cannot copy " + path.string(), errno);
    if (got < 0) return system_failure(ErrorCode::Unavailable, "cannot copy " + path.string(), errno);
    if (got == 0) return {};
    copied += static_cast<std::size_t>(got);
  }
  return fail(ErrorCode::ResourceExhausted,
              path.string() + " is larger than " + std::to_string(bytes_max) + " bytes", "file_too_large");
}

Result<std::span<const std::byte>> map(int fd, const std::string& name) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorCode::InvalidArgument, name + " is no regular file", "no_file");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return std::span<const std::byte>{};
  // Private: older kernels refuse a shared mapping of a file sealed against writing.
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (start == MAP_FAILED) return system_failure(ErrorCode::ResourceExhausted, "cannot map " + name, errno);
  return std::span(static_cast<const std::byte*>(start), size);
}

// Not a matter of mode bits: mounts, sysctls and security modules decide it, and this asks them all.
bool can_hold_code(int fd) {
  constexpr std::size_t kProbedBytes = 1;
  void* const start = ::mmap(nullptr, kProbedBytes, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
  if (start == MAP_FAILED) return false;
  ::munmap(start, kProbedBytes);
  return true;
}

Result<std::shared_ptr<const SealedFile>> copy_to_store(const SealedFile& copy,
                                                        const std::filesystem::path& store) {
  if (store.empty()) {
    return fail(ErrorCode::FailedPrecondition,
                copy.name() +
                    " cannot be loaded: this system allows no code in memory files "
                    "(sysctl vm.memfd_noexec), and there is no state folder to keep a copy in; "
                    "give --state-dir",
                "no_exec_copy");
  }
  FAIRLEAD_CHECK(make_private_folder(store));
  const std::filesystem::path stored = store / (copy.sha256() + ".so");
  FAIRLEAD_CHECK(write_private_file(stored, copy.bytes(), 0500));
  Descriptor fd(::open(stored.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.is_open()) return system_failure(ErrorCode::Unavailable, "cannot read " + stored.string(), errno);
  if (!can_hold_code(fd.get())) {
    return fail(ErrorCode::FailedPrecondition,
                copy.name() +
                    " cannot be loaded: this system allows no code in memory files "
                    "(sysctl vm.memfd_noexec), nor in " +
                    store.string() + "; put the state folder on a mount without noexec",
                "no_exec_copy");
  }
  FAIRLEAD_TRY(auto sealed, SealedFile::adopt(std::move(fd), copy.name()));
  if (sealed->sha256() != copy.sha256()) {
    return fail(
        ErrorCode::DataLoss,
        stored.string() + " is not what was written to it; look at the disk and at who may write there",
        "hash_differs");
  }
  return sealed;
}

}  // namespace

std::string sha256_hex(std::span<const std::byte> bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) size = 0;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += kDigits[digest[i] >> 4U];
    text += kDigits[digest[i] & 0xFU];
  }
  return text;
}

SealedFile::SealedFile(Descriptor fd, std::string name, std::span<const std::byte> bytes)
    : fd_(std::move(fd)), name_(std::move(name)), bytes_(bytes), sha256_(sha256_hex(bytes)) {}

SealedFile::~SealedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

Result<std::shared_ptr<const SealedFile>> SealedFile::adopt(Descriptor fd, std::string name) {
  FAIRLEAD_TRY(const std::span<const std::byte> bytes, map(fd.get(), name));
  return std::shared_ptr<const SealedFile>(new SealedFile(std::move(fd), std::move(name), bytes));
}

Result<std::shared_ptr<const SealedFile>> SealedFile::copy(const std::filesystem::path& path,
                                                           const SealOptions& options) {
  FAIRLEAD_TRY(const Descriptor source, open_source(path));
  std::string name = path.filename().string();
  auto memory = make_memfd(name);
  if (!memory && memory.error().code != ErrorCode::FailedPrecondition) return fail(memory.error());
  if (!memory) {
    // Without memory files at all the copy is made in an unnamed temporary file of the store's disk.
    if (options.store.empty()) return fail(memory.error());
    FAIRLEAD_CHECK(make_private_folder(options.store));
    memory = Descriptor(::open(options.store.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!memory->is_open())
      return system_failure(ErrorCode::Unavailable, "cannot copy " + path.string(), errno);
  }
  FAIRLEAD_CHECK(copy_content(source.get(), memory->get(), path, options.bytes_max));
  const bool is_sealed = ::fcntl(memory->get(), F_ADD_SEALS, kSeals) == 0;
  const bool is_good = is_sealed && can_hold_code(memory->get());
  FAIRLEAD_TRY(auto sealed, adopt(*std::move(memory), std::move(name)));
  // An empty file cannot be mapped at all; it is refused for other reasons later.
  if (options.where == SealedIn::MemoryElseStore && (is_good || sealed->bytes().empty())) return sealed;
  return copy_to_store(*sealed, options.store);
}

}  // namespace fairlead::plugin
