// A provider with an OpenSSL of its own inside, built by the package test with the lines that sdk/ABI.md
// gives authors.
#include <array>
#include <string>

#include <fairlead/sdk.hpp>
#include <openssl/evp.h>

namespace {

struct Config {};
BOOST_DESCRIBE_STRUCT(Config, (), ())

struct Text {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Text, (), (text))

struct Client {
  static Client connect(const Config&, fairlead::Context&) { return {}; }

  std::string sha256(const Text& args, fairlead::Call&) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(args.text.data(), args.text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
      throw fairlead::Error(FAIRLEAD_INTERNAL, "OpenSSL has no SHA-256");
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
      hex += "0123456789abcdef"[digest[i] >> 4];
      hex += "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
  }
};

using Sha256 = fairlead::Tool<&Client::sha256, "sha256", "Digest of a text", fairlead::read_only>;

}  // namespace

FAIRLEAD_PLUGIN("dev.fairlead.digest", "1.0.0", fairlead::Provider<Client, Config, "digest", Sha256>)
