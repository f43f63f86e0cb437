#include "cli/plugin_view.hpp"

#include <boost/json/array.hpp>

namespace fairlead::cli {

boost::json::array warnings_json(const plugin::Findings& warnings) {
  boost::json::array out;
  for (const plugin::Finding& warning : warnings) {
    out.push_back({{"reason", warning.reason}, {"message", warning.message}});
  }
  return out;
}

boost::json::object plugin_json(plugin::Plugin& plugin) {
  return {{"id", plugin.id()},
          {"version", plugin.version()},
          {"path", plugin.path()},
          {"sdk", plugin.sdk()},
          {"abi", abi_version(plugin)},
          {"generation", plugin.generation()},
          {"sha256", plugin.file().sha256},
          {"trust", plugin::to_string(plugin.file().trust)},
          {"misbehaviours", plugin.host().misbehaviour_count()},
          {"warnings", warnings_json(plugin.file().warnings)}};
}

std::string abi_version(const plugin::Plugin& plugin) {
  return std::to_string(FAIRLEAD_ABI_MAJOR) + "." + std::to_string(plugin.abi_minor());
}

void add_warning_rows(Table& table, const std::string& who, const plugin::Findings& warnings) {
  for (const plugin::Finding& warning : warnings) {
    table.rows.push_back({{who}, {warning.reason, Tone::Bad}, {warning.message}});
  }
}

Cell trust_cell(plugin::Trust trust) {
  return {std::string(plugin::to_string(trust)), trust == plugin::Trust::Pinned ? Tone::Good : Tone::Plain};
}

}  // namespace fairlead::cli
