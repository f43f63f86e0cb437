// The fixed statements behind list_tables and describe_table. Everything in them is qualified with
// pg_catalog, so that a search_path cannot put other functions in their place. For PostgreSQL 12 and later.
#pragma once

#include <string_view>

namespace fairlead::postgres {

/// $1 schema or NULL for all but the system's, $2 part of the name or NULL.
/// One row per relation the role may see: schema, name, kind, estimated_rows, comment.
inline constexpr std::string_view kListTables = R"sql(
SELECT n.nspname AS schema, c.relname AS name,
       CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                      WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END AS kind,
       CASE WHEN c.reltuples >= 0 AND c.relkind NOT IN ('v', 'f') THEN c.reltuples::pg_catalog.int8 END AS estimated_rows,
       pg_catalog.obj_description(c.oid, 'pg_class') AS comment
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  AND CASE WHEN $1::pg_catalog.text IS NULL
           THEN n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
           ELSE n.nspname = $1::pg_catalog.text END
  AND ($2::pg_catalog.text IS NULL
       OR pg_catalog.strpos(pg_catalog.lower(c.relname), pg_catalog.lower($2::pg_catalog.text)) > 0)
ORDER BY n.nspname, c.relname)sql";

/// $1 schema, $2 name. No row, or one row with one json column in the shape of TableDescription (tools.hpp).
inline constexpr std::string_view kDescribeTable = R"sql(
SELECT pg_catalog.json_build_object(
  'schema', n.nspname,
  'name', c.relname,
  'kind', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                         WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END,
  'comment', pg_catalog.obj_description(c.oid, 'pg_class'),
  'estimated_rows',
    CASE WHEN c.reltuples >= 0 AND c.relkind NOT IN ('v', 'f') THEN c.reltuples::pg_catalog.int8 END,
  'columns', (
    SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object(
             'name', a.attname,
             'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
             'nullable', NOT a.attnotnull,
             'default_value', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
             'generated', CASE WHEN a.attgenerated <> '' THEN 'stored' WHEN a.attidentity = 'a' THEN 'identity always'
                               WHEN a.attidentity = 'd' THEN 'identity by default' END,
             'comment', pg_catalog.col_description(a.attrelid, a.attnum)) ORDER BY a.attnum), '[]')
    FROM pg_catalog.pg_attribute a
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'primary_key', (
    SELECT COALESCE(pg_catalog.json_agg(a.attname ORDER BY k.place), '[]')
    FROM pg_catalog.pg_constraint p
    CROSS JOIN LATERAL pg_catalog.unnest(p.conkey) WITH ORDINALITY AS k(number, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = p.conrelid AND a.attnum = k.number
    WHERE p.conrelid = c.oid AND p.contype = 'p'),
  'indexes', (
    SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object(
             'name', i.relname,
             'definition', pg_catalog.pg_get_indexdef(x.indexrelid),
             'unique', x.indisunique,
             'valid', x.indisvalid) ORDER BY i.relname), '[]')
    FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid = c.oid),
  'foreign_keys', (
    SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object(
             'name', f.conname,
             'columns', (
               SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
               FROM pg_catalog.unnest(f.conkey) WITH ORDINALITY AS k(number, place)
               JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number),
             'references_schema', rn.nspname,
             'references_table', r.relname,
             'references_columns', (
               SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
               FROM pg_catalog.unnest(f.confkey) WITH ORDINALITY AS k(number, place)
               JOIN pg_catalog.pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number),
             'definition', pg_catalog.pg_get_constraintdef(f.oid)) ORDER BY f.conname), '[]')
    FROM pg_catalog.pg_constraint f
    JOIN pg_catalog.pg_class r ON r.oid = f.confrelid
    JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
    WHERE f.conrelid = c.oid AND f.contype = 'f')
) AS description
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1::pg_catalog.text AND c.relname = $2::pg_catalog.text
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))sql";

}  // namespace fairlead::postgres
