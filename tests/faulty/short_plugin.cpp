// Its descriptor ends before the last field of ABI 1.0.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.plugin.struct_size = offsetof(fairlead_plugin_api, deinit); }
