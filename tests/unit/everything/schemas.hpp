// MCP's own schemas as judges of what the provider gives, where they are at hand: ../shared/mcp beside the
// project. Internal to these tests.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace everything_test {

enum class Era { Legacy, Modern };  // 2025-11-25, 2026-07-28

// Why there are no schemas; empty when there are.
std::string why_no_schemas();

// What is wrong with `value` by the definition of that name; empty when it fits, and when there are no
// schemas.
std::string misfit(Era era, std::string_view definition, const boost::json::value& value);

}  // namespace everything_test
