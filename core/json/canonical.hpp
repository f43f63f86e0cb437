// One text for one value, for digests and comparisons of stored documents.
#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fairlead::json {

/// The JSON Canonicalization Scheme, RFC 8785: no white space, keys sorted by UTF-16 code units, ECMAScript's
/// shortest numbers, the least escaping.
///
/// Claimed: the RFC's text for every value that `parse` can return, with one difference. Integers beyond
/// +-(2^53-1), which the RFC leaves to I-JSON, are written with all their digits and not rounded to double,
/// so that two different integers never share a text. A value made by hand may hold what JSON has no form
/// for: NaN and the infinities are written null, and broken UTF-8 is passed on.
[[nodiscard]] std::string canonical_text(const boost::json::value& value);

/// The keys, sorted by bytes: `payload_keys` of a tool invocation result.
[[nodiscard]] std::vector<std::string> sorted_keys(const boost::json::object& object);

}  // namespace fairlead::json
