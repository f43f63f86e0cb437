// The functions behind the table of checks, by group. What each asks is the title in check_table.cpp.
#pragma once

#include "plugin/contract/check.hpp"
#include "plugin/contract/stage.hpp"

namespace fairlead::plugin::contract::checks {

// checks_load.cpp
[[nodiscard]] Result<Judgement> lint(Stage& stage);
[[nodiscard]] Result<Judgement> loads(Stage& stage);
[[nodiscard]] Result<Judgement> main_is_stable(Stage& stage);
[[nodiscard]] Result<Judgement> main_is_quick(Stage& stage);
[[nodiscard]] Result<Judgement> main_opens_nothing(Stage& stage);
[[nodiscard]] Result<Judgement> main_starts_nothing(Stage& stage);
[[nodiscard]] Result<Judgement> unknown_extension(Stage& stage);

// checks_declare.cpp
[[nodiscard]] Result<Judgement> tables(Stage& stage);
[[nodiscard]] Result<Judgement> catalog_is_stable(Stage& stage);
[[nodiscard]] Result<Judgement> tools_are_described(Stage& stage);
[[nodiscard]] Result<Judgement> tools_are_annotated(Stage& stage);
[[nodiscard]] Result<Judgement> config_is_described(Stage& stage);
[[nodiscard]] Result<Judgement> config_refuses_unknown(Stage& stage);

// checks_bind.cpp
[[nodiscard]] Result<Judgement> sample_config(Stage& stage);
[[nodiscard]] Result<Judgement> missing_secret(Stage& stage);
[[nodiscard]] Result<Judgement> two_bindings_apart(Stage& stage);

// checks_connect.cpp
[[nodiscard]] Result<Judgement> connect_works(Stage& stage);
[[nodiscard]] Result<Judgement> honours_deadline(Stage& stage);
[[nodiscard]] Result<Judgement> past_deadline(Stage& stage);
[[nodiscard]] Result<Judgement> connect_cancelled(Stage& stage);
[[nodiscard]] Result<Judgement> leaves_nothing(Stage& stage);
[[nodiscard]] Result<Judgement> connect_concurrent(Stage& stage);

// checks_call.cpp
[[nodiscard]] Result<Judgement> each_entry(Stage& stage);
[[nodiscard]] Result<Judgement> odd_arguments(Stage& stage);
[[nodiscard]] Result<Judgement> views_are_copied(Stage& stage);
[[nodiscard]] Result<Judgement> unknown_entry(Stage& stage);
[[nodiscard]] Result<Judgement> read_only_access(Stage& stage);
[[nodiscard]] Result<Judgement> overlapping(Stage& stage);
[[nodiscard]] Result<Judgement> async_returns(Stage& stage);
[[nodiscard]] Result<Judgement> fuzz_arguments(Stage& stage);

// checks_cancel.cpp
[[nodiscard]] Result<Judgement> cancel_before(Stage& stage);
[[nodiscard]] Result<Judgement> cancel_during(Stage& stage);
[[nodiscard]] Result<Judgement> cancel_after(Stage& stage);
[[nodiscard]] Result<Judgement> call_deadline(Stage& stage);

// checks_session.cpp
[[nodiscard]] Result<Judgement> reset_works(Stage& stage);
[[nodiscard]] Result<Judgement> reset_removes(Stage& stage);
[[nodiscard]] Result<Judgement> is_explained(Stage& stage);
[[nodiscard]] Result<Judgement> failing_secrets(Stage& stage);

// checks_end.cpp
[[nodiscard]] Result<Judgement> quiesce_stops_threads(Stage& stage);
[[nodiscard]] Result<Judgement> init_again(Stage& stage);
[[nodiscard]] Result<Judgement> thread_exit(Stage& stage);
[[nodiscard]] Result<Judgement> process_exit(Stage& stage);

}  // namespace fairlead::plugin::contract::checks
