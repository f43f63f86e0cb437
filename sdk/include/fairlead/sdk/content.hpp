// What tools, prompts and embedded resources carry to a client: ordered blocks of text, images, sound, links
// and resources, as the ContentBlock of MCP 2026-07-28 (server/tools, "Tool Result"). Blocks are encoded when
// they are added, so that a large picture is held once.
#ifndef FAIRLEAD_SDK_CONTENT_HPP
#define FAIRLEAD_SDK_CONTENT_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// Who speaks in a message, and for whom a block is meant.
enum class Role { User, Assistant };

// Hints for the client; all optional. `priority` from 0 (least) to 1; `last_modified` is ISO 8601.
struct Annotations {
  std::vector<Role> audience = {};
  std::optional<double> priority = {};
  std::string last_modified = {};
};

// A resource as lists and links show it. Empty fields are left out; uri and name are required.
struct ResourceInfo {
  std::string uri;
  std::string name;
  std::string title = {};
  std::string description = {};
  std::string mime_type = {};
  std::optional<std::uint64_t> size_bytes = {};
  Annotations annotations = {};
};

// A resource with its contents. `mime_type` may be empty.
struct ResourceText {
  std::string uri;
  std::string mime_type;
  std::string text;
};
struct ResourceBlob {
  std::string uri;
  std::string mime_type;
  Bytes blob;
};

// Blocks in the order they are added. Text must be UTF-8.
// @error INTERNAL (thrown) a priority that is not between 0 and 1
class Content {
 public:
  Content() = default;
  // One block of text.
  Content(std::string_view text) { this->text(text); }
  Content(const std::string& text) { this->text(text); }
  Content(const char* text) { this->text(text); }

  Content& text(std::string_view text, const Annotations& annotations = {});
  Content& image(const Bytes& data, std::string_view mime_type, const Annotations& annotations = {});
  Content& audio(const Bytes& data, std::string_view mime_type, const Annotations& annotations = {});
  // A resource that the client may read later; it need not be in any list.
  Content& link(const ResourceInfo& resource);
  Content& embed(const ResourceText& resource, const Annotations& annotations = {});
  Content& embed(const ResourceBlob& resource, const Annotations& annotations = {});

  // How many blocks, and block `index` as JSON.
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  [[nodiscard]] bool empty() const noexcept { return ends_.empty(); }
  [[nodiscard]] std::string_view block(std::size_t index) const;

  // All blocks as a JSON array.
  [[nodiscard]] std::string to_json() const { return '[' + blocks_ + ']'; }

 private:
  // Starts a block: {"type":"..."
  void open(std::string_view type);
  Content& close(const Annotations& annotations);
  Content& media(std::string_view type, const Bytes& data, std::string_view mime_type,
                 const Annotations& annotations);

  std::string blocks_;             // JSON, separated by commas
  std::vector<std::size_t> ends_;  // past each block
};

// Messages of a prompt or of a sampling request, in their order.
class Messages {
 public:
  struct Message {
    Role role;
    Content content;
  };

  Messages& user(Content content) { return add(Role::User, std::move(content)); }
  Messages& assistant(Content content) { return add(Role::Assistant, std::move(content)); }
  Messages& add(Role role, Content content);
  // For a prompt: says what this rendering of it is.
  Messages& description(std::string_view text);

  [[nodiscard]] const std::vector<Message>& all() const noexcept { return messages_; }
  [[nodiscard]] const std::string& description() const noexcept { return description_; }

 private:
  std::vector<Message> messages_;
  std::string description_;
};

// A tool's result in full. Without `content` and with `structured` its JSON becomes the one text block.
struct ToolResult {
  Content content = {};
  Json structured = nullptr;      // null: no structuredContent
  boost::json::object meta = {};  // the result's _meta
  bool is_error = false;          // as throwing ToolError, but with any content
};

// A tool's result with an outputSchema, made from T (a described struct), and content of its own beside it.
template <class T>
struct Structured {
  T value = {};
  Content content = {};  // empty: the JSON of `value` as text
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/content.hpp"

#endif  // FAIRLEAD_SDK_CONTENT_HPP
