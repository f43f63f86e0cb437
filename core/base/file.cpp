// open, fstat and read by hand: std::ifstream waits for ever on a FIFO and never ends on /dev/zero.
#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace fairlead {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Error to_error(const std::filesystem::path& path, int number) {
  const std::string message = "cannot read " + path.string() + ": " + std::generic_category().message(number);
  switch (number) {
    case ENOENT:
    case ENOTDIR: return {ErrorCode::NotFound, message, "file_not_found"};
    case EACCES:
    case EPERM: return {ErrorCode::PermissionDenied, message, "file_denied"};
    case ENXIO:  // a socket
    case ELOOP:
    case ENAMETOOLONG: return {ErrorCode::FailedPrecondition, message, "not_a_file"};
    case EMFILE:
    case ENFILE: return {ErrorCode::ResourceExhausted, message, "no_descriptor"};
    default: return {ErrorCode::Unavailable, message, "file_unreadable"};
  }
}

Error too_large(const std::filesystem::path& path, std::size_t bytes_max) {
  return {ErrorCode::ResourceExhausted,
          "cannot read " + path.string() + ": it is larger than " + std::to_string(bytes_max) + " bytes",
          "file_too_large"};
}

// Reads one byte more than allowed at most: the size that fstat gave may be old, and is 0 below /proc.
Result<std::string> read_all(const Descriptor& file, const std::filesystem::path& path, std::size_t size_hint,
                             std::size_t bytes_max) {
  std::string bytes;
  std::size_t used = 0;
  while (true) {
    if (used == bytes.size()) bytes.resize(std::min(bytes_max + 1, std::max(size_hint + 1, used + 4096)));
    const ssize_t got = ::read(file.get(), bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(to_error(path, errno));
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > bytes_max) return fail(too_large(path, bytes_max));
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  // O_NONBLOCK: opening a FIFO without a writer would wait for ever. O_NOCTTY: a terminal must not become
  // ours.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return fail(to_error(path, errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return fail(to_error(path, errno));
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorCode::FailedPrecondition, "cannot read " + path.string() + ": it is not a regular file",
                "not_a_file");
  }
  bytes_max = std::min(bytes_max, std::string().max_size() - 1);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > bytes_max) return fail(too_large(path, bytes_max));
  return read_all(file, path, size, bytes_max);
}

}  // namespace fairlead
