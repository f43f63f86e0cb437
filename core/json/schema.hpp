// JSON Schema 2020-12: compiled once, then validates, fills in defaults and knows the secret fields.
//
// Understood: type, enum, const; properties, required, additionalProperties, patternProperties,
// propertyNames, min/maxProperties, dependentRequired, dependentSchemas; items, prefixItems, contains with
// min/maxContains, min/maxItems, uniqueItems; minimum, maximum, exclusiveMinimum, exclusiveMaximum,
// multipleOf; min/maxLength, pattern; allOf, anyOf, oneOf, not, if/then/else; unevaluatedItems,
// unevaluatedProperties; boolean schemas; $defs, $anchor, and $ref into the same document. $dynamicRef is
// read as $ref, which is the same within one document that has each $dynamicAnchor once; another is refused.
// `format` and unknown keywords change nothing. A pattern is RE2's: linear, \d \w \s mean ASCII, no
// look-around, no back references. Nothing is ever fetched. Own code: the packaged validators end at draft 7
// and match patterns by std::regex.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace fairlead::json {

struct SchemaProgram;

/// One thing wrong with an instance.
struct FieldError {
  std::string
      path;  ///< JSON Pointer (RFC 6901) into the instance; "" is the whole. Names are cut at 128 bytes
  std::string message;  ///< one sentence for people, without the path, safe to print

  bool operator==(const FieldError&) const = default;
};

/// `limit: expected integer, got string "abc"; sql: is required`, for messages of one line.
[[nodiscard]] std::string to_text(const std::vector<FieldError>& errors);

struct SchemaLimits {
  std::size_t depth_max = 32;  ///< of schemas inside each other, compiling
  std::size_t subschemas_max = 2000;
  std::size_t pattern_bytes_max = 1024;
  std::size_t errors_max = 16;  ///< reported by one validation; it stops there
  /// Work of one validation: schemas applied, members, comparisons, 64-byte blocks matched by a pattern. Some
  /// 20 ns each.
  std::size_t steps_max = 2'000'000;
};

/// An immutable compiled schema; a copy shares it. Any thread, concurrently.
class Schema {
 public:
  /// `document` is not needed afterwards.
  /// @error InvalidArgument reason "bad_schema": a keyword has the wrong form, a pattern RE2 does not know
  ///        (look-around, back references), a $ref that leaves the document or never ends, another dialect
  ///        than 2020-12, a limit, or an x-fairlead-secret inside a recursion; the message says where in the
  ///        document
  [[nodiscard]] static Result<Schema> compile(const boost::json::value& document,
                                              const SchemaLimits& limits = {});

  /// Empty when the instance is valid. What exceeds the limits is not valid. No message repeats a value found
  /// where the schema says "x-fairlead-secret".
  [[nodiscard]] std::vector<FieldError> validate(const boost::json::value& instance) const;

  /// Adds the members that are missing and whose schema under `properties` has a `default`, at every depth of
  /// objects and array items that exist or come into being that way. Follows $ref and allOf, but no branch
  /// that depends on the instance. An absent object is not made just because its members have defaults. What
  /// comes out has not been validated. After an error the instance is partly filled in.
  /// @error InvalidArgument reason "bad_schema" if the defaults produce ever more (a recursion) or too much
  [[nodiscard]] Result<void> apply_defaults(boost::json::value& instance) const;

  /// Where fields marked `"x-fairlead-secret": true` may be, in whatever branch: sorted JSON Pointers, in
  /// which a token "*" stands for every array index or every other name.
  [[nodiscard]] const std::vector<std::string>& secret_paths() const;

 private:
  explicit Schema(std::shared_ptr<const SchemaProgram> program);

  std::shared_ptr<const SchemaProgram>
      program_;  // Shared: calls in flight keep the schema of a replaced catalog.
};

}  // namespace fairlead::json
