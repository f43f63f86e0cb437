// Secrets from the environment and from files. File access never leaves secrets_dir: openat2 with
// RESOLVE_BENEATH decides inside the kernel, where no other process can swap a link between check and use.
#include "store/secrets.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <linux/openat2.h>
#include <openssl/crypto.h>

namespace fairlead::store {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

tl::unexpected<Error> unresolved(const Reference& reference, const std::string& why) {
  return fail(ErrorCode::FailedPrecondition,
              "the secret reference " + reference.text() + " cannot be resolved: " + why,
              "secret_unresolved");
}

// Links that stay below the folder are followed: mounted secrets are often published that way.
// O_NONBLOCK: opening a FIFO must not wait for a writer.
int open_beneath(int folder, const std::string& path) {
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
}

std::string explain_open(int failure) {
  switch (failure) {
    case ENOENT: return "there is no such file below secrets_dir";
    case EXDEV: return "it leads out of secrets_dir";
    case EACCES:
    case EPERM: return "this process may not read the file";
    case ENOSYS: return "this needs a kernel with openat2 (Linux 5.6)";
    default: return std::strerror(failure);
  }
}

// The number of bytes read, at most `capacity`; -1 with errno set.
ssize_t read_up_to(int file, char* out, std::size_t capacity) {
  std::size_t used = 0;
  while (used < capacity) {
    const ssize_t got = ::read(file, out + used, capacity - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(used);
}

}  // namespace

SecretBuffer::SecretBuffer(std::size_t size) : bytes_(std::make_unique<char[]>(size)), size_(size) {}

SecretBuffer::SecretBuffer(std::string_view bytes) : SecretBuffer(bytes.size()) {
  std::ranges::copy(bytes, bytes_.get());
}

SecretBuffer::SecretBuffer(SecretBuffer&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

SecretBuffer& SecretBuffer::operator=(SecretBuffer&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretBuffer::~SecretBuffer() { wipe(); }

void SecretBuffer::wipe() noexcept {
  if (bytes_) OPENSSL_cleanse(bytes_.get(), size_);
}

void SecretBuffer::shrink(std::size_t size) {
  if (size >= size_) return;
  OPENSSL_cleanse(bytes_.get() + size, size_ - size);
  size_ = size;
}

std::function<const char*(const char* name)> process_environment() {
  return [](const char* name) { return std::getenv(name); };
}

Result<SecretBuffer> SecretResolver::resolve(std::string_view text) const {
  FAIRLEAD_TRY(const auto pieces, parse_template(text));
  return resolve(pieces);
}

Result<SecretBuffer> SecretResolver::resolve(const Template& pieces) const {
  SecretBuffer whole;
  for (const auto& piece : pieces) {
    SecretBuffer part;
    if (const auto* reference = std::get_if<Reference>(&piece)) {
      FAIRLEAD_TRY(part, read(*reference));
    } else {
      part = SecretBuffer(std::get<std::string>(piece));
    }
    // A new buffer per piece, so that growing leaves no copy behind.
    SecretBuffer joined(whole.size() + part.size());
    std::ranges::copy(part.view(), std::ranges::copy(whole.view(), joined.data()).out);
    whole = std::move(joined);
  }
  return whole;
}

Result<SecretBuffer> SecretResolver::read(const Reference& reference) const {
  if (reference.kind == ReferenceKind::File) return read_file(reference);
  const char* value = sources_.environment ? sources_.environment(reference.name.c_str()) : nullptr;
  if (value == nullptr) return unresolved(reference, "the environment variable is not set");
  if (*value == '\0') return unresolved(reference, "the environment variable is empty");
  const std::string_view text(value);
  if (text.size() > kSecretBytesMax) return unresolved(reference, "the value is larger than 64 KiB");
  return SecretBuffer(text);
}

Result<SecretBuffer> SecretResolver::read_file(const Reference& reference) const {
  if (sources_.secrets_dir.empty()) return unresolved(reference, "secrets_dir is not set in fairlead.yaml");
  const Descriptor folder(::open(sources_.secrets_dir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) {
    return unresolved(reference, "the secrets folder " + sources_.secrets_dir +
                                     " cannot be opened: make it, or set secrets_dir in fairlead.yaml");
  }
  const Descriptor file(open_beneath(folder.get(), reference.name));
  if (!file.is_open()) return unresolved(reference, explain_open(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return unresolved(reference, "it is no regular file");
  }
  SecretBuffer bytes(kSecretBytesMax +
                     2);  // Room for the newline that does not count, and one byte too many.
  const ssize_t size = read_up_to(file.get(), bytes.data(), bytes.size());
  if (size < 0) return unresolved(reference, "reading the file failed");
  bytes.shrink(static_cast<std::size_t>(size));
  if (bytes.view().ends_with('\n')) bytes.shrink(bytes.size() - 1);
  if (bytes.size() > kSecretBytesMax) return unresolved(reference, "the file is larger than 64 KiB");
  if (bytes.size() == 0) return unresolved(reference, "the file is empty");
  return SecretBuffer(bytes.view());  // A copy of the right size.
}

}  // namespace fairlead::store
