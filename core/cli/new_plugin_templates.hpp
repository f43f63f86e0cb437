// The files of a new plugin project, compiled into the program from core/cli/templates/new_plugin.
#pragma once

#include <span>
#include <string_view>

namespace fairlead::cli {

/// "NAME" at the beginning of `path`, and @NAME@, @ID@ and @ENV@ in `text`, stand for what the project is
/// called.
struct PluginTemplate {
  std::string_view path;
  std::string_view text;
};

/// Lives as long as the process.
[[nodiscard]] std::span<const PluginTemplate> new_plugin_templates();

}  // namespace fairlead::cli
