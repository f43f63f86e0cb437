"""Counts what ctest reported, per part and in all. Used by tools/test.sh:

  test_results.py part DIR NAME BUILD_SECONDS TEST_SECONDS    reads DIR/NAME.xml, writes DIR/NAME.json,
                                                              prints what failed
  test_results.py broken DIR NAME WHY BUILD_SECONDS TEST_SECONDS
  test_results.py total DIR    prints each part and 'N passed, N failed'; exit 1 if any failed or none ran
"""
import json
import pathlib
import sys
import xml.etree.ElementTree

OUTPUT_LINES_MAX = 40


def outcome(case):
    """ctest says 'run', 'fail', 'disabled' or 'notrun'; the last means skipped, or an executable not found."""
    status = case.get("status")
    if status == "run":
        return "passed"
    if status == "disabled":
        return "skipped"
    skipped = case.find("skipped")
    if status == "notrun" and skipped is not None and "SKIP" in (skipped.get("message") or ""):
        return "skipped"
    return "failed"


def reason(case):
    """The last line of a skipped test's output that is not GoogleTest's own."""
    text = case.findtext("system-out") or ""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("[")]
    useful = [line for line in lines if not line.startswith(("Note:", "Running main", "Skipped"))]
    return useful[-1] if useful else "no reason given"


def count(report):
    counts = {"passed": 0, "failed": 0, "skipped": 0, "failures": [], "skips": []}
    if not report.exists():
        return counts
    for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase"):
        kind = outcome(case)
        counts[kind] += 1
        if kind == "failed":
            counts["failures"].append(case.get("name"))
            output = (case.findtext("system-out") or "").splitlines()
            print(f"-- FAILED {case.get('name')}", *output[-OUTPUT_LINES_MAX:], sep="\n   ")
        if kind == "skipped":
            counts["skips"].append(f"{case.get('name')}: {reason(case)}")
    return counts


def save(folder, name, counts, build_seconds, test_seconds):
    counts.update(part=name, build_seconds=int(build_seconds), test_seconds=int(test_seconds))
    (folder / f"{name}.json").write_text(json.dumps(counts, indent=2))


def part(folder, name, build_seconds, test_seconds):
    counts = count(folder / f"{name}.xml")
    if counts["passed"] + counts["failed"] == 0:
        counts["failed"] = 1
        counts["failures"].append("no test ran")
    save(folder, name, counts, build_seconds, test_seconds)


def broken(folder, name, why, build_seconds, test_seconds):
    save(folder, name, {"passed": 0, "failed": 1, "skipped": 0, "failures": [why], "skips": []},
         build_seconds, test_seconds)


def total(folder):
    parts = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime_ns)]
    for one in parts:
        for failure in one["failures"]:
            print(f"FAILED   {one['part']}: {failure}")
        for skip in one["skips"]:
            print(f"SKIPPED  {one['part']}: {skip}")
    for one in parts:
        print(f"{one['part']:<9}{one['passed']:>6} passed {one['failed']:>4} failed {one['skipped']:>4} skipped"
              f"   build {one['build_seconds']} s, tests {one['test_seconds']} s")
    passed, failed, skipped = (sum(one[kind] for one in parts) for kind in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


def main(arguments):
    command, folder, *rest = arguments
    return {"part": part, "broken": broken, "total": total}[command](pathlib.Path(folder), *rest) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
