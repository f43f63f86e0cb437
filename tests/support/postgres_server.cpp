// Starts the postmaster directly, not by pg_ctl, so that its process is our child: the kernel can then end it
// with us, and its end is seen by waitpid.
//
// initdb and the certificates take most of the time, and ctest runs each test in a process of its own. So the
// first start leaves a copy of the fresh cluster in the build folder, and later ones begin with that.
#include "support/postgres_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include <libpq-fe.h>

namespace fairlead::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kTemplate = FAIRLEAD_POSTGRES_TEMPLATE_DIR;
constexpr const char* kFolderPrefix = "fairlead-pg-";

std::string binary(std::string_view name) { return "/usr/lib/postgresql/15/bin/" + std::string(name); }

// Whose server it is: ourselves, or an unprivileged user when we are root.
struct Account {
  uid_t uid;
  gid_t gid;
};

Account server_account() {
  if (::geteuid() != 0) return {::geteuid(), ::getegid()};
  const passwd* user = ::getpwnam("postgres");
  if (user == nullptr) user = ::getpwnam("nobody");
  return user == nullptr ? Account{65534, 65534} : Account{user->pw_uid, user->pw_gid};
}

// Between fork and exec: only what is safe there.
void become(const Account& account) {
  if (::geteuid() == 0 &&
      (::setgroups(0, nullptr) != 0 || ::setgid(account.gid) != 0 || ::setuid(account.uid) != 0)) {
    ::_exit(126);
  }
}

void redirect_output(const char* file) {
  const int out = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (out < 0 || in < 0) ::_exit(126);
  ::dup2(in, 0);
  ::dup2(out, 1);
  ::dup2(out, 2);
}

// Starts a program as `account` with its output appended to `log`. `ends_with_us`: killed when our thread
// ends.
pid_t spawn(const std::vector<std::string>& words, const Account& account, const fs::path& folder,
            const fs::path& log, bool ends_with_us) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string home = "HOME=" + folder.string();
  // No PG* variable of the caller reaches the server; messages stay in English.
  std::array<char*, 4> environment{const_cast<char*>(home.c_str()), const_cast<char*>("PATH=/usr/bin:/bin"),
                                   const_cast<char*>("LC_ALL=C.UTF-8"), nullptr};
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) return child;
  become(account);
  if (::chdir(folder.c_str()) != 0) ::_exit(126);
  redirect_output(log.c_str());
  if (ends_with_us) {
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // "immediate shutdown" to a postmaster
    if (::getppid() != parent) ::_exit(126);
  }
  ::execve(arguments.front(), arguments.data(), environment.data());
  ::_exit(127);
}

std::optional<std::string> run(const std::vector<std::string>& words, const fs::path& folder) {
  const pid_t child = spawn(words, server_account(), folder, folder / "setup.log", false);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) return "cannot start " + words.front();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::nullopt;
  std::ifstream log(folder / "setup.log");
  std::stringstream text;
  text << words.front() << " failed; install postgresql-15 and openssl (./dev setup). " << log.rdbuf();
  return text.str();
}

// A port that was free a moment ago.
int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool is_bound = fd >= 0 && ::bind(fd, generic, size) == 0 && ::getsockname(fd, generic, &size) == 0;
  ::close(fd);
  return is_bound ? ::ntohs(address.sin_port) : 0;
}

// Memory where there is plenty of it: ext4 is slow at making a thousand files just after a thousand were
// removed.
fs::path parent_folder() {
  constexpr std::uintmax_t kRoomMin = std::uintmax_t{256} * 1024 * 1024;
  const fs::path memory = "/dev/shm";
  std::error_code failure;
  const auto room = fs::space(memory, failure);
  const bool is_usable = !failure && room.available >= kRoomMin && ::access(memory.c_str(), W_OK) == 0;
  return is_usable && std::getenv("TMPDIR") == nullptr ? memory : fs::temp_directory_path();
}

// Folders that killed tests have left; their names carry the process id.
void remove_stale_folders(const fs::path& parent) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with(kFolderPrefix)) continue;
    const auto owner = static_cast<pid_t>(std::atoi(name.c_str() + std::string_view(kFolderPrefix).size()));
    if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
  }
}

