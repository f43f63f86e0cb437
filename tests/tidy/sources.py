"""What the tidy tests share: the project's source files, and code without its comments and strings."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("core", "sdk", "plugins", "examples", "tests", "benchmarks", "cmake")
CODE = (".cpp", ".hpp", ".h", ".c")

_NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)


def code_files(root=ROOT):
    """(path relative to root with slashes, text) of every C and C++ file."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in CODE and path.is_file():
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def without_comments(text):
    """The text with comments and the insides of literals blanked; line numbers stay."""
    def blank(match):
        piece = match.group(0)
        edge = piece[0] if piece[0] in "\"'" else " "
        return edge + re.sub(r"[^\n]", " ", piece[1:-1]) + edge
    return _NOT_CODE.sub(blank, text)


def report(violations, advice):
    """Prints the violations and gives the exit code."""
    for violation in violations:
        print(violation)
    if violations:
        print(f"{len(violations)} found. {advice}")
    return 1 if violations else 0
