#include "environment.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace fairlead::test {
namespace {

// Owned by GoogleTest.
auto* const environment =
    static_cast<PostgresEnvironment*>(testing::AddGlobalTestEnvironment(new PostgresEnvironment));  // NOLINT

constexpr std::string_view kFeed =
    R"(<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>http://example.com/</link>)"
    R"(<description>Of nothing</description><item><title>One</title><link>http://example.com/1</link>)"
    R"(<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>)";

std::string quoted(const std::string& word) { return "'" + word + "'"; }

}  // namespace

PostgresServer& server() { return environment->server(); }

FeedServer::FeedServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  const bool is_open = ::bind(socket_, any, size) == 0 && ::listen(socket_, SOMAXCONN) == 0 &&
                       ::getsockname(socket_, any, &size) == 0;
  if (!is_open) throw std::runtime_error("no loopback port is free");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FeedServer::~FeedServer() {
  ::shutdown(socket_, SHUT_RDWR);  // Ends accept.
  thread_.join();
  ::close(socket_);
}

std::string FeedServer::url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/feed.xml"; }

void FeedServer::serve() const {
  const std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\nContent-Length: " +
      std::to_string(kFeed.size()) + "\r\n\r\n" + std::string(kFeed);
  for (int client = 0; (client = ::accept(socket_, nullptr, nullptr)) >= 0; ::close(client)) {
    std::array<char, 4096> request{};
    (void)!::read(client, request.data(), request.size());  // One small GET fits.
    (void)!::write(client, answer.data(), answer.size());
  }
}

void VerifyFixture::SetUp() {
  std::string name = (std::filesystem::temp_directory_path() / "fairlead-verify-XXXXXX").string();
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  folder_ = name;
}

void VerifyFixture::TearDown() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Verified VerifyFixture::verify(const std::filesystem::path& file, const std::string& more) const {
  const std::string line = quoted(FAIRLEAD_TEST_BUILD_DIR "/bin/fairlead") + " verify " +
                           quoted(file.string()) + " " + more + " 2>&1 </dev/null";
  Verified verified;
  FILE* const pipe = ::popen(line.c_str(), "re");
  if (pipe == nullptr) return verified;
  std::array<char, 4096> chunk{};
  for (std::size_t got = 0; (got = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
    verified.output.append(chunk.data(), got);
  const int status = ::pclose(pipe);
  verified.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return verified;
}

std::string VerifyFixture::config(const boost::json::object& config) const {
  const std::filesystem::path file = folder_ / "config.json";
  std::ofstream(file) << boost::json::serialize(config);
  return "--config " + quoted(file.string());
}

}  // namespace fairlead::test
