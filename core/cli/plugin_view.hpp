// What people and programs see of a plugin file.
#pragma once

#include <boost/json/object.hpp>

#include "cli/table.hpp"
#include "plugin/plugin.hpp"

namespace fairlead::cli {

/// id, version, path, sdk, abi, generation, sha256, trust, misbehaviours, warnings: [{reason, message}].
[[nodiscard]] boost::json::object plugin_json(plugin::Plugin& plugin);

/// "1.0"
[[nodiscard]] std::string abi_version(const plugin::Plugin& plugin);

[[nodiscard]] boost::json::array warnings_json(const plugin::Findings& warnings);

/// Adds a row {who, reason, message} for each.
void add_warning_rows(Table& table, const std::string& who, const plugin::Findings& warnings);

[[nodiscard]] Cell trust_cell(plugin::Trust trust);

}  // namespace fairlead::cli
