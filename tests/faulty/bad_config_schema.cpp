// The config schema is no JSON Schema.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.config_schema_json = text(R"({"type":"object","properties":[]})");
}
