#!/usr/bin/env bash
# Runs every benchmark of a release build, five times each, and writes build/bench/<name>.json and summary.json.
# Called by ./dev bench; bench.sh BUILD_DIR [benchmark arguments, e.g. --benchmark_filter=Lease]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1
shift
out=build/bench
mkdir -p "$out"
rm -f "$out"/*.json

ran=0
for program in "$build"/bin/bench_*; do
  [ -x "$program" ] || continue
  name=$(basename "$program")
  printf '\n== %s\n' "$name"
  "$program" --benchmark_repetitions=5 --benchmark_report_aggregates_only=true --benchmark_out_format=json \
    --benchmark_out="$out/${name#bench_}.json" "$@"
  ran=$((ran + 1))
done
[ "$ran" -gt 0 ] || { echo "bench: no benchmark was built in $build/bin" >&2; exit 1; }
python3 tools/bench_summary.py "$out"
