// Resources in every way they can be offered: fixed ones, one that changes, a template with completion, and
// some that are listed page by page and read on demand.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"
#include "media.hpp"

namespace everything {

// Those that begin with what was typed so far.
template <std::size_t Count>
std::vector<std::string> beginning_with(std::string_view typed,
                                        const std::array<std::string_view, Count>& all) {
  std::vector<std::string> found;
  for (const std::string_view one : all) {
    if (one.substr(0, typed.size()) == typed) found.emplace_back(one);
  }
  return found;
}

struct TemplateVars {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(TemplateVars, (), (id))

// Its JSON, in this order of fields, is what a read of the template gives.
struct TemplateData {
  std::string id;
  bool templateTest;
  std::string data;
};
BOOST_DESCRIBE_STRUCT(TemplateData, (), (id, templateTest, data))

class Resources {
 public:
  explicit Resources(const Config& config) : memory_(*config.memory) {}

  Task<std::string> text(Call&) { co_return "This is the content of the static text resource."; }

  Task<fairlead::Bytes> binary(Call&) { co_return red_pixel(); }

  // Clients that subscribe to it hear of each change; see changes.hpp.
  Task<std::string> watched(Call&) {
    const unsigned changes = memory_.tool_changes + memory_.prompt_changes;
    co_return "The lists have changed " + std::to_string(changes) + " times.";
  }

  Task<TemplateData> by_id(const TemplateVars& vars, Call&) {
    co_return TemplateData{vars.id, true, "Data for ID: " + vars.id};
  }

  Task<std::vector<std::string>> complete_id(const fairlead::CompletionRequest& request, Call&) {
    static constexpr std::array<std::string_view, 4> kIds = {"1", "12", "123", "456"};
    co_return beginning_with(request.value, kIds);
  }

  // Two to a page. The cursor is the number of the next; a client may send whatever it likes instead.
  Task<fairlead::ResourcePage> list(std::string_view cursor, Call&) {
    if (!cursor.empty() && cursor != "3") {
      throw fairlead::Error(FAIRLEAD_INVALID_ARGUMENT, "unknown cursor; begin again without one");
    }
    fairlead::ResourcePage page;
    if (cursor.empty()) {
      page.resources = {listed("1"), listed("2")};
      page.next_cursor = "3";
    } else {
      page.resources = {listed("3")};
    }
    co_return page;
  }

  Task<std::string> read(std::string_view uri, Call&) {
    for (const std::string_view number : {"1", "2", "3"}) {
      if (uri == listed(number).uri) co_return "This is listed resource " + std::string(number) + ".";
    }
    throw fairlead::Error(FAIRLEAD_NOT_FOUND, "no such resource; list the resources for those there are");
  }

 private:
  static fairlead::ResourceInfo listed(std::string_view number) {
    fairlead::ResourceInfo info;
    info.uri = "test://listed/" + std::string(number);
    info.name = "Listed Resource " + std::string(number);
    info.description = "Stands in no catalog";
    info.mime_type = "text/plain";
    return info;
  }

  Memory& memory_;
};

inline constexpr char kWatchedUri[] = "test://watched-resource";

using StaticText = fairlead::Resource<&Resources::text, "test://static-text", "Static Text Resource",
                                      "A text that never changes", fairlead::mime_type<"text/plain">,
                                      fairlead::size_bytes<48>, fairlead::audience<fairlead::Role::User>,
                                      fairlead::priority_percent<50>>;
using StaticBinary = fairlead::Resource<&Resources::binary, "test://static-binary", "Static Binary Resource",
                                        "An image that never changes", fairlead::mime_type<"image/png">>;
using Watched = fairlead::Resource<&Resources::watched, kWatchedUri, "Watched Resource",
                                   "A text that changes with the lists", fairlead::mime_type<"text/plain">>;
using ById = fairlead::ResourceTemplate<&Resources::by_id, "test://template/{id}/data", "Resource Template",
                                        "A text about any id">;
using CompleteId = fairlead::Completion<&Resources::complete_id, "test://template/{id}/data", "id">;
using ListedResources = fairlead::ListResources<&Resources::list>;
using ReadListed = fairlead::ReadResource<&Resources::read, fairlead::mime_type<"text/plain">>;

}  // namespace everything
