// The forms that keywords of a schema may have. Private to core/json. Each function reads one keyword of
// `schema`; `where` is the JSON Pointer of the schema, for the message.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <re2/re2.h>

#include "base/result.hpp"

namespace fairlead::json {

/// The error of Schema::compile.
[[nodiscard]] tl::unexpected<Error> refuse_schema(const std::string& where, const std::string& what);

[[nodiscard]] Result<std::optional<std::string>> text_of(const boost::json::object& schema,
                                                         std::string_view keyword, const std::string& where);
[[nodiscard]] Result<bool> truth_of(const boost::json::object& schema, std::string_view keyword,
                                    const std::string& where);
[[nodiscard]] Result<std::optional<boost::json::value>> number_of(const boost::json::object& schema,
                                                                  std::string_view keyword,
                                                                  const std::string& where);
[[nodiscard]] Result<std::optional<std::uint64_t>> count_of(const boost::json::object& schema,
                                                            std::string_view keyword,
                                                            const std::string& where);
/// `list` itself is the array of names.
[[nodiscard]] Result<std::vector<std::string>> names_of(const boost::json::value& list,
                                                        const std::string& where);

/// A pattern of ECMA-262 as far as RE2 knows it; \uXXXX and \/ are translated. Matches in linear time.
[[nodiscard]] Result<std::unique_ptr<re2::RE2>> regex_of(std::string_view pattern, std::size_t bytes_max,
                                                         const std::string& where);

}  // namespace fairlead::json