// Everything in `folder` belongs to the server's account.
bool give_away(const fs::path& folder) {
  if (::geteuid() != 0) return true;
  const Account account = server_account();
  bool is_given = ::chown(folder.c_str(), account.uid, account.gid) == 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    is_given = ::lchown(entry.path().c_str(), account.uid, account.gid) == 0 && is_given;
  }
  return is_given;
}

// Leaves a copy for the next start. Done by renaming a whole folder, so that two starts at a time do not
// meet; the slower one's rename fails, which is as good.
void keep_template(const fs::path& folder) {
  std::error_code failure;
  const fs::path mine = std::string(kTemplate) + "." + std::to_string(::getpid());
  fs::create_directories(mine.parent_path(), failure);
  fs::copy(folder, mine, fs::copy_options::recursive, failure);
  if (!failure) fs::rename(mine, kTemplate, failure);
  if (failure) fs::remove_all(mine, failure);
}

std::string random_password() {
  std::random_device device;
  std::ostringstream text;
  for (int word = 0; word < 4; ++word) text << std::hex << device();
  return text.str();
}

}  // namespace

tl::expected<std::unique_ptr<PostgresServer>, std::string> PostgresServer::start(
    const PostgresOptions& options) {
  if (!fs::exists(binary("postgres"))) {
    return tl::unexpected("there is no " + binary("postgres") +
                          ": install the package postgresql-15 (./dev setup does)");
  }
  std::unique_ptr<PostgresServer> server(new PostgresServer);
  if (auto fault = server->make_folder()) return tl::unexpected(*fault);
  if (auto fault = server->make_cluster()) return tl::unexpected(*fault);
  if (auto fault = server->configure(options)) return tl::unexpected(*fault);
  constexpr int kAttemptsMax = 5;  // Somebody may take the port between our look and the server's bind.
  std::optional<std::string> fault;
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    fault = server->launch();
    if (!fault) fault = server->wait_until_ready();
    if (!fault) return server;
    if (fault->find("in use") == std::string::npos) break;
  }
  return tl::unexpected(*fault);
}

PostgresServer::~PostgresServer() { stop(); }

