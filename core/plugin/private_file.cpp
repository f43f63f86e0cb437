#include "plugin/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "plugin/descriptor.hpp"

namespace fairlead::plugin {
namespace {

tl::unexpected<Error> disk_failure(const std::string& what, const std::filesystem::path& path, int number) {
  return fail(ErrorCode::Unavailable,
              "cannot " + what + " " + path.string() + ": " + std::generic_category().message(number),
              "file_unwritable");
}

// 0, or errno.
int write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

std::filesystem::path temporary_name(const std::filesystem::path& path) {
  static std::atomic<unsigned> serial{0};  // Two threads may write the same file.
  return path.string() + "." + std::to_string(::getpid()) + "." + std::to_string(++serial) + ".tmp";
}

}  // namespace

bool is_writable_by_others(const struct stat& status) {
  return (status.st_mode & (S_IWGRP | S_IWOTH)) != 0 || (status.st_uid != 0 && status.st_uid != ::geteuid());
}

Result<void> make_private_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (folder.empty() || std::filesystem::is_directory(folder, error)) return {};
  FAIRLEAD_CHECK(make_private_folder(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return disk_failure("make folder", folder, errno);
  return {};
}

Result<void> write_private_file(const std::filesystem::path& path, std::span<const std::byte> bytes,
                                mode_t mode) {
  const std::filesystem::path temporary = temporary_name(path);
  const Descriptor file(
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.is_open()) return disk_failure("write", temporary, errno);
  int number = write_all(file.get(), bytes);
  if (number == 0 && ::fchmod(file.get(), mode) != 0) number = errno;
  if (number == 0 && ::fsync(file.get()) != 0) number = errno;
  if (number == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) number = errno;
  if (number == 0) return {};
  ::unlink(temporary.c_str());
  return disk_failure("write", path, number);
}

Result<std::string> read_private_file(const std::filesystem::path& path, std::size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return fail(ErrorCode::NotFound, "there is no " + path.string(), "file_not_found");
    }
    return disk_failure("read", path, errno);
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return disk_failure("read", path, errno);
  if (!S_ISREG(status.st_mode) || is_writable_by_others(status)) {
    return fail(
        ErrorCode::PermissionDenied,
        path.string() + " is no regular file that only this user can write; chmod go-w it, or remove it",
        "writable_by_others");
  }
  std::string text(bytes_max + 1, '\0');
  std::size_t used = 0;
  while (used < text.size()) {
    const ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return disk_failure("read", path, errno);
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  if (used > bytes_max) {
    return fail(ErrorCode::ResourceExhausted,
                path.string() + " is larger than " + std::to_string(bytes_max) + " bytes", "file_too_large");
  }
  text.resize(used);
  return text;
}

}  // namespace fairlead::plugin
