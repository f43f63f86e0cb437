// The shape of the declarative part of fairlead.yaml, as JSON Schema 2020-12 text.
#pragma once

#include <string_view>

namespace fairlead::tenancy {

/// Types, enumerations and unknown keys below `defaults`, `global` and `tenants`. Other keys at the top
/// belong to the runtime and are not judged here; nor is what a connection's `config` holds, which is the
/// provider's.
[[nodiscard]] std::string_view config_schema_text();

}  // namespace fairlead::tenancy
