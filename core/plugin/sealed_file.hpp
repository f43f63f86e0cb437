// A plugin file's content, copied to where nobody can change it. What is hashed, looked at, tried in the
// scanner and mapped is this copy, never the file it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "plugin/descriptor.hpp"

namespace fairlead::plugin {

inline constexpr std::size_t kPluginFileBytesMax = std::size_t{256} << 20U;

/// SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::span<const std::byte> bytes);

/// Where a copy is kept.
enum class SealedIn : std::uint8_t {
  MemoryElseStore,  ///< a sealed memfd; where the system forbids code in one, the store
  Store,            ///< always the store
};

struct SealOptions {
  std::filesystem::path store =
      {};  ///< folder for copies in files, named by their hash; empty: there is none
  SealedIn where = SealedIn::MemoryElseStore;
  std::size_t bytes_max = kPluginFileBytesMax;
};

/// Immutable; any thread. Open descriptors are the identity of what is mapped from them (see
/// Library::load), so a copy that was ever given to the dynamic loader is never destroyed.
class SealedFile {
 public:
  /// Copies `path`, a regular file. A memfd is sealed against writing, growing, shrinking and further seals.
  /// A copy in the store is written whole with mode 0500 and read back; it is only as safe as that folder.
  /// @error NotFound           no such regular file, reason "no_file"
  /// @error PermissionDenied   it may not be read
  /// @error ResourceExhausted  it is larger than `bytes_max`, or no memory or descriptor is left
  /// @error FailedPrecondition the system allows code neither in a memfd nor in the store ("no_exec_copy")
  /// @error Unavailable        the disk failed
  /// @error DataLoss           the stored copy is not what was written
  [[nodiscard]] static Result<std::shared_ptr<const SealedFile>> copy(const std::filesystem::path& path,
                                                                      const SealOptions& options = {});

  /// Takes over `fd`, the sealed memfd or stored copy that another process made (the scanner is given one).
  /// @error InvalidArgument  it is no descriptor of a regular file
  [[nodiscard]] static Result<std::shared_ptr<const SealedFile>> adopt(Descriptor fd, std::string name);

  ~SealedFile();
  SealedFile(const SealedFile&) = delete;
  SealedFile& operator=(const SealedFile&) = delete;

  [[nodiscard]] const std::string& sha256() const { return sha256_; }
  /// The last part of the path it was copied from.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// The whole content, mapped read-only for as long as this lives.
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
  [[nodiscard]] int descriptor() const { return fd_.get(); }
  /// A path that opens this very copy in this process.
  [[nodiscard]] std::string loader_path() const { return "/proc/self/fd/" + std::to_string(fd_.get()); }

 private:
  SealedFile(Descriptor fd, std::string name, std::span<const std::byte> bytes);

  Descriptor fd_;
  std::string name_;
  std::span<const std::byte> bytes_;
  std::string sha256_;
};

}  // namespace fairlead::plugin
