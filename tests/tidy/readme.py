"""The C++ in sdk/README.md compiles: every ```cpp block in order is one source, every ```cpp test block a test of it.
By g++ and clang, without a warning; what g++ made is run. With --self-test: that what does not compile or fails is found.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from sources import ROOT, report

README = ROOT / "sdk" / "README.md"
LINES_MAX = 250
FLAGS = ("-std=c++20", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'sdk' / 'include'}")
JSON_SOURCE = ROOT / "sdk" / "src" / "boost_json.cpp"
TEST_LIBRARIES = ("-lgtest_main", "-lgtest", "-lpthread")
BLOCK = re.compile(r"^```cpp( test)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def sources_of(text):
    """(source, test): the blocks of each kind, one after another, each at the line it has in the page."""
    parts = {"": [], " test": []}
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start(2)) + 1
        parts[match.group(1) or ""].append(f'#line {line} "README.md"\n{match.group(2)}')
    source = "".join(parts[""])
    return source, source + "".join(parts[" test"])


def run(words):
    """None, or what was said by a command that failed."""
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    return None if ended.returncode == 0 else f"{words[0]}: {ended.stdout}{ended.stderr}"


def errors(text):
    """What compilers and test say; the test's source has the provider's in it, so it stands for both."""
    source, test = sources_of(text)
    if source == test or not source:
        return ["sdk/README.md has no ```cpp or no ```cpp test block"]
    with tempfile.TemporaryDirectory() as folder:
        file, program = pathlib.Path(folder) / "readme.cpp", pathlib.Path(folder) / "readme"
        file.write_text(test, encoding="utf-8")
        more = [str(JSON_SOURCE)] if "fairlead/" in test else []
        found = [run(("clang++-14", *FLAGS, "-fsyntax-only", str(file))),
                 run(("g++", *FLAGS, str(file), *more, "-o", str(program), *TEST_LIBRARIES))]
        if program.exists():
            found.append(run((str(program),)))
    return [said for said in found if said]


def violations(text):
    found = errors(text)
    if text.count("\n") > LINES_MAX:
        found.append(f"sdk/README.md has more than {LINES_MAX} lines")
    if re.search(r"@[A-Z]+@", text):
        found.append("sdk/README.md has a placeholder in it")
    return found


def self_test():
    page = "```cpp\nint one() { return 1; }\n```\n```cpp test\nint two() { return %s; }\n```\n"
    fails = page.replace("int two", "#include <gtest/gtest.h>\nTEST(A, B) { EXPECT_EQ(one(), 2); }\nint two")
    wrongs = (page % "three()", page % "one(", "no block", page % "one()" + "\n" * LINES_MAX, fails % "one()")
    failures = [f"not found: {wrong}" for wrong in wrongs if not violations(wrong)]
    return failures + [f"wrongly found: {right}" for right in violations(page % "one()")]


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(report(self_test(), "The test of the README itself is wrong."))
    sys.exit(report(violations(README.read_text(encoding="utf-8")), "What an author copies must compile."))
