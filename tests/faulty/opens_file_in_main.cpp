// The entry point, which a scanner calls too, opens a file and keeps it.
#include <fcntl.h>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.plugin.reserved0 = ::open("/dev/null", O_RDONLY | O_CLOEXEC) < 0 ? 1 : 0;
}
