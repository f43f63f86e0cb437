// The catalog is no JSON.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.provider.catalog_json = text(R"({"tools":[)"); }
