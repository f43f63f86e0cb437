// The provider's id holds characters that no name may have.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.provider.id = text("Not An Id!"); }
