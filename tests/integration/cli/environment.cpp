#include "environment.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <string_view>
#include <thread>

namespace fairlead::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr const char* kProgram = FAIRLEAD_TEST_BUILD_DIR "/bin/fairlead";

constexpr const char* kRoles = R"sql(
CREATE ROLE acme LOGIN PASSWORD 'acme''s own';
CREATE ROLE shared_reader LOGIN PASSWORD 'reader';
CREATE ROLE "full" LOGIN PASSWORD 'full' CONNECTION LIMIT 0;
)sql";

// The function stands for slow work: pg_sleep itself is refused.
constexpr const char* kOfAcme = R"sql(
CREATE TABLE items (name text);
INSERT INTO items VALUES ('of acme');
ALTER TABLE items OWNER TO acme;
CREATE FUNCTION nap(seconds float8) RETURNS int LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(seconds); RETURN 1; END $$;
)sql";

constexpr const char* kOfCompany = R"sql(
CREATE TABLE items (name text);
INSERT INTO items VALUES ('of the company');
GRANT SELECT ON items TO shared_reader;
)sql";

class TenantsEnvironment : public PostgresEnvironment {
 public:
  TenantsEnvironment() : PostgresEnvironment({{"log_connections = on"}, {}}) {}

  void SetUp() override {
    PostgresEnvironment::SetUp();
    if (testing::Test::HasFatalFailure()) return;
    for (const auto& [database, sql] : {std::pair{"postgres", kRoles},
                                        {"postgres", "CREATE DATABASE acme OWNER acme"},
                                        {"postgres", "CREATE DATABASE company"},
                                        {"acme", kOfAcme},
                                        {"company", kOfCompany}}) {
      const auto made = server().execute_sql(database, sql);
      ASSERT_TRUE(made) << made.error();
    }
  }
};

// Owned by GoogleTest.
auto* const environment =
    static_cast<TenantsEnvironment*>(testing::AddGlobalTestEnvironment(new TenantsEnvironment));  // NOLINT

std::string text_of(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// The test's environment less what belongs to PostgreSQL and Fairlead, so that nothing of the user's machine
// reaches the program.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& more) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!text.starts_with("PG") && !text.starts_with("FAIRLEAD_")) out.emplace_back(text);
  }
  for (const auto& [name, value] : more) out.push_back(name + "=" + value);
  return out;
}

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> out;
  for (const std::string& word : words) out.push_back(const_cast<char*>(word.c_str()));
  out.push_back(nullptr);
  return out;
}

int open_for(const fs::path& file) {
  return ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

}  // namespace

PostgresServer& server() { return environment->server(); }

std::size_t logins_of(const std::string& role) {
  const std::string log = text_of(server().folder() / "server.log");
  const std::string wanted = "connection authorized: user=" + role + " ";
  std::size_t count = 0;
  for (std::size_t at = log.find(wanted); at != std::string::npos; at = log.find(wanted, at + 1)) ++count;
  return count;
}

bool becomes(const std::string& sql, const std::string& expected) {
  const auto deadline = steady_clock::now() + seconds(10);
  do {
    const auto rows = server().execute_sql("acme", sql);
    if (rows && !rows->empty() && rows->front().front() == expected) return true;
    std::this_thread::sleep_for(milliseconds(10));
  } while (steady_clock::now() < deadline);
  return false;
}

json::value Ran::json() const {
  boost::system::error_code error;
  json::value value = json::parse(out, error);
  return error ? json::value() : value;
}

void Started::interrupt() const { ::kill(pid_, SIGINT); }

Ran Started::wait() {
  const auto deadline = steady_clock::now() + seconds(30);
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (steady_clock::now() > deadline) ::kill(pid_, SIGKILL);
    std::this_thread::sleep_for(milliseconds(5));
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_of(folder_ / "out"),
          text_of(folder_ / "error_out")};
}

Installation::Installation() {
  std::string name = (fs::temp_directory_path() / "fairlead-cli-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  folder = name;
  fs::create_directories(folder / "secrets");
  variables = {{"FAIRLEAD_CONFIG", (folder / "fairlead.yaml").string()},
               {"FAIRLEAD_STATE_DIR", (folder / "state").string()}};
}

Installation::~Installation() {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

void Installation::write_secret(const std::string& name, const std::string& text) const {
  std::ofstream(folder / "secrets" / name) << text;
}

json::object acme_config(const json::object& changes) {
  json::object config{{"host", server().host()}, {"port", server().port()},    {"database", "acme"},
                      {"user", "acme"},          {"password", "${file:acme}"}, {"sslmode", "disable"}};
  for (const auto& change : changes) config[change.key()] = change.value();
  return config;
}

void Installation::declare(const json::object& changes) {
  write_secret("acme", "acme's own\n");
  write_secret("reader", "reader\n");
  const json::object reader{
      {"database", "company"}, {"user", "shared_reader"}, {"password", "${file:reader}"}};
  const json::object global{{"tenants", "all"}, {"config", acme_config(reader)}};
  const json::object own{{"access", "read_write"}, {"config", acme_config(changes)}};
  // JSON is YAML as well.
  const json::value document{{"version", 1},
                             {"secrets_dir", "secrets"},
                             {"defaults", {{"enabled", json::array{"postgres"}}}},
                             {"global", {{"connections", {{"postgres", global}}}}},
                             {"tenants",
                              {{"acme", {{"connections", {{"postgres", own}}}}},
                               {"globex", json::object()},
                               {"initech", {{"enabled", {{"postgres", false}}}}}}}};
  std::ofstream(folder / "fairlead.yaml") << json::serialize(document);
}

Started Installation::start(const std::vector<std::string>& words) const {
  const fs::path its_folder = folder / ("run" + std::to_string(++runs_));
  fs::create_directories(its_folder);
  std::vector<std::string> all{kProgram};
  all.insert(all.end(), words.begin(), words.end());
  const std::vector<std::string> its_environment = environment_with(variables);
  const std::vector<char*> arguments = pointers(all);
  const std::vector<char*> entries = pointers(its_environment);
  const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int out = open_for(its_folder / "out");
  const int error_out = open_for(its_folder / "error_out");
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(error_out, 2);
    ::execve(kProgram, arguments.data(), entries.data());
    ::_exit(127);
  }
  for (const int descriptor : {in, out, error_out}) ::close(descriptor);
  return {child, its_folder};
}

Ran Installation::query(const std::string& tenant, const std::string& sql) const {
  return run({"call", tenant, "postgres_query", "sql=" + sql, "--json"});
}

std::vector<json::value> Installation::call_lines() const {
  std::vector<json::value> lines;
  std::ifstream file(folder / "state" / "calls.jsonl");
  for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
  return lines;
}

void CliIntegration::SetUp() { apply(); }

void CliIntegration::apply(const json::object& changes) {
  installed.declare(changes);
  const Ran applied = installed.run({"apply"});
  ASSERT_EQ(applied.exit, 0) << applied.error_out;
}

}  // namespace fairlead::test
