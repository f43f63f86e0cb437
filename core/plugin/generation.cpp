#include "plugin/generation.hpp"

namespace fairlead::plugin {

Result<std::uint32_t> GenerationTable::take(std::string_view id, const std::string& sha256) {
  return loads_.with([&](auto& loads) -> Result<std::uint32_t> {
    Loads& own = loads[std::string(id)];
    if (!own.contents.contains(sha256) && own.contents.size() == kGenerationsMax) {
      return fail(ErrorCode::ResourceExhausted,
                  std::to_string(kGenerationsMax) + " generations of " + std::string(id) +
                      " have been loaded, and none is ever unloaded; restart this process",
                  "too_many_generations");
    }
    own.contents.insert(sha256);
    return ++own.count;
  });
}

}  // namespace fairlead::plugin
