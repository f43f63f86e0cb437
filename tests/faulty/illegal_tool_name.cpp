// A tool has a name that MCP does not allow.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.catalog_json = text(R"({"tools":[{"name":"echo echo","inputSchema":{"type":"object"}}]})");
}
