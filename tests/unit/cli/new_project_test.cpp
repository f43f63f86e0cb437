// What `fairlead new-plugin` writes, and what it refuses to.
#include "cli/new_project.hpp"

#include <fstream>

#include "unit/cli/cli_fixture.hpp"

namespace fairlead::cli {
namespace {

NewProject named(const std::string& name, const std::string& id = "") {
  return {.name = name, .id = id, .folder = {}, .is_forced = false};
}

TEST(NewProjectTest, TakesNamesThatAProviderMayHave) {
  for (const char* name : {"a", "3d", "big-tickets_2", "abcdefghijklmnopqrst"}) {
    EXPECT_TRUE(check_new_project(named(name))) << name;
  }
}

TEST(NewProjectTest, RefusesOtherNames) {
  for (const char* name :
       {"", "Tickets", "-a", "_a", "a.b", "a b", "a/b", "../a", "é", "abcdefghijklmnopqrstu"}) {
    const auto checked = check_new_project(named(name));
    ASSERT_FALSE(checked) << name;
    EXPECT_EQ(checked.error().reason, "bad_name");
  }
}

TEST(NewProjectTest, RefusesNamesOfTargetsThatCMakeHas) {
  for (const char* name : {"test", "all", "install", "help", "clean", "package"}) {
    EXPECT_FALSE(check_new_project(named(name))) << name;
  }
}

TEST(NewProjectTest, TakesReverseDomainNames) {
  for (const std::string& id :
       {std::string("com.example.a"), std::string("io.x-y.z_1"), "a." + std::string(98, 'b')}) {
    EXPECT_TRUE(check_new_project(named("a", id))) << id;
  }
}

TEST(NewProjectTest, RefusesOtherIds) {
  for (const std::string& id :
       {std::string("tickets"), std::string("com..a"), std::string(".a"), std::string("a."),
        std::string("Com.Example"), std::string("a.b\"c"), "a." + std::string(99, 'b')}) {
    const auto checked = check_new_project(named("a", id));
    ASSERT_FALSE(checked) << id;
    EXPECT_EQ(checked.error().reason, "bad_id");
  }
}

TEST(NewProjectTest, LeavesNoPlaceholder) {
  for (const ProjectFile& file : make_project_files(named("tickets"))) {
    for (const char* left : {"@NAME@", "@ID@", "@ENV@"}) {
      EXPECT_EQ(file.text.find(left), std::string::npos) << file.path << " has " << left;
    }
    EXPECT_EQ(file.path.string().find("NAME"), std::string::npos);
  }
}

class NewPluginCommandTest : public test::CliFixture {
 protected:
  test::Ran make(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"new-plugin", "tickets", "--dir", target().string()};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  std::filesystem::path target() const { return folder_ / "made" / "tickets"; }
  std::string text_of(const std::string& name) const {
    std::ifstream file(target() / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::size_t entries_beside() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(target().parent_path()))
      ++count;
    return count;
  }
};

TEST_F(NewPluginCommandTest, WritesAProject) {
  const auto ran = make();
  EXPECT_EQ(ran.exit, 0) << ran.error_out;
  for (const char* name : {"CMakeLists.txt", "tickets_provider.cpp", "tickets_test.cpp", "sample_config.json",
                           "sample_list.txt", "README.md", ".gitignore"}) {
    EXPECT_TRUE(std::filesystem::exists(target() / name)) << name;
  }
  EXPECT_NE(text_of("tickets_provider.cpp").find("FAIRLEAD_PLUGIN(\"com.example.tickets\""),
            std::string::npos);
  EXPECT_EQ(entries_beside(), 1U) << "something was left beside the project";
}

TEST_F(NewPluginCommandTest, SaysWhatToDoNext) {
  const auto ran = make();
  for (const char* step :
       {"cmake -S . -B build", "ctest", "fairlead verify build/tickets.so", "fairlead dev"}) {
    EXPECT_NE(ran.out.find(step), std::string::npos) << ran.out;
  }
}

TEST_F(NewPluginCommandTest, ListsItsFilesAsJson) {
  const auto made = make({"--json", "--id", "com.acme.tickets"}).json();
  EXPECT_EQ(made.at("folder"), boost::json::value(target().string()));
  EXPECT_EQ(made.at("files").as_array().size(), 7U);
  EXPECT_EQ(made.at("next_steps").as_array().size(), 5U);
}

TEST_F(NewPluginCommandTest, WritesIntoAnEmptyFolder) {
  std::filesystem::create_directories(target());
  EXPECT_EQ(make().exit, 0);
}

TEST_F(NewPluginCommandTest, RefusesAFolderThatHasFiles) {
  ASSERT_EQ(make().exit, 0);
  std::ofstream(target() / "README.md") << "mine";
  const auto ran = make();
  EXPECT_EQ(ran.exit, 4);
  EXPECT_NE(ran.error_out.find("--force"), std::string::npos) << ran.error_out;
  EXPECT_EQ(text_of("README.md"), "mine");
  EXPECT_EQ(entries_beside(), 1U);
}

TEST_F(NewPluginCommandTest, ReplacesOnlyItsOwnFilesWhenForced) {
  std::filesystem::create_directories(target());
  std::ofstream(target() / "README.md") << "mine";
  std::ofstream(target() / "notes.txt") << "mine";
  EXPECT_EQ(make({"--force"}).exit, 0);
  EXPECT_NE(text_of("README.md"), "mine");
  EXPECT_EQ(text_of("notes.txt"), "mine");
  EXPECT_EQ(entries_beside(), 1U);
}

TEST_F(NewPluginCommandTest, RefusesAFileInPlaceOfTheFolder) {
  std::filesystem::create_directories(target().parent_path());
  std::ofstream(target()) << "a file";
  EXPECT_EQ(make({"--force"}).exit, 4);
}

TEST_F(NewPluginCommandTest, LeavesNothingBehindWhenAFileCannotBeReplaced) {
  std::filesystem::create_directories(target() / "README.md");  // A folder is in the way.
  EXPECT_EQ(make({"--force"}).exit, 5);
  for (const auto& entry : std::filesystem::directory_iterator(target())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with(".fairlead")) << entry.path();
  }
}

TEST_F(NewPluginCommandTest, NeedsNoConfiguration) {
  write_file("fairlead.yaml", "nonsense: [");
  EXPECT_EQ(make().exit, 0);
}

TEST_F(NewPluginCommandTest, RefusesABadNameBeforeItWritesAnything) {
  const auto ran = run({"new-plugin", "../evil", "--dir", target().string()});
  EXPECT_EQ(ran.exit, 4);
  EXPECT_FALSE(std::filesystem::exists(target().parent_path()));
}

TEST_F(NewPluginCommandTest, TeachesByItsHelp) {
  const auto ran = run({"new-plugin", "--help"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_NE(ran.out.find("fairlead new-plugin tickets"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::cli
