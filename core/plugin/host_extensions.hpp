// The tables of the host's extensions. Private to core/plugin.
#pragma once

#include <string_view>

#include "plugin/host.hpp"

namespace fairlead::plugin {

/// The table of extension `id`, or null when this host has none or not the port behind it.
[[nodiscard]] const void* find_host_extension(PluginHost& host, std::string_view id);

}  // namespace fairlead::plugin
