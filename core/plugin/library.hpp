// One shared library, mapped for good. The only user of Boost.DLL is library.cpp.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "fairlead/plugin.h"

namespace fairlead::plugin {

/// A plugin file that has been loaded and whose entry point was found. Never unloaded: threads, deleters and
/// thread_local destructors of a plugin may outlive its last call, so the mapping stays until the process
/// ends.
class Library {
 public:
  /// Maps `path` with RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE. The file's constructors run: dlopen is no
  /// validator, so `path` must be in a folder that only the operator can write.
  /// @error NotFound         there is no such regular file
  /// @error InvalidArgument  it is no 64-bit shared library of this machine, does not load (the loader's
  ///                         words are in the message), or exports no fairlead_plugin_main_v1
  [[nodiscard]] static Result<Library> load(const std::filesystem::path& path);

  [[nodiscard]] fairlead_plugin_main_fn entry_point() const { return entry_point_; }

 private:
  explicit Library(fairlead_plugin_main_fn found) : entry_point_(found) {}
  fairlead_plugin_main_fn entry_point_;
};

}  // namespace fairlead::plugin
