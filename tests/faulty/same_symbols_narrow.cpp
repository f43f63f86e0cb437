// Defines faulty_shared::Settings and its instance with one layout; same_symbols_wide does with another. Both
// are correct: what is asked is that the host keeps them apart.
#include "valid_plugin.hpp"

namespace faulty_shared {

struct Settings {
  std::uint32_t magic = 0x11111111;
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
    const bool is_intact =
        Settings::instance().magic == 0x11111111 && faulty_shared::shared_by_name.magic == 0x11111111;
    complete(call, result_with(is_intact ? "\"narrow\"" : "\"corrupt\""));
  };
}
