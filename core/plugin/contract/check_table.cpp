// The table of checks: id, what must hold, how far the plugin must work, and the function that tries it.
#include <array>

#include "plugin/contract/checks.hpp"

namespace fairlead::plugin::contract {
namespace {

using namespace checks;

constexpr std::array kChecks = {
    Check{"load.lint", "The file keeps to the rules that can be seen without running it", Needs::File, lint},
    Check{"load.works", "The file can be mapped, and its entry point gives a descriptor", Needs::File, loads},
    Check{"load.main_is_stable", "The entry point returns the same descriptor each time", Needs::Table,
          main_is_stable},
    Check{"load.main_is_quick", "The entry point returns within 100 ms", Needs::Table, main_is_quick},
    Check{"load.main_opens_nothing", "Loading opens no file that stays open", Needs::Table,
          main_opens_nothing},
    Check{"load.main_starts_nothing", "Loading starts no thread", Needs::Table, main_starts_nothing},
    Check{"load.unknown_extension", "An unknown extension id gets NULL", Needs::Table, unknown_extension},

    Check{"declare.tables", "Tables, catalogs and schemas are whole, and init succeeds", Needs::Table,
          tables},
    Check{"declare.catalog_is_stable", "Catalog and config schema never change", Needs::Plugin,
          catalog_is_stable, Prepare::No},
    Check{"declare.tools_are_described", "Every tool and argument is described", Needs::Plugin,
          tools_are_described},
    Check{"declare.tools_are_annotated", "Every tool states its four hints", Needs::Plugin,
          tools_are_annotated},
    Check{"declare.config_is_described", "Every config field is described", Needs::Plugin,
          config_is_described},
    Check{"declare.config_refuses_unknown", "A misspelt config field is refused", Needs::Plugin,
          config_refuses_unknown},

    Check{"bind.sample_config", "A valid configuration can be bound", Needs::Plugin, sample_config},
    Check{"connect.works", "connect, ping and close succeed", Needs::Binding, connect_works},
    Check{"connect.honours_deadline", "connect returns by its deadline", Needs::Binding, honours_deadline},
    Check{"connect.past_deadline", "connect returns at once when its deadline has passed", Needs::Binding,
          past_deadline},
    Check{"connect.cancelled", "connect returns soon after it is cancelled", Needs::Binding,
          connect_cancelled},
    Check{"connect.leaves_nothing", "Connecting and closing leaves no descriptor, thread or memory behind",
          Needs::Client, leaves_nothing},
    Check{"connect.concurrent", "Many threads connect at once", Needs::Client, connect_concurrent},
    Check{"bind.missing_secret", "connect without its secret says that the credential is bad", Needs::Binding,
          missing_secret},

    Check{"call.each_entry", "Each entry ends each call once, with an answer that fits", Needs::Client,
          each_entry},
    Check{"call.odd_arguments", "Arguments that do not fit do no harm", Needs::Calls, odd_arguments},
    Check{"call.views_are_copied", "No view is used after the function it was lent to", Needs::Calls,
          views_are_copied},
    Check{"call.unknown_entry", "A call of what there is not fails", Needs::Calls, unknown_entry},
    Check{"call.read_only_access", "Tools that read work on read-only access", Needs::Calls,
          read_only_access},
    Check{"call.overlapping", "A shared client serves as many calls at once as it says", Needs::Calls,
          overlapping},
    Check{"call.async_returns", "An asynchronous provider leaves the event loop at once", Needs::Calls,
          async_returns},
    Check{"bind.two_bindings_apart", "Nothing of one binding shows in another", Needs::Calls,
          two_bindings_apart, Prepare::No},

    Check{"cancel.before", "A cancel for another operation stops nothing", Needs::Calls, cancel_before},
    Check{"cancel.during", "A cancelled call ends soon", Needs::Calls, cancel_during},
    Check{"cancel.after", "A cancel that comes late does no harm", Needs::Calls, cancel_after},
    Check{"cancel.deadline", "A call ends by its deadline", Needs::Calls, call_deadline},

    Check{"session.reset_works", "A client can be reset and used again", Needs::Calls, reset_works},
    Check{"session.reset_removes", "After reset nothing of the last tenant shows", Needs::Calls,
          reset_removes},

    Check{"failure.is_explained", "Whatever fails says why", Needs::Binding, is_explained},
    Check{"failure.secrets", "A secret that cannot be had is a failure like others", Needs::Binding,
          failing_secrets},

    Check{"end.quiesce_stops_threads", "No thread of the plugin is left after quiesce", Needs::Plugin,
          quiesce_stops_threads, Prepare::No},
    Check{"end.init_again", "After deinit the plugin can be initialised again", Needs::Plugin, init_again,
          Prepare::No},
    Check{"end.thread_exit", "A thread that used the plugin can end", Needs::Plugin, thread_exit,
          Prepare::No},
    Check{"end.process_exit", "The process can end in the ordinary way", Needs::Plugin, process_exit,
          Prepare::No, Ends::ByExit},

    Check{"fuzz.arguments", "Made-up valid arguments do no harm", Needs::Calls, fuzz_arguments},
};

}  // namespace

std::span<const Check> all_checks() { return kChecks; }

}  // namespace fairlead::plugin::contract
