// The entry point gives another descriptor each time.
#define FAULTY_OWN_ENTRY_POINT
#include "valid_plugin.hpp"

void faulty::break_it(Parts&) {}

FAIRLEAD_EXPORT const fairlead_plugin_api* fairlead_plugin_main_v1(void) FAIRLEAD_NOEXCEPT {
  return new fairlead_plugin_api(*faulty::table());  // Leaked on purpose, as such a plugin would.
}
