// The schema text. Ids are checked in code, where the message can say what is allowed. `config` is marked
// secret so that no message repeats what somebody wrote there in the wrong form.
#include "tenancy/config_schema.hpp"

namespace fairlead::tenancy {

// NOLINTNEXTLINE(readability-function-size): one literal.
std::string_view config_schema_text() {
  return R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "The declarative part of fairlead.yaml",
  "type": "object",
  "required": ["version"],
  "properties": {
    "version": {"const": 1},
    "defaults": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "enabled": {"$ref": "#/$defs/enabled"},
        "fallback": {"$ref": "#/$defs/fallback"}
      }
    },
    "global": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "connections": {"type": "object", "additionalProperties": {"$ref": "#/$defs/global_connection"}}
      }
    },
    "tenants": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tenant"}}
  },
  "$defs": {
    "enabled": {
      "type": ["array", "object"],
      "items": {"type": "string"},
      "uniqueItems": true,
      "additionalProperties": {"type": "boolean"}
    },
    "fallback": {
      "type": "object",
      "additionalProperties": {"enum": ["allow", "read_only", "never"]}
    },
    "access": {"enum": ["read_only", "read_write"]},
    "config": {"type": "object", "x-fairlead-secret": true},
    "tenant": {
      "type": ["object", "null"],
      "additionalProperties": false,
      "properties": {
        "title": {"type": "string"},
        "enabled": {"$ref": "#/$defs/enabled"},
        "fallback": {"$ref": "#/$defs/fallback"},
        "connections": {"$ref": "#/$defs/connections"},
        "users": {
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "additionalProperties": false,
            "properties": {"connections": {"$ref": "#/$defs/connections"}}
          }
        }
      }
    },
    "connections": {"type": "object", "additionalProperties": {"$ref": "#/$defs/connection"}},
    "connection": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "provider": {"type": "string"},
        "config": {"$ref": "#/$defs/config"},
        "access": {"$ref": "#/$defs/access"},
        "prefix": {"type": "string"}
      }
    },
    "global_connection": {
      "type": "object",
      "additionalProperties": false,
      "required": ["tenants"],
      "properties": {
        "provider": {"type": "string"},
        "config": {"$ref": "#/$defs/config"},
        "access": {"$ref": "#/$defs/access"},
        "prefix": {"type": "string"},
        "tenants": {
          "anyOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}, "uniqueItems": true}]
        }
      }
    }
  }
})json";
}

}  // namespace fairlead::tenancy
