// The list of migrations, and their checksums.
#include "store/migration.hpp"

#include <array>

#include <openssl/evp.h>

#include "store/migrations/m0001_initial.hpp"

namespace fairlead::store {
namespace {

constexpr std::array kMigrations{kInitial};

void add_field(std::string& out, std::string_view field) {
  out += std::to_string(field.size()) + ":";
  out += field;
}

}  // namespace

std::span<const Migration> builtin_migrations() { return kMigrations; }

std::string checksum(const Migration& migration) {
  std::string text;
  add_field(text, migration.name);
  for (const auto statement : migration.up) add_field(text, statement);
  add_field(text, "down");
  for (const auto statement : migration.down) add_field(text, statement);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  // Cannot fail for a digest that libcrypto always has; an empty checksum would be noticed by every open.
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) size = 0;
  std::string hex;
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (unsigned i = 0; i < size; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 0xf];
  }
  return hex;
}

}  // namespace fairlead::store
