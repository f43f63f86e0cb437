// The plugin dev.fairlead.postgres: one provider, four tools.
#include "client.hpp"

namespace fairlead::postgres {

using Postgres = Provider<
    Client, Config, "postgres", ProviderTitle<"PostgreSQL">,
    Tool<&Client::query, "query",
         "Run one reading SQL statement in a read-only transaction and get its rows. Write values as $1, $2, "
         "... and "
         "give them in params, never inside the SQL. Ask for few columns and rows; truncated tells that "
         "there is more.",
         read_only, title<"Query">, tier<"core">>,
    Tool<&Client::execute, "execute",
         "Run one writing SQL statement in a transaction of its own: INSERT, UPDATE, DELETE, MERGE, or the "
         "definition "
         "of tables, indexes, views, sequences, schemas and types. It is committed when the call succeeds.",
         destructive, title<"Execute">, tier<"core">>,
    Tool<&Client::list_tables, "list_tables",
         "List tables and views with their schema, estimated rows and comment.", read_only,
         title<"List tables">, tier<"core">>,
    Tool<&Client::describe_table, "describe_table",
         "Describe one table or view: columns with types, defaults and comments, primary key, indexes, "
         "foreign keys.",
         read_only, title<"Describe table">, tier<"core">>>;

}  // namespace fairlead::postgres

FAIRLEAD_PLUGIN("dev.fairlead.postgres", "0.1.0", fairlead::postgres::Postgres)
