// Every plugin of tests/faulty and what must become of it: refused when it is loaded, contained when it is
// called, or named by the contract suite. Most are caught more than once; each column is a test of its own.
#pragma once

#include <array>
#include <string_view>

namespace fairlead::test {

/// A row. Empty: that test has nothing to ask of it.
struct FaultyPlugin {
  std::string_view file;
  /// Error::reason with which Plugin::load refuses it.
  std::string_view refused;
  /// Code with which Runtime::call fails, at the latest when it is called again, or "ok"; then whether the
  /// host counts misbehaviour ("+").
  std::string_view contained;
  /// The check that fails, and words of its message.
  std::string_view check;
  std::string_view words;
};

inline constexpr std::array kFaultyPlugins = {
    FaultyPlugin{"async_after_cancel", "", "deadline_exceeded+", "call.each_entry",
                 "did not end a call by its deadline"},
    FaultyPlugin{"async_blocks_loop", "", "ok+", "call.async_returns", "kept the event loop for 50"},
    FaultyPlugin{"async_never", "", "deadline_exceeded+", "call.each_entry",
                 "did not end a call by its deadline"},
    FaultyPlugin{"async_twice", "", "ok+", "call.each_entry", "completed a call that has ended already"},
    FaultyPlugin{"bad_catalog_json", "bad_catalog", "", "declare.tables", "catalog: : invalid JSON"},
    FaultyPlugin{"bad_catalog_utf8", "bad_catalog", "", "declare.tables", "/tools/0/description"},
    FaultyPlugin{"bad_config_schema", "bad_schema", "", "declare.tables", "config schema"},
    FaultyPlugin{"bad_tool_schema", "bad_catalog", "", "declare.tables", "inputSchema"},
    FaultyPlugin{"binds_nothing", "", "internal+", "bind.sample_config", "bind made nothing"},
    FaultyPlugin{"completes_and_fails", "", "ok+", "call.each_entry", "failed a call that has ended already"},
    FaultyPlugin{"completes_twice", "", "ok+", "call.each_entry", "completed a call that has ended already"},
    FaultyPlugin{"connects_nothing", "", "internal+", "connect.works", "without making a client"},
    FaultyPlugin{"crash_at_thread_exit", "scan_crashed", "", "end.thread_exit",
                 "SIGSEGV in the end of a thread that had used it"},
    FaultyPlugin{"crash_in_close", "", "", "connect.works", "crashed with SIGSEGV in close"},
    FaultyPlugin{"crash_in_connect", "", "", "connect.works", "crashed with SIGSEGV in connect"},
    FaultyPlugin{"crash_in_constructor", "scan_crashed", "", "load.works", "crashed with SIGSEGV in dlopen"},
    FaultyPlugin{"crash_in_deinit", "scan_crashed", "", "end.init_again", "crashed with SIGSEGV in deinit"},
    FaultyPlugin{"crash_in_init", "scan_crashed", "", "declare.tables", "crashed with SIGSEGV in init"},
    FaultyPlugin{"crash_in_invoke", "", "", "call.each_entry", "crashed with SIGSEGV in invoke echo"},
    FaultyPlugin{"crash_in_main", "scan_crashed", "", "load.works",
                 "crashed with SIGSEGV in fairlead_plugin_main_v1"},
    FaultyPlugin{"crash_on_deep_args", "", "", "call.odd_arguments",
                 "in invoke echo, given 10,000 empty lists"},
    FaultyPlugin{"empty_version", "bad_plugin", "", "declare.tables", "id or version is empty"},
    FaultyPlugin{"executable_stack", "executable_stack", "", "load.lint", "executable_stack"},
    FaultyPlugin{"exit_in_init", "scan_failed", "", "declare.tables", "ended the process (status 0) in init"},
    FaultyPlugin{"exit_in_invoke", "", "", "call.each_entry", "ended the process (status 0) in invoke echo"},
    FaultyPlugin{"extra_export", "exports", "", "load.lint", "fairlead_faulty_exported_too"},
    FaultyPlugin{"fails_in_silence", "", "unavailable", "failure.is_explained",
                 "connect failed with status 14 (unavailable) and without a message"},
    FaultyPlugin{"fails_unknown_status", "", "internal", "failure.is_explained", "status 4711"},
    FaultyPlugin{"fails_with_ok", "", "internal+", "call.each_entry", "failed a call with status OK"},
    FaultyPlugin{"hang_in_connect", "", "deadline_exceeded", "connect.works",
                 "did not return from connect within 1 s"},
    FaultyPlugin{"hang_in_init", "scan_timed_out", "", "declare.tables",
                 "did not return from init within 1 s"},
    FaultyPlugin{"hang_in_invoke", "", "deadline_exceeded", "call.each_entry",
                 "did not return from invoke echo within 1 s"},
    FaultyPlugin{"hang_in_ping", "", "ok", "connect.works", "did not return from ping within 1 s"},
    FaultyPlugin{"hang_in_reset", "", "deadline_exceeded", "session.reset_works",
                 "did not return from reset within 1 s"},
    FaultyPlugin{"illegal_id", "bad_plugin", "", "declare.tables", "id is malformed"},
    FaultyPlugin{"illegal_tool_name", "bad_catalog", "", "declare.tables", "echo echo"},
    FaultyPlugin{"init_once_only", "", "ok", "end.init_again", "the second init after deinit"},
    FaultyPlugin{"init_refuses", "init_failed", "", "declare.tables", "not on this machine"},
    FaultyPlugin{"inits_nothing", "init_failed", "", "declare.tables", "without making a plugin"},
    FaultyPlugin{"invented_handle", "", "ok+", "call.each_entry", "completed a call that has ended already"},
    FaultyPlugin{"keeps_views", "", "", "call.views_are_copied",
                 "a view was used after the function it was lent to had returned: config_json of bind"},
    FaultyPlugin{"knows_any_extension", "bad_extension", "", "load.unknown_extension",
                 "which does not exist"},
    FaultyPlugin{"lazy_binding", "lazy_binding", "", "load.lint", "lazy_binding"},
    FaultyPlugin{"leaks_descriptors", "", "ok", "connect.leaves_nothing", "descriptors left open"},
    FaultyPlugin{"leaks_memory", "", "ok", "connect.leaves_nothing", "memory grew by"},
    FaultyPlugin{"leaks_session", "", "ok", "session.reset_removes",
                 "shows what the call before reset had stored"},
    FaultyPlugin{"log_storm", "", "ok", "", ""},
    FaultyPlugin{"never_completes", "", "internal+", "call.each_entry",
                 "returned from invoke without ending the call"},
    FaultyPlugin{"newer_host", "wrong_abi", "", "declare.tables", "needs a host of ABI 1.1"},
    FaultyPlugin{"no_entry_point", "no_entry_point", "", "load.works", "exports no fairlead_plugin_main_v1"},
    FaultyPlugin{"no_providers", "bad_plugin", "", "declare.tables", "declares 0 providers"},
    FaultyPlugin{"no_reset", "null_function", "", "declare.tables", "SESSION_STATE without a reset"},
    FaultyPlugin{"null_descriptor", "bad_plugin", "", "load.works", "returns NULL"},
    FaultyPlugin{"null_function", "null_function", "", "declare.tables", "invoke is null"},
    FaultyPlugin{"null_init", "null_function", "", "declare.tables", "init, quiesce or deinit is null"},
    FaultyPlugin{"opens_file_in_main", "", "ok", "load.main_opens_nothing", "/dev/null"},
    FaultyPlugin{"progress_storm", "", "ok", "", ""},
    FaultyPlugin{"reset_fails", "", "ok", "session.reset_works", "reset failed"},
    FaultyPlugin{"result_no_json", "", "internal+", "call.each_entry", "invalid JSON"},
    FaultyPlugin{"result_no_object", "", "internal+", "call.each_entry", "JSON that is no object"},
    FaultyPlugin{"result_no_utf8", "", "internal+", "call.each_entry", "/content/0/text"},
    FaultyPlugin{"result_off_schema", "", "internal+", "call.each_entry", "does not fit its outputSchema"},
    FaultyPlugin{"result_too_large", "", "internal+", "call.each_entry", "at most 4194304"},
    FaultyPlugin{"rpath", "rpath", "", "load.lint", "rpath"},
    FaultyPlugin{"same_symbols_narrow", "", "ok", "", ""},
    FaultyPlugin{"same_symbols_wide", "", "ok", "", ""},
    FaultyPlugin{"shares_bindings", "", "ok", "bind.two_bindings_apart", "shows in the answers of another"},
    FaultyPlugin{"short_plugin", "short_struct", "", "declare.tables", "shorter than ABI 1.0"},
    FaultyPlugin{"short_provider", "short_struct", "", "declare.tables", "shorter than ABI 1.0"},
    FaultyPlugin{"slow_in_main", "", "ok", "load.main_is_quick", "the entry point took 50"},
    FaultyPlugin{"slow_past_deadline", "", "deadline_exceeded", "cancel.deadline", "after its deadline"},
    FaultyPlugin{"sound", "", "ok", "", ""},
    FaultyPlugin{"stale_handle", "", "internal+", "call.each_entry",
                 "returned from invoke without ending the call"},
    FaultyPlugin{"thread_after_quiesce", "", "ok", "end.quiesce_stops_threads", "1 thread still there"},
    FaultyPlugin{"thread_in_main", "", "ok", "load.main_starts_nothing", "loading started 1 thread"},
    FaultyPlugin{"throws_past_barrier", "", "", "call.each_entry",
                 "nobody caught std::runtime_error (past the barrier)"},
    FaultyPlugin{"twice_a_provider", "duplicate_id", "", "declare.tables", "declared twice"},
    FaultyPlugin{"twice_a_tool", "bad_catalog", "", "declare.tables", "two entries are called echo"},
    FaultyPlugin{"unique_symbol", "unique_symbols", "", "load.lint", "unique_symbols"},
    FaultyPlugin{"unknown_flag", "bad_plugin", "", "declare.tables", "unknown flags"},
    FaultyPlugin{"unknown_outcome", "", "internal+", "call.each_entry", "unknown outcome 77"},
    FaultyPlugin{"unresolved_symbol", "load_failed", "", "load.works", "fairlead_faulty_nobody_defines_this"},
    FaultyPlugin{"unstable_table", "identity", "", "load.main_is_stable", "another descriptor each time"},
    FaultyPlugin{"wrong_major", "wrong_abi", "", "declare.tables", "ABI major 2"},
    FaultyPlugin{"zero_in_flight", "bad_plugin", "", "declare.tables", "max_in_flight is 0"},
};

}  // namespace fairlead::test
