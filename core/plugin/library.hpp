// One shared library, mapped for good. The only user of Boost.DLL is library.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "fairlead/plugin.h"
#include "plugin/sealed_file.hpp"

namespace fairlead::plugin {

/// The right to use a plugin file that is mapped and whose entry point was found. Never unmapped: threads,
/// deleters and thread_local destructors of a plugin may outlive its last call, so the mapping and the
/// descriptor it came from stay until the process ends. Content that was loaded before is not mapped again.
///
/// Moves as a handle; its end lets another load have the library.
class Library {
 public:
  /// Maps the sealed copy with RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE. Its constructors run: dlopen is no
  /// validator, so the file has passed check_plugin_file.
  /// @error InvalidArgument   it does not load (the loader's words are in the message, "load_failed"), or
  ///                          exports no fairlead_plugin_main_v1 ("no_entry_point")
  /// @error AlreadyExists     the same content is in use ("already_loaded"): one library has one init at a
  /// time
  /// @error Internal          the loader gave another library than the one asked for ("identity")
  [[nodiscard]] static Result<Library> load(const std::shared_ptr<const SealedFile>& file);

  Library(Library&& other) noexcept;
  Library& operator=(Library&& other) noexcept;
  ~Library();

  [[nodiscard]] fairlead_plugin_main_fn entry_point() const { return entry_point_; }

  /// The generation of a load of this library under `id`, in this process.
  /// @error those of GenerationTable::take
  [[nodiscard]] Result<std::uint32_t> take_generation(std::string_view id) const;

 private:
  Library(fairlead_plugin_main_fn found, std::string sha256);

  fairlead_plugin_main_fn entry_point_ = nullptr;
  std::string sha256_;  // Empty when moved from.
};

}  // namespace fairlead::plugin
