#include "plugin/contract/process_facts.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace fairlead::plugin::contract {

namespace fs = std::filesystem;

std::vector<std::string> open_files() {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator it("/proc/self/fd", error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;  // The iterator's own descriptor is among them.
    files.push_back(fs::read_symlink(it->path(), gone).string());
  }
  std::erase_if(files,
                [](const std::string& file) { return file.starts_with("/proc/") && file.ends_with("/fd"); });
  return files;
}

std::size_t thread_count() {
  std::error_code error;
  const fs::directory_iterator tasks("/proc/self/task", error);
  return error ? 0 : static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

std::size_t thread_count_after_settling(std::size_t expected) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
  while (thread_count() > expected && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  return thread_count();
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all_pages = 0;
  std::size_t resident_pages = 0;
  statm >> all_pages >> resident_pages;
  return resident_pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace fairlead::plugin::contract
