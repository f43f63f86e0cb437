// Two tools have the same name.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.catalog_json = text(
      R"({"tools":[{"name":"echo","inputSchema":{"type":"object"}},{"name":"echo","inputSchema":{"type":"object"}}]})");
}
