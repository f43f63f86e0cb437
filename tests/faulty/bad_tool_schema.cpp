// A tool's input schema is no JSON Schema.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.catalog_json = text(
      R"({"tools":[{"name":"echo","description":"x","inputSchema":{"type":"object","required":"all"}}]})");
}
