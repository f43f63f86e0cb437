#include "plugin/event_inbox.hpp"

#include <utility>

namespace fairlead::plugin {

void EventInbox::list_changed(std::uint64_t binding_id, ListKind list) {
  const bool is_first = kept_.with([&](Kept& kept) {
    const bool was_empty = kept.news.empty();
    kept.news[binding_id].lists.insert(list);
    return was_empty;
  });
  if (is_first && on_news_) on_news_();
}

void EventInbox::resource_updated(std::uint64_t binding_id, std::string_view uri) {
  const bool is_first = kept_.with([&](Kept& kept) {
    const bool was_empty = kept.news.empty();
    BindingNews& news = kept.news[binding_id];
    const bool has_room =
        news.resources.size() < kResourcesPerBindingMax && kept.uri_bytes + uri.size() <= kUriBytesInAllMax;
    if (news.resources.contains(std::string(uri))) return was_empty;
    if (has_room) {
      news.resources.emplace(uri);
      kept.uri_bytes += uri.size();
    } else {
      news.has_more_resources = true;
    }
    return was_empty;
  });
  if (is_first && on_news_) on_news_();
}

News EventInbox::take() {
  return kept_.with([](Kept& kept) { return std::exchange(kept, Kept{}); }).news;
}

}  // namespace fairlead::plugin
