#include "plugin/lock_file.hpp"

#include <sys/stat.h>

#include <span>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "base/file.hpp"
#include "json/parse.hpp"
#include "json/schema.hpp"
#include "json/yaml.hpp"
#include "plugin/private_file.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::size_t kLockFileBytesMax = std::size_t{1} << 20U;

constexpr std::string_view kSchema = R"json({
  "type": "object",
  "additionalProperties": false,
  "required": ["version"],
  "properties": {
    "version": {"const": 1},
    "plugins": {
      "type": "object",
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "required": ["sha256"],
        "properties": {
          "version": {"type": "string"},
          "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
          "file": {"type": "string"}
        }
      }
    }
  }
})json";

// A JSON string is a YAML double-quoted scalar.
std::string quoted(const std::string& text) { return boost::json::serialize(boost::json::string(text)); }

std::string text_of(const boost::json::object& object, const char* name) {
  const auto* found = object.if_contains(name);
  return found == nullptr ? std::string() : std::string(found->as_string());
}

Result<boost::json::value> read_document(const std::filesystem::path& path) {
  FAIRLEAD_TRY(const std::string text, read_file(path, kLockFileBytesMax));
  auto document = json::parse_yaml(text);
  if (!document) {
    document.error().message = path.string() + ": " + document.error().message;
    return document;
  }
  FAIRLEAD_TRY(const boost::json::value schema_document, json::parse(kSchema));
  FAIRLEAD_TRY(const json::Schema schema, json::Schema::compile(schema_document));
  const auto errors = schema.validate(*document);
  if (!errors.empty()) {
    return fail(ErrorCode::InvalidArgument, path.string() + ": " + json::to_text(errors), "bad_lock_file");
  }
  return document;
}

}  // namespace

const Pin* LockFile::find(std::string_view id) const {
  const auto found = pins.find(id);
  return found == pins.end() ? nullptr : &found->second;
}

std::optional<std::string> LockFile::find_id(std::string_view sha256) const {
  for (const auto& [id, pin] : pins) {
    if (pin.sha256 == sha256) return id;
  }
  return std::nullopt;
}

Result<LockFile> load_lock_file(const std::filesystem::path& path) {
  std::error_code error;
  if (path.empty() || !std::filesystem::exists(path, error)) return LockFile{};
  FAIRLEAD_TRY(const boost::json::value document, read_document(path));
  LockFile lock;
  struct stat status {};
  lock.is_writable_by_others = ::stat(path.c_str(), &status) != 0 || is_writable_by_others(status);
  if (const auto* plugins = document.as_object().if_contains("plugins")) {
    for (const auto& entry : plugins->as_object()) {
      const boost::json::object& pin = entry.value().as_object();
      lock.pins[std::string(entry.key())] = {
          .version = text_of(pin, "version"), .sha256 = text_of(pin, "sha256"), .file = text_of(pin, "file")};
    }
  }
  return lock;
}

Result<void> save_lock_file(const std::filesystem::path& path, const LockFile& lock) {
  std::string text =
      "# The plugin files that this installation trusts, by content.\n"
      "# Written by `fairlead plugins pin` and `fairlead plugins unpin`.\n"
      "version: 1\nplugins:";
  text += lock.pins.empty() ? " {}\n" : "\n";
  for (const auto& [id, pin] : lock.pins) {
    text += "  " + quoted(id) + ":\n    version: " + quoted(pin.version) + "\n    file: " + quoted(pin.file) +
            "\n    sha256: " + quoted(pin.sha256) + "\n";
  }
  return write_private_file(path, std::as_bytes(std::span(text)), 0644);
}

}  // namespace fairlead::plugin
