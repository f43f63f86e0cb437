// The plugin: its id and version, and the providers in it.
#ifndef FAIRLEAD_SDK_PLUGIN_HPP
#define FAIRLEAD_SDK_PLUGIN_HPP

#include "fairlead/plugin.h"
#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// `Id` is a reverse domain name, `Version` a semantic version.
template <FixedString Id, FixedString Version, class... Providers>
struct Plugin {
  // What fairlead_plugin_main_v1 returns. The same each time; lives as long as the process; NULL when
  // memory ran out.
  static const fairlead_plugin_api* table() noexcept;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/plugin.hpp"

// Once per plugin, in one source file: FAIRLEAD_PLUGIN("com.example.notes", "1.0.0", Notes, Drafts)
#define FAIRLEAD_PLUGIN(id, version, ...)                                                      \
  FAIRLEAD_EXPORT const fairlead_plugin_api* fairlead_plugin_main_v1(void) FAIRLEAD_NOEXCEPT { \
    return ::fairlead::Plugin<id, version, __VA_ARGS__>::table();                              \
  }

#endif  // FAIRLEAD_SDK_PLUGIN_HPP
