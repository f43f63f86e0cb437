// Keeps what providers say has changed until somebody takes it: the same news twice is kept once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "base/guarded.hpp"
#include "plugin/ports.hpp"

namespace fairlead::plugin {

/// What has changed in one binding.
struct BindingNews {
  std::set<ListKind> lists;
  std::set<std::string> resources;  ///< URIs
  /// More resources changed than are noted here: whoever watches any of this binding's should look again.
  bool has_more_resources = false;
};

/// By binding id.
using News = std::map<std::uint64_t, BindingNews>;

/// Any thread. Bounded: what finds no room is noted as has_more_resources, so that a chatty binding costs
/// others nothing.
class EventInbox final : public EventSink {
 public:
  static constexpr std::size_t kResourcesPerBindingMax = 256;
  static constexpr std::size_t kUriBytesInAllMax = std::size_t{8} << 20U;

  /// `on_news`, when given, is called without a lock whenever the empty inbox gets its first entry.
  explicit EventInbox(std::function<void()> on_news = {}) : on_news_(std::move(on_news)) {}

  void list_changed(std::uint64_t binding_id, ListKind list) override;
  void resource_updated(std::uint64_t binding_id, std::string_view uri) override;

  /// Empties it.
  [[nodiscard]] News take();

 private:
  struct Kept {
    News news;
    std::size_t uri_bytes = 0;
  };
  Guarded<Kept> kept_;
  std::function<void()> on_news_;
};

}  // namespace fairlead::plugin
