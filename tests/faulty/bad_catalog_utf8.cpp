// The catalog is no UTF-8.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.catalog_json = text(
      "{\"tools\":[{\"name\":\"echo\",\"description\":\"\xC3\x28\",\"inputSchema\":{\"type\":\"object\"}}]}");
}
