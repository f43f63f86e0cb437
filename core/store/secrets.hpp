// Resolving references to secrets, and the buffer that holds what they yield.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/secret_reference.hpp"

namespace fairlead::store {

inline constexpr std::size_t kSecretBytesMax = 64 * 1024;

/// Bytes that are overwritten when they are no longer needed. Moves only, and cannot be printed or compared.
class SecretBuffer {
 public:
  SecretBuffer() = default;
  /// All zero.
  explicit SecretBuffer(std::size_t size);
  explicit SecretBuffer(std::string_view bytes);
  SecretBuffer(SecretBuffer&&) noexcept;
  SecretBuffer& operator=(SecretBuffer&&) noexcept;
  ~SecretBuffer();

  /// Borrowed: gone when the buffer is destroyed or moved from.
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }
  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Wipes the bytes beyond. `size` is at most the present one.
  void shrink(std::size_t size);

 private:
  void wipe() noexcept;

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

struct SecretSources {
  /// Folder of ${file:…}; empty: file references are refused.
  std::string secrets_dir;
  /// The value of an environment variable, or null. Borrowed until the next call.
  std::function<const char*(const char* name)> environment;
};

/// The process's own environment. Nothing may change it at the same time (setenv).
[[nodiscard]] std::function<const char*(const char* name)> process_environment();

/// Reads anew with every call, so that a rotated file is seen. Any thread; a file may wait for the disk.
class SecretResolver {
 public:
  explicit SecretResolver(SecretSources sources) : sources_(std::move(sources)) {}

  /// The text with its references replaced. A file loses one trailing newline.
  /// @error InvalidArgument     the text is malformed, see `parse_template`
  /// @error FailedPrecondition  "secret_unresolved": unset or empty variable; missing, empty or too large
  /// file, no
  ///                            regular file, outside secrets_dir, also by symbolic link. The message names
  ///                            the reference, never a value
  [[nodiscard]] Result<SecretBuffer> resolve(std::string_view text) const;
  [[nodiscard]] Result<SecretBuffer> resolve(const Template& pieces) const;

 private:
  [[nodiscard]] Result<SecretBuffer> read(const Reference& reference) const;
  [[nodiscard]] Result<SecretBuffer> read_file(const Reference& reference) const;

  SecretSources sources_;
};

}  // namespace fairlead::store
