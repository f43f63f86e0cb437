#!/usr/bin/env bash
# What changed in the plugin ABI since a frozen version, in abidiff's words: abi_report.sh [INCLUDE_DIR [FROZEN_DIR]].
# For a reviewer to read, not for a gate to judge: abidiff ends alike for a permitted append and a forbidden insert.
# The gate is the test unit_sdk_abi. Called by ./dev abi.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
current=${1:-$source/sdk/include}
frozen=${2:-$(find "$source/sdk/abi/frozen" -mindepth 1 -maxdepth 1 -name 'v*' | sort -V | tail -n 1)}
command -v abidiff >/dev/null || { echo "abi: abidiff not found: ./dev setup installs it" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for side in frozen current; do
  python3 "$source/tools/abi/probe.py" "${!side}" >"$work/$side.c"
  gcc -std=c11 -g -shared -fPIC -I"${!side}" -o "$work/$side.so" "$work/$side.c"
  abidw --out-file "$work/$side.abi" "$work/$side.so"
done

echo "Plugin ABI: $(basename "$frozen") against $current"
status=0
abidiff --leaf-changes-only "$work/frozen.abi" "$work/current.abi" >"$work/report" || status=$?
# Bits of its status: 1 and 2 are failures of its own, 4 a change, 8 one that it knows to be incompatible.
[ $((status & 3)) -eq 0 ] || { cat "$work/report"; echo "abi: abidiff failed ($status)" >&2; exit 1; }
[ "$status" -eq 0 ] && echo "No change of types. Constants, noexcept and comments it does not see: unit_sdk_abi, git diff."
cat "$work/report"
