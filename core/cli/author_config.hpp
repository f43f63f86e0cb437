// The configuration that the author of a plugin tries it with.
#pragma once

#include <filesystem>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "runtime/settings.hpp"

namespace fairlead::cli {

/// Reads a JSON object in which secrets may stand in clear, because it is the author's own and for trying. In
/// every string ${env:NAME} and ${file:path} are replaced, files being sought below the folder of `file`; as
/// in a connection, $${ stands for ${. What comes out holds secrets: never print it.
/// @error InvalidArgument     no JSON object, or a reference is malformed ("bad_reference"); the message
/// names
///                            the field and repeats no value
/// @error FailedPrecondition  "secret_unresolved"
/// @error those of read_file
[[nodiscard]] Result<boost::json::object> read_author_config(const std::filesystem::path& file,
                                                             const runtime::Environment& environment);

}  // namespace fairlead::cli
