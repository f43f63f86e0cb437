// What $id, $anchor and $ref of one document mean. Private to core/json.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "json/schema_program.hpp"

namespace fairlead::json {

/// A subschema of the document being compiled; all pointers are into it.
struct SchemaSite {
  const boost::json::value* schema;
  const boost::json::value*
      resource;       ///< what `#` means here: the document, or the nearest schema with an $id
  std::string where;  ///< JSON Pointer in the document
  std::size_t depth;  ///< of schemas inside each other, from 1
};

class SchemaReferences {
 public:
  void add_resource(std::string id, const boost::json::value* schema);
  /// @error InvalidArgument if the resource of `site` has that anchor already
  [[nodiscard]] Result<void> add_anchor(const std::string& anchor, const SchemaSite& site);

  /// What `text`, a $ref at `from`, refers to. The base of a reference is compared with the $ids as it is
  /// written; relative ids are not resolved.
  /// @error InvalidArgument if there is no such place in the document
  [[nodiscard]] Result<SchemaSite> resolve(const std::string& text, const SchemaSite& from) const;

 private:
  [[nodiscard]] bool jump(const std::string& anchor, SchemaSite& site) const;

  std::map<std::string, const boost::json::value*> resources_;  // by $id
  std::map<std::pair<const boost::json::value*, std::string>, const boost::json::value*>
      anchors_;  // by resource, name
};

/// @error InvalidArgument if a node would apply itself to the same instance again, and so for ever
[[nodiscard]] Result<void> check_references_end(const SchemaProgram& program);

}  // namespace fairlead::json
