#include "cli/new_project.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "base/ids.hpp"
#include "cli/new_plugin_templates.hpp"
#include "json/text.hpp"

namespace fairlead::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIdBytesMax = 100;

// Names that CMake or one of its generators has for targets of its own (CMP0037), and what builds leave.
constexpr std::string_view kTakenNames[] = {
    "all",  "build",   "clean",          "depend",     "edit_cache",    "help", "install",
    "none", "package", "package_source", "preinstall", "rebuild_cache", "test"};

constexpr bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// One label of a reverse domain name.
bool is_label(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.front() != '_' &&
         std::ranges::all_of(label, is_name_char);
}

bool is_reverse_domain(std::string_view id) {
  std::size_t labels = 0;
  for (;; ++labels) {
    const std::size_t dot = id.find('.');
    if (!is_label(id.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return labels > 0;
    id.remove_prefix(dot + 1);
  }
}

std::string id_of(const NewProject& project) {
  return project.id.empty() ? "com.example." + project.name : project.id;
}

// A variable of the environment: TICKETS_2 of tickets-2.
std::string variable_of(const std::string& name) {
  std::string out;
  for (const char c : name)
    out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out.front() >= '0' && out.front() <= '9' ? "_" + out : out;
}

void replace_all(std::string& text, std::string_view what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

tl::unexpected<Error> unwritable(const fs::path& path, const std::string& why) {
  return fail(ErrorCode::Unavailable, path.string() + " cannot be written: " + why, "unwritable");
}

Result<void> write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return {};
  return unwritable(path, std::error_code(errno, std::generic_category()).message());
}

// Removes what it stands for unless it is kept.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {}
  ~Unfinished() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  void keep() { path_.clear(); }

 private:
  fs::path path_;
};

// A folder in which files are written before they are moved into `folder`, on the same file system.
Result<fs::path> make_workshop(const fs::path& folder, bool exists) {
  std::error_code error;
  const fs::path place = exists ? folder : fs::absolute(folder).parent_path();
  fs::create_directories(place, error);
  if (error) return unwritable(place, error.message());
  fs::path made = place / (".fairlead-new-plugin." + std::to_string(::getpid()));
  if (fs::create_directory(made, error)) return made;
  return unwritable(made, error ? error.message() : "it exists already");
}

Result<void> move_to(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return unwritable(to, error.message());
  return {};
}

}  // namespace

Result<void> check_new_project(const NewProject& project) {
  if (auto legal = check_connection_name(project.name); !legal) {
    return fail(ErrorCode::InvalidArgument, "NAME: " + legal.error().message, "bad_name");
  }
  if (std::ranges::find(kTakenNames, project.name) != std::end(kTakenNames)) {
    return fail(ErrorCode::InvalidArgument,
                "NAME: CMake has a target " + json::quoted(project.name) + " of its own; choose another",
                "bad_name");
  }
  const std::string id = id_of(project);
  if (id.size() <= kIdBytesMax && is_reverse_domain(id)) return {};
  return fail(ErrorCode::InvalidArgument,
              "--id: expected a reverse domain name such as com.example." + project.name +
                  ", at most 100 of a-z, 0-9, '_', '-' and '.', got " + json::quoted(id),
              "bad_id");
}

std::vector<ProjectFile> make_project_files(const NewProject& project) {
  std::vector<ProjectFile> files;
  for (const PluginTemplate& from : new_plugin_templates()) {
    std::string path(from.path);
    if (path.starts_with("NAME")) path.replace(0, 4, project.name);
    std::string text(from.text);
    replace_all(text, "@NAME@", project.name);
    replace_all(text, "@ID@", id_of(project));
    replace_all(text, "@ENV@", variable_of(project.name));
    files.push_back({path, std::move(text)});
  }
  return files;
}

Result<void> write_project(const fs::path& target, const std::vector<ProjectFile>& files, bool is_forced) {
  const fs::path folder = (target.has_filename() ? target : target.parent_path()).lexically_normal();
  std::error_code error;
  const bool exists = fs::exists(folder, error);
  if (exists && !fs::is_directory(folder, error)) {
    return fail(ErrorCode::AlreadyExists, folder.string() + " is a file; choose another --dir",
                "not_a_folder");
  }
  const bool has_files = exists && !fs::is_empty(folder, error);
  if (has_files && !is_forced) {
    return fail(ErrorCode::AlreadyExists,
                folder.string() +
                    " has files in it; choose another --dir, or replace what has the same name "
                    "with --force",
                "not_empty");
  }
  FAIRLEAD_TRY(fs::path made, make_workshop(folder, exists));
  Unfinished unfinished(std::move(made));
  for (const ProjectFile& file : files) {
    FAIRLEAD_CHECK(write_file(unfinished.path() / file.path, file.text));
  }
  if (!exists) {
    FAIRLEAD_CHECK(move_to(unfinished.path(), folder));
    unfinished.keep();
    return {};
  }
  for (const ProjectFile& file : files) {
    FAIRLEAD_CHECK(move_to(unfinished.path() / file.path, folder / file.path));
  }
  return {};
}

}  // namespace fairlead::cli
