// Prefixes for families, whole names for the rest. Wrappers (a user's own function, an operator, a cast) are
// not seen here; against them stand the role's privileges, READ ONLY, the deadline and DISCARD ALL.
#include "refused_functions.hpp"

#include <algorithm>
#include <array>

namespace fairlead::postgres {
namespace {

constexpr std::array<std::string_view, 24> kFamilies{
    "pg_read_",                  // files of the server
    "pg_ls_",                    //
    "pg_file_",                  //
    "pg_logdir_",                //
    "lo_",                       // large objects, two of which read and write files
    "dblink",                    // other servers
    "postgres_fdw_",             //
    "pg_sleep",                  // holds a connection
    "pg_advisory_",              // locks between sessions
    "pg_try_advisory_",          //
    "pg_wal_replay_",            // replication and recovery
    "pg_replication_",           //
    "pg_logical_",               //
    "pg_create_",                //
    "pg_copy_",                  //
    "pg_drop_",                  //
    "pg_backup_",                //
    "pg_start_backup",           //
    "pg_stop_backup",            //
    "pg_switch_",                //
    "pg_stat_reset",             // statistics of everybody
    "pg_stat_statements_reset",  //
    "binary_upgrade_",           // the catalogue itself
    "crosstab",                  // tablefunc: SQL from a string
};

constexpr std::array<std::string_view, 21> kNames{
    "set_config",                      // session settings, the tenant's among them
    "setseed",                         // survives DISCARD ALL
    "pg_notify",                       // messages to other sessions
    "pg_stat_file",                    //
    "loread",                          //
    "lowrite",                         //
    "pg_terminate_backend",            // other sessions
    "pg_cancel_backend",               //
    "pg_log_backend_memory_contexts",  //
    "pg_reload_conf",                  // the server
    "pg_rotate_logfile",               //
    "pg_promote",                      //
    "pg_export_snapshot",              //
    "pg_import_system_collations",     //
    "pg_extension_config_dump",        //
    "pg_prewarm",                      //
    "query_to_xml",                    // SQL from a string
    "ts_stat",                         //
    "connectby",                       //
    "pg_hba_file_rules",               // configuration of the server
    "pg_show_all_file_settings",       //
};

}  // namespace

bool is_refused_function(std::string_view name) {
  // query_to_xmlschema, cursor_to_xml, database_to_xml_and_xmlschema, ...: the whole family runs queries.
  if (name.find("_to_xml") != std::string_view::npos) return true;
  return std::any_of(kFamilies.begin(), kFamilies.end(),
                     [name](std::string_view family) { return name.starts_with(family); }) ||
         std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace fairlead::postgres