std::optional<std::string> PostgresServer::make_folder() {
  const fs::path parent = parent_folder();
  remove_stale_folders(parent);
  std::string name = (parent / (kFolderPrefix + std::to_string(::getpid()) + "-XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) return "cannot make a folder below " + parent.string();
  folder_ = name;
  return std::nullopt;
}

std::optional<std::string> PostgresServer::make_cluster() {
  std::error_code failure;
  fs::copy(kTemplate, folder_, fs::copy_options::recursive, failure);
  if (failure) {
    // No template yet, or one that somebody just removed.
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove_all(entry.path());
    std::ofstream(folder_ / "password") << random_password() << '\n';
    std::ofstream(folder_ / "names.ext") << "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
    if (!give_away(folder_)) return "cannot give away " + folder_.string();
    if (auto fault = make_certificates()) return fault;
    if (auto fault = run(
            {binary("initdb"), "-D", "data", "-U", superuser(), "--auth=scram-sha-256", "--pwfile=password",
             "--no-sync", "--no-instructions", "--wal-segsize=1", "--locale=C.UTF-8", "-E", "UTF8"},
            folder_)) {
      return fault;
    }
    keep_template(folder_);
  }
  if (!give_away(folder_)) return "cannot give away " + folder_.string();
  std::getline(std::ifstream(folder_ / "password"), password_);
  return std::nullopt;
}

std::optional<std::string> PostgresServer::make_certificates() const {
  const std::vector<std::string> request{
      "/usr/bin/openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"};
  const auto openssl = [&](std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return run(words, folder_);
  };
  for (const std::string authority : {"ca", "foreign_ca"}) {
    if (auto fault = openssl(request, {"-x509", "-days", "3650", "-keyout", authority + ".key", "-out",
                                       authority + ".crt", "-subj", "/CN=" + authority})) {
      return fault;
    }
  }
  if (auto fault =
          openssl(request, {"-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"})) {
    return fault;
  }
  return openssl(
      {"/usr/bin/openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key"},
      {"-CAcreateserial", "-days", "3650", "-out", "server.crt", "-extfile", "names.ext"});
}

std::optional<std::string> PostgresServer::configure(const PostgresOptions& options) const {
  // Nothing here survives the test, so nothing needs to reach the disk.
  std::ofstream settings(folder_ / "data/postgresql.conf", std::ios::app);
  settings << "listen_addresses = '127.0.0.1,127.0.0.2'\n"
           << "unix_socket_directories = '" << folder_.string() << "'\n"
           << "ssl = on\nssl_cert_file = '" << (folder_ / "server.crt").string() << "'\nssl_key_file = '"
           << (folder_ / "server.key").string() << "'\nssl_ca_file = '" << ca_file().string() << "'\n"
           << "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_size = 64MB\n"
           << "dynamic_shared_memory_type = mmap\nmax_connections = 50\nshared_buffers = 16MB\n";
  for (const auto& line : options.settings) settings << line << '\n';
  std::ofstream rules(folder_ / "data/pg_hba.conf", std::ios::trunc);
  for (const auto& line : options.access_rules) rules << line << '\n';
  rules << "local all all scram-sha-256\nhost all all 127.0.0.0/8 scram-sha-256\n";
  return settings.good() && rules.good() ? std::nullopt
                                         : std::optional<std::string>("cannot write the configuration");
}

std::optional<std::string> PostgresServer::launch() {
  port_ = free_port();
  std::error_code ignored;
  fs::remove(folder_ / "server.log", ignored);
  pid_ = spawn({binary("postgres"), "-D", folder_ / "data", "-p", std::to_string(port_)}, server_account(),
               folder_, folder_ / "server.log", true);
  if (pid_ < 0) return "cannot start a process";
  return std::nullopt;
}

std::optional<std::string> PostgresServer::wait_until_ready() {
  const auto deadline = steady_clock::now() + std::chrono::seconds(30);
  while (steady_clock::now() < deadline) {
    if (has_ended()) return "PostgreSQL did not start: " + log_tail();
    if (::PQping(superuser_conninfo().c_str()) == PQPING_OK) return std::nullopt;
    std::this_thread::sleep_for(milliseconds(10));
  }
  stop();
  return "PostgreSQL took more than 30 s to start: " + log_tail();
}

// Reaps the process when it has ended by itself.
bool PostgresServer::has_ended() {
  if (pid_ <= 0) return true;
  if (::waitpid(pid_, nullptr, WNOHANG) == 0) return false;
  pid_ = 0;
  return true;
}

void PostgresServer::stop() {
  // Immediate shutdown, for nobody wants the data any more, and the hard way.
  for (const auto& [signal, patience] : {std::pair{SIGQUIT, 6000}, {SIGKILL, 3000}}) {
    if (has_ended()) break;
    ::kill(pid_, signal);
    const auto deadline = steady_clock::now() + milliseconds(patience);
    while (!has_ended() && steady_clock::now() < deadline) std::this_thread::sleep_for(milliseconds(5));
  }
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string PostgresServer::superuser_conninfo(const std::string& database) const {
  return "host=" + host() + " port=" + std::to_string(port_) + " user=" + superuser() +
         " password=" + password_ + " dbname=" + database + " sslmode=disable connect_timeout=10";
}

tl::expected<PostgresServer::Rows, std::string> PostgresServer::execute_sql(const std::string& database,
                                                                            const std::string& sql) const {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(
      ::PQconnectdb(superuser_conninfo(database).c_str()), ::PQfinish);
  if (::PQstatus(connection.get()) != CONNECTION_OK)
    return tl::unexpected(::PQerrorMessage(connection.get()));
  ::PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(::PQexec(connection.get(), sql.c_str()),
                                                              ::PQclear);
  const auto status = ::PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    return tl::unexpected(::PQerrorMessage(connection.get()));
  Rows rows(static_cast<std::size_t>(::PQntuples(result.get())));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < ::PQnfields(result.get()); ++column) {
      const int at = static_cast<int>(row);
      rows[row].push_back(::PQgetisnull(result.get(), at, column) != 0
                              ? std::nullopt
                              : std::optional<std::string>(::PQgetvalue(result.get(), at, column)));
    }
  }
  return rows;
}

std::string PostgresServer::log_tail() const {
  constexpr std::size_t kBytesMax = 2000;
  std::ifstream file(folder_ / "server.log");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  return all.size() <= kBytesMax ? all : all.substr(all.size() - kBytesMax);
}

}  // namespace fairlead::test
