// The provider as the host sees it: configuration, arguments and results of the tools. Plain data; the SDK
// makes the schemas from it, so the texts here are what operators and models read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fairlead/sdk.hpp"

namespace fairlead::postgres {

struct Config {
  Arg<std::string, "Host name or address of the server, or the folder of its Unix socket", MinLength{1},
      MaxLength{255}>
      host;
  Arg<int, "Port", Range{1, 65535}> port = 5432;
  Arg<std::string, "Database", MinLength{1}, MaxLength{63}> database;
  Arg<std::string, "Role to log in as; give each tenant its own", MinLength{1}, MaxLength{63}> user;
  Arg<std::optional<Secret>, "Password of the role"> password;
  Arg<std::string,
      "How TLS is used, in libpq's words: verify-full checks certificate and host name (use it across "
      "networks), "
      "verify-ca the certificate only, require encrypts only, prefer and allow fall back to plain text, "
      "disable "
      "never encrypts",
      MaxLength{11}>
      sslmode = "prefer";
  Arg<std::optional<std::string>,
      "File with the certificate authorities to trust; needed by verify-ca and verify-full", MaxLength{4096}>
      sslrootcert;
  Arg<std::optional<std::string>, "File with the client certificate", MaxLength{4096}> sslcert;
  Arg<std::optional<std::string>, "File with the key of the client certificate", MaxLength{4096}> sslkey;
  Arg<int, "Seconds to wait for a new connection", Range{1, 60}> connect_timeout_s = 5;
  Arg<int, "Longest a statement may run, in milliseconds; the call's own deadline still holds",
      Range{1, 3'600'000}>
      statement_timeout_ms = 30'000;
  Arg<int, "Most rows in one result", Range{1, 10'000}> rows_max = 1000;
  Arg<int, "Most bytes of rows in one result, written as JSON", Range{1024, 4'194'304}> bytes_max = 1'048'576;
  Arg<std::string, "Custom setting that carries the tenant's id during each call, for row-level security",
      MaxLength{63}>
      tenant_setting = "fairlead.tenant";
  Arg<std::string, "What the server shows as application_name; the tenant's id is added", MinLength{1},
      MaxLength{30}>
      application_name = "fairlead";
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (host, port, database, user, password, sslmode, sslrootcert, sslcert, sslkey,
                       connect_timeout_s, statement_timeout_ms, rows_max, bytes_max, tenant_setting,
                       application_name))

struct QueryArgs {
  Arg<std::string, "One SELECT, VALUES, TABLE, WITH, EXPLAIN or SHOW statement; write values as $1, $2, ...",
      MinLength{1}>
      sql;
  Arg<std::optional<boost::json::array>,
      "Values for $1, $2, ...: strings, numbers, booleans and null as they are; arrays and objects are "
      "passed as JSON "
      "text, for json parameters (for a SQL array pass a string like {1,2})">
      params;
  Arg<std::optional<int>, "Most rows to return; the connection's own limit still holds", Range{1, 10'000}>
      limit;
};
BOOST_DESCRIBE_STRUCT(QueryArgs, (), (sql, params, limit))

struct ExecuteArgs {
  Arg<std::string,
      "One statement: INSERT, UPDATE, DELETE, MERGE (with RETURNING where rows are wanted), or CREATE, "
      "ALTER, DROP of "
      "tables, indexes, views, sequences, schemas, types; write values as $1, $2, ...",
      MinLength{1}>
      sql;
  Arg<std::optional<boost::json::array>, "Values for $1, $2, ..., as in query"> params;
  Arg<std::optional<int>, "Most rows of RETURNING to return; all rows are written whatever it says",
      Range{1, 10'000}>
      limit;
};
BOOST_DESCRIBE_STRUCT(ExecuteArgs, (), (sql, params, limit))

struct Column {
  std::string name;
  Arg<std::string, "SQL type"> type;
};
BOOST_DESCRIBE_STRUCT(Column, (), (name, type))

struct QueryResult {
  std::vector<Column> columns;
  Arg<std::vector<boost::json::array>, "One array per row, values in the order of columns"> rows;
  std::int64_t row_count = 0;
  Arg<bool, "There were more rows, or larger ones, than the limits allow"> truncated;
};
BOOST_DESCRIBE_STRUCT(QueryResult, (), (columns, rows, row_count, truncated))

struct ExecuteResult {
  Arg<std::string, "What ran: INSERT, UPDATE, CREATE TABLE, ..."> command;
  Arg<std::int64_t, "As the server counts them: rows written, or those a SELECT gave; 0 for definitions">
      rows_affected;
  Arg<std::optional<std::vector<Column>>, "Of RETURNING; absent without it"> columns;
  Arg<std::optional<std::vector<boost::json::array>>, "Of RETURNING; absent without it"> rows;
  Arg<bool, "RETURNING gave more than the limits allow; all of it was written"> truncated;
};
BOOST_DESCRIBE_STRUCT(ExecuteResult, (), (command, rows_affected, columns, rows, truncated))

struct ListTablesArgs {
  Arg<std::optional<std::string>, "Only this schema; without it all but the system's", MaxLength{63}> schema;
  Arg<std::optional<std::string>, "Only names that contain this, in any case", MaxLength{63}> name;
  Arg<int, "Most tables to list", Range{1, 1000}> limit = 200;
};
BOOST_DESCRIBE_STRUCT(ListTablesArgs, (), (schema, name, limit))

struct TableSummary {
  std::string schema;
  std::string name;
  Arg<std::string, "table, partitioned table, view, materialized view or foreign table"> kind;
  Arg<std::optional<std::int64_t>, "The planner's estimate; absent when unknown"> estimated_rows;
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(TableSummary, (), (schema, name, kind, estimated_rows, comment))

struct TableList {
  std::vector<TableSummary> tables;
  bool truncated = false;
};
BOOST_DESCRIBE_STRUCT(TableList, (), (tables, truncated))

struct DescribeTableArgs {
  Arg<std::string, "Schema of the table", MaxLength{63}> schema = "public";
  Arg<std::string, "Name of the table or view, as list_tables gives it", MinLength{1}, MaxLength{63}> table;
};
BOOST_DESCRIBE_STRUCT(DescribeTableArgs, (), (schema, table))

// No Arg from here on: these are read from the JSON of kDescribeTable by Boost.JSON, which does not know it.
struct ColumnDescription {
  std::string name;
  std::string type;
  bool nullable = false;
  std::optional<std::string> default_value;  // a SQL expression
  std::optional<std::string> generated;      // stored, identity always, identity by default
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(ColumnDescription, (), (name, type, nullable, default_value, generated, comment))

struct IndexDescription {
  std::string name;
  std::string definition;
  bool unique = false;
  bool valid = false;
};
BOOST_DESCRIBE_STRUCT(IndexDescription, (), (name, definition, unique, valid))

struct ForeignKeyDescription {
  std::string name;
  std::vector<std::string> columns;
  std::string references_schema;
  std::string references_table;
  std::vector<std::string> references_columns;
  std::string definition;
};
BOOST_DESCRIBE_STRUCT(ForeignKeyDescription, (),
                      (name, columns, references_schema, references_table, references_columns, definition))

struct TableDescription {
  std::string schema;
  std::string name;
  std::string kind;
  std::optional<std::string> comment;
  std::optional<std::int64_t> estimated_rows;
  std::vector<ColumnDescription> columns;
  std::vector<std::string> primary_key;
  std::vector<IndexDescription> indexes;
  std::vector<ForeignKeyDescription> foreign_keys;
};
BOOST_DESCRIBE_STRUCT(TableDescription, (),
                      (schema, name, kind, comment, estimated_rows, columns, primary_key, indexes,
                       foreign_keys))

}  // namespace fairlead::postgres
