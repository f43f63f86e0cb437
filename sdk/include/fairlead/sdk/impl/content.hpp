// Bodies of content.hpp, and the pieces of JSON that blocks and lists of resources share.
#ifndef FAIRLEAD_SDK_IMPL_CONTENT_HPP
#define FAIRLEAD_SDK_IMPL_CONTENT_HPP

#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/content.hpp"
#include "fairlead/sdk/encode.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

constexpr std::string_view role_name(Role role) noexcept { return role == Role::User ? "user" : "assistant"; }

// Appends ,"name":"text" unless the text is empty.
inline void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += ',';
  append_quoted(out, name);
  out += ':';
  append_quoted(out, text);
}

// Appends ,"annotations":{..} unless there are none.
inline void append_annotations(std::string& out, const Annotations& annotations) {
  std::string members;
  if (!annotations.audience.empty()) {
    members += R"(,"audience":[)";
    for (const Role role : annotations.audience) {
      append_quoted(members, role_name(role));
      members += ',';
    }
    members.back() = ']';
  }
  if (const auto& priority = annotations.priority) {
    if (!(*priority >= 0 && *priority <= 1)) {
      throw Error(FAIRLEAD_INTERNAL, "the provider gave a priority that is not between 0 and 1");
    }
    members += R"(,"priority":)";
    append_number(members, *priority);
  }
  append_member(members, "lastModified", annotations.last_modified);
  if (members.empty()) return;
  members.front() = '{';
  out.append(R"(,"annotations":)").append(members).append("}");
}

// Appends the members of a Resource, without braces.
inline void append_resource_info(std::string& out, const ResourceInfo& resource) {
  out += R"("uri":)";
  append_quoted(out, resource.uri);
  out += R"(,"name":)";
  append_quoted(out, resource.name);
  append_member(out, "title", resource.title);
  append_member(out, "description", resource.description);
  append_member(out, "mimeType", resource.mime_type);
  if (resource.size_bytes) {
    out += R"(,"size":)";
    append_number(out, *resource.size_bytes);
  }
  append_annotations(out, resource.annotations);
}

// Appends TextResourceContents or BlobResourceContents.
inline void append_contents(std::string& out, std::string_view uri, std::string_view mime_type,
                            std::string_view text) {
  out += R"({"uri":)";
  append_quoted(out, uri);
  append_member(out, "mimeType", mime_type);
  out += R"(,"text":)";
  append_quoted(out, text);
  out += '}';
}
inline void append_contents(std::string& out, std::string_view uri, std::string_view mime_type,
                            const Bytes& blob) {
  out += R"({"uri":)";
  append_quoted(out, uri);
  append_member(out, "mimeType", mime_type);
  out += R"(,"blob":)";
  append_json(out, blob);
  out += '}';
}

}  // namespace detail

// ---- Content -------------------------------------------------------------------------------------------

inline void Content::open(std::string_view type) {
  if (!blocks_.empty()) blocks_ += ',';
  blocks_ += R"({"type":)";
  detail::append_quoted(blocks_, type);
}

inline Content& Content::close(const Annotations& annotations) {
  detail::append_annotations(blocks_, annotations);
  blocks_ += '}';
  ends_.push_back(blocks_.size());
  return *this;
}

inline Content& Content::text(std::string_view text, const Annotations& annotations) {
  open("text");
  blocks_ += R"(,"text":)";
  detail::append_quoted(blocks_, text);
  return close(annotations);
}

inline Content& Content::media(std::string_view type, const Bytes& data, std::string_view mime_type,
                               const Annotations& annotations) {
  open(type);
  blocks_ += R"(,"data":)";
  detail::append_json(blocks_, data);
  blocks_ += R"(,"mimeType":)";
  detail::append_quoted(blocks_, mime_type);
  return close(annotations);
}

inline Content& Content::image(const Bytes& data, std::string_view mime_type,
                               const Annotations& annotations) {
  return media("image", data, mime_type, annotations);
}

inline Content& Content::audio(const Bytes& data, std::string_view mime_type,
                               const Annotations& annotations) {
  return media("audio", data, mime_type, annotations);
}

inline Content& Content::link(const ResourceInfo& resource) {
  open("resource_link");
  blocks_ += ',';
  detail::append_resource_info(blocks_, resource);
  return close({});
}

inline Content& Content::embed(const ResourceText& resource, const Annotations& annotations) {
  open("resource");
  blocks_ += R"(,"resource":)";
  detail::append_contents(blocks_, resource.uri, resource.mime_type, resource.text);
  return close(annotations);
}

inline Content& Content::embed(const ResourceBlob& resource, const Annotations& annotations) {
  open("resource");
  blocks_ += R"(,"resource":)";
  detail::append_contents(blocks_, resource.uri, resource.mime_type, resource.blob);
  return close(annotations);
}

inline std::string_view Content::block(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_.at(index - 1) + 1;  // past the comma
  return std::string_view(blocks_).substr(begin, ends_.at(index) - begin);
}

// ---- Messages ------------------------------------------------------------------------------------------

inline Messages& Messages::add(Role role, Content content) {
  messages_.push_back({role, std::move(content)});
  return *this;
}

inline Messages& Messages::description(std::string_view text) {
  description_ = text;
  return *this;
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_CONTENT_HPP
