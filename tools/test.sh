#!/usr/bin/env bash
# Builds and runs every test, part by part, and ends with one line over all parts: N passed, N failed.
# Called by ./dev test [--quick]. A part that does not build, or runs no test, counts as one failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
results=build/test-results
rm -rf "$results"
mkdir -p "$results"

# A sanitizer's finding ends the process, so that it fails the test it happens in.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1

# g++ 12's thread sanitizer cannot live with more address randomisation than this.
runner=()
[ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 28)" -le 28 ] || runner=(setarch --addr-no-randomize)

# part PRESET TARGET [ctest arguments that choose the tests]
part() {
  local preset=$1 target=$2 start=$SECONDS built
  shift 2
  printf '\n== %s: build\n' "$preset"
  if ! { cmake --preset "$preset" && "${runner[@]}" cmake --build "build/$preset" --parallel "$(nproc)" --target "$target"; } \
      >"$results/$preset.build.log" 2>&1; then
    tail -n 60 "$results/$preset.build.log"
    python3 tools/test_results.py broken "$results" "$preset" "does not build" $((SECONDS - start)) 0
    return
  fi
  built=$((SECONDS - start))
  printf '== %s: test (built in %d s)\n' "$preset" "$built"
  # Its exit code says nothing that the report does not: failures, and no tests at all.
  "${runner[@]}" ctest --test-dir "build/$preset" -j "$(nproc)" --output-junit "$PWD/$results/$preset.xml" "$@" \
    >"$results/$preset.test.log" 2>&1 </dev/null
  python3 tools/test_results.py part "$results" "$preset" "$built" $((SECONDS - start - built))
}

part release all
if [ "${1:-}" != --quick ]; then
  part asan all -LE 'load|package|tidy'
  part tsan tests_threads -L threads
  part clang all
fi
printf '\n'
python3 tools/test_results.py total "$results"
