// A folder of the test's own.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "support/plugin_bytes.hpp"

namespace fairlead::plugin {

class FileFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* running = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("fairlead_files_") + running->test_suite_name() + "_" + running->name() + "_" +
               std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    test::write_bytes(folder_ / name, bytes);
    return folder_ / name;
  }

  std::filesystem::path folder_;
};

}  // namespace fairlead::plugin
