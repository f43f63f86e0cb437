// References are resolved inside the document only. An embedded $id starts a resource of its own (2020-12
// core, section 8.2.1), within which `#` and anchors mean that resource.
#include "json/schema_references.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "json/schema_keywords.hpp"
#include "json/text.hpp"

namespace fairlead::json {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

const value* child(const value& parent, const std::string& token) {
  if (const object* members = parent.if_object()) return members->if_contains(token);
  const array* items = parent.if_array();
  const bool is_index = !token.empty() && token.size() < 6 &&
                        std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
  return items != nullptr && is_index ? items->if_contains(std::stoul(token)) : nullptr;
}

std::string unescaped_token(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool is_escape = token[i] == '~' && i + 1 < token.size();
    if (is_escape) ++i;
    out += is_escape ? (token[i] == '1' ? '/' : '~') : token[i];
  }
  return out;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  const auto digit = [](char c) {
    const std::size_t at = std::string_view("0123456789abcdef0123456789ABCDEF").find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at % 16);
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return std::nullopt;
    out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
    i += 2;
  }
  return out;
}

// Follows a JSON Pointer (RFC 6901 section 4). Passing an $id changes what `#` means further inside.
bool walk(std::string_view pointer, SchemaSite& site) {
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    site.schema = child(*site.schema, unescaped_token(pointer.substr(1, end - 1)));
    if (site.schema == nullptr) return false;
    pointer.remove_prefix(end);
    const object* inner = site.schema->if_object();
    const value* id = inner != nullptr && !pointer.empty() ? inner->if_contains("$id") : nullptr;
    if (id != nullptr && id->is_string() && !id->get_string().starts_with('#')) site.resource = site.schema;
  }
  return true;
}

}  // namespace

void SchemaReferences::add_resource(std::string id, const value* schema) {
  if (!id.empty() && id.back() == '#') id.pop_back();
  resources_.emplace(std::move(id), schema);
}

Result<void> SchemaReferences::add_anchor(const std::string& anchor, const SchemaSite& site) {
  const auto [at, is_new] = anchors_.emplace(std::pair(site.resource, anchor), site.schema);
  if (is_new || at->second == site.schema) return {};
  return refuse_schema(site.where, "the anchor " + quoted(anchor) + " is there twice");
}

bool SchemaReferences::jump(const std::string& anchor, SchemaSite& site) const {
  const auto found = anchors_.find(std::pair(site.resource, anchor));
  if (found == anchors_.end()) return false;
  site.schema = found->second;
  return true;
}

Result<SchemaSite> SchemaReferences::resolve(const std::string& text, const SchemaSite& from) const {
  const std::size_t mark = std::min(text.find('#'), text.size());
  const std::string base = text.substr(0, mark);
  SchemaSite site{from.resource, from.resource, text, 1};
  if (!base.empty()) {
    const auto known = resources_.find(base);
    if (known == resources_.end()) {
      return refuse_schema(
          from.where, "the $ref " + quoted(text, 80) +
                          " is no $id of this document, and nothing is fetched; copy what it means to $defs");
    }
    site.schema = site.resource = known->second;
  }
  const auto fragment = percent_decoded(std::string_view(text).substr(std::min(mark + 1, text.size())));
  const bool is_found =
      fragment &&
      (fragment->empty() || (fragment->front() == '/' ? walk(*fragment, site) : jump(*fragment, site)));
  if (!is_found)
    return refuse_schema(from.where, "the $ref " + quoted(text, 80) + " leads nowhere in the document");
  return site;
}

Result<void> check_references_end(const SchemaProgram& program) {
  enum class State : std::uint8_t { Unseen, Open, Done };
  std::vector<State> states(program.nodes.size(), State::Unseen);
  struct Step {
    NodeId node;
    std::vector<NodeId> next;
  };
  for (NodeId start = 0; start < program.nodes.size(); ++start) {
    if (states[start] != State::Unseen) continue;
    std::vector<Step> path;
    states[start] = State::Open;
    path.push_back({start, program.nodes[start].in_place()});
    while (!path.empty()) {
      if (path.back().next.empty()) {
        states[path.back().node] = State::Done;
        path.pop_back();
        continue;
      }
      const NodeId next = path.back().next.back();
      path.back().next.pop_back();
      if (states[next] == State::Open)
        return refuse_schema("", "a $ref leads back to itself without reaching a part of the value");
      if (states[next] == State::Done) continue;
      states[next] = State::Open;
      path.push_back({next, program.nodes[next].in_place()});
    }
  }
  return {};
}

}  // namespace fairlead::json
