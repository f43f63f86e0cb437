// The project that `fairlead new-plugin` writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace fairlead::cli {

struct NewProject {
  std::string name;              ///< of the provider, the plugin file and the sources
  std::string id;                ///< of the plugin; empty: com.example.<name>
  std::filesystem::path folder;  ///< empty: ./<name>
  bool is_forced = false;        ///< replaces its files in a folder that has some
};

/// A name that is also the provider's id, and no target that CMake has by itself. An id is a reverse domain
/// name in lower case, at most 100 characters.
/// @error InvalidArgument "bad_name", "bad_id"  says what is allowed
[[nodiscard]] Result<void> check_new_project(const NewProject& project);

struct ProjectFile {
  std::filesystem::path path;  ///< below the folder
  std::string text;
};

/// The files of a project that passed the check, names filled in.
[[nodiscard]] std::vector<ProjectFile> make_project_files(const NewProject& project);

/// Writes all of them or none: a new folder appears whole; in a folder that is there already, which takes
/// is_forced unless it is empty, each file is replaced whole.
/// @error AlreadyExists    the folder has files ("not_empty"), or is none ("not_a_folder")
/// @error Unavailable      it cannot be written
[[nodiscard]] Result<void> write_project(const std::filesystem::path& folder,
                                         const std::vector<ProjectFile>& files, bool is_forced);

}  // namespace fairlead::cli
