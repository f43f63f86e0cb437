"""What must not stand in a file: absolute paths of one machine, marks of unfinished work, secrets, a source file
without a purpose comment, `using namespace` in a header. With --self-test: that each of them is found.
"""
import re
import subprocess
import sys

from sources import CODE, ROOT, report

TEXT = CODE + (".py", ".sh", ".md", ".cmake", ".txt", ".json", ".yaml", ".yml", ".sql", ".inc", "")
# The patterns are written so that they do not find themselves.
EVERYWHERE = (
    (re.compile(r"(?:^|[\s\"'=(:])/(?:work|farm)/"), "a path of one machine"),
    (re.compile(r"\b(?:TO" r"DO(?!\((?:#|issue)[^)]*\):)|FIX" r"ME|XX" r"X|HA" r"CK)\b"), "a mark of unfinished work"),
    (re.compile(r"AK" r"IA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[bpas]-[0-9]{6,}-"), "looks like a credential"),
    (re.compile(r"[ \t]+$", re.MULTILINE), "white space at the end of a line"),
)
HEADERS = ((re.compile(r"^\s*using namespace\b", re.MULTILINE), "using namespace in a header"),)
PURPOSE = re.compile(r"\s*(?://|/\*)")


def text_files():
    """What git would keep; without git (a tarball) every file of a text kind."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"],
                            capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if "build" not in p.parts and ".git" not in p.parts]
    for path in sorted(paths):
        if path.is_file() and path.suffix in TEXT and path.name != "LICENSE":
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def violations(files):
    found = []
    for path, text in files:
        rules = EVERYWHERE + (HEADERS if path.endswith((".h", ".hpp")) else ())
        for pattern, what in rules:
            for match in pattern.finditer(text):
                found.append(f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {what}")
        is_explained_by_header = path.endswith(".cpp") and path.rsplit("/", 1)[-1][:-4] + ".hpp" in text
        if path.endswith(CODE) and not PURPOSE.match(text) and not is_explained_by_header:
            found.append(f"{path}:1: begins without a comment that says what the file is for")
        if text and not text.endswith("\n"):
            found.append(f"{path}: the last line does not end")
    return found


WRONG = (
    ("a.md", "see /wo" "rk/main\n"), ("a.md", '"/fa' 'rm/x"\n'), ("a.cpp", "// x\n// TO" "DO later\n"),
    ("a.cpp", "// x\n// FIX" "ME\n"), ("a.md", "AK" "IA" + "A" * 16 + "\n"), ("a.md", "trailing \n"),
    ("a.hpp", "// x\nusing namespace std;\n"), ("a.cpp", "#include <a>\n"), ("a.md", "no end"),
)
RIGHT = (
    ("a.md", "the framework/ folder and http://x.org/work/\n"), ("a.cpp", "// x\n// TO" "DO(#12): later\n"),
    ("a.cpp", '#include "x/a.hpp"\n'), ("a.cpp", "// x\nusing namespace std::chrono_literals;\n"), ("a.c", "/* x */\n"), ("a.md", ""),
)


def self_test():
    failures = [f"not found: {file}" for file in WRONG if not violations([file])]
    failures += [f"wrongly found: {file}" for file in RIGHT if violations([file])]
    return failures


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(report(self_test(), "The test of words itself is wrong."))
    sys.exit(report(violations(text_files()), "docs/architecture.md and README.md say how files are written."))
