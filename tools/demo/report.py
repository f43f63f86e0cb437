"""The demo's last table, from the results that `fairlead call --json` printed: `report.py FOLDER`.
Ends 1 when a result is not what the demo promised, and says which."""

import json
import pathlib
import sys

# What each call must have come to: rung, database that answered, refusal.
PROMISED = {
    "acme_query": ("tenant", "acme", None),
    "acme_write": ("tenant", "acme", None),
    "globex_query": ("global", "company", None),
    "globex_write": ("global", None, "read_only_access"),
    "initech_query": ("global", None, "provider_disabled"),
}
TITLES = ("tenant", "tool", "connection", "rung", "database", "rows", "lease ms", "total ms", "outcome")
NUMBERS = {"rows", "lease ms", "total ms"}


def answered_by(result):
    """The demo's statements name their database in the first column."""
    rows = result["data"].get("rows") or []
    return rows[0][0] if rows else None


def refusal(result):
    return result["error"]["reason"] if result["error"] else None


def table_row(result):
    timings = result["timings"]
    rows = result["data"].get("rows")
    return (
        result["tenant"],
        result["tool"],
        result["connection"] or "-",
        result["rung"] or "-",
        answered_by(result) or "-",
        "-" if rows is None else str(len(rows)),
        f"{timings['lease_ms']:.3f}" if timings["lease_ms"] else "-",
        f"{timings['total_ms']:.3f}",
        "ok" if result["successful"] else f"refused: {refusal(result)}",
    )


def print_table(rows):
    widths = [max(len(row[i]) for row in [TITLES, *rows]) for i in range(len(TITLES))]
    for row in [TITLES, tuple("─" * width for width in widths), *rows]:
        cells = (
            cell.rjust(width) if title in NUMBERS else cell.ljust(width)
            for cell, width, title in zip(row, widths, TITLES)
        )
        print("  ".join(cells).rstrip())


def main():
    folder = pathlib.Path(sys.argv[1])
    results = {name: json.loads((folder / f"{name}.json").read_text()) for name in PROMISED}
    print_table([table_row(result) for result in results.values()])
    broken = [
        f"{name}: promised {PROMISED[name]}, got {got}"
        for name, result in results.items()
        if (got := (result["rung"], answered_by(result), refusal(result))) != PROMISED[name]
    ]
    for line in broken:
        print(f"demo: {line}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
