// What the tests of this folder share: the table's rows as parameters, and where things are built.
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "faulty_table.hpp"

namespace fairlead::test {

inline void PrintTo(const FaultyPlugin& plugin, std::ostream* out) { *out << plugin.file; }

inline std::string name_of(const testing::TestParamInfo<FaultyPlugin>& info) {
  return std::string(info.param.file);
}

/// The rows in which `column` asks for something.
inline std::vector<FaultyPlugin> rows_with(std::string_view FaultyPlugin::*column) {
  std::vector<FaultyPlugin> rows;
  for (const FaultyPlugin& plugin : kFaultyPlugins) {
    if (!(plugin.*column).empty()) rows.push_back(plugin);
  }
  return rows;
}

inline std::filesystem::path faulty_folder() {
  return std::filesystem::path(FAIRLEAD_TEST_BUILD_DIR) / "lib" / "tests" / "faulty";
}
inline std::filesystem::path faulty_file(std::string_view name) {
  return faulty_folder() / (std::string(name) + ".so");
}
inline std::filesystem::path scanner() {
  return std::filesystem::path(FAIRLEAD_TEST_BUILD_DIR) / "bin" / "fairlead-scan";
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace fairlead::test
