// A shared library, but no plugin: its entry point has another name.
#define FAULTY_OWN_ENTRY_POINT
#include "valid_plugin.hpp"

void faulty::break_it(Parts&) {}

FAIRLEAD_EXPORT const fairlead_plugin_api* some_other_function(void) FAIRLEAD_NOEXCEPT {
  return faulty::table();
}
