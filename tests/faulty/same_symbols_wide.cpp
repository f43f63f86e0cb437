// Defines faulty_shared::Settings and its instance with another layout than same_symbols_narrow. Both are
// correct: what is asked is that the host keeps them apart.
#include <array>

#include "valid_plugin.hpp"

namespace faulty_shared {

struct Settings {
  std::array<std::uint64_t, 64> magic{};
  Settings() { magic.fill(0x2222222222222222); }
  static Settings& instance() {
    static Settings settings;
    return settings;
  }
};
inline Settings shared_by_name;

}  // namespace faulty_shared

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = [](fairlead_client*, fairlead_call call, const fairlead_request*) noexcept {
    using faulty_shared::Settings;
    const bool is_intact = Settings::instance().magic.back() == 0x2222222222222222 &&
                           faulty_shared::shared_by_name.magic.back() == 0x2222222222222222;
    complete(call, result_with(is_intact ? "\"wide\"" : "\"corrupt\""));
  };
}
