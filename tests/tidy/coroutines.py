"""co_await stands alone. g++ 12.2 miscompiles it in ?:, with a braced temporary or with a capturing lambda in the
same full expression, so it is written `auto r = co_await f(named_local);` or `co_await f(named_local);`.
With --self-test: that each of the miscompiled forms is found.
"""
import re
import sys

from sources import code_files, report, without_comments

ALLOWED_BEFORE = re.compile(r"(?:[\w:<>&*,\s.\[\]-]+[^=!<>+*/|&^%-]=|co_return|\(void\))?\s*")


def wrong(code, start):
    """Why the co_await at `start` does not stand alone, or None."""
    begin = max(code.rfind(mark, 0, start) for mark in ";{}") + 1
    before = code[begin:start].strip()
    label = re.match(r"(?:case\s[^?]*?(?<!:)|default\s*):(?!:)\s*", before)
    before = before[label.end():] if label else before
    if not ALLOWED_BEFORE.fullmatch(before + " "):
        return "co_await is part of a larger expression"
    end = code.find(";", start)
    rest = code[start + len("co_await"):end]
    if re.search(r"\bco_await\b", rest):
        return "two co_await in one expression"
    if "{" in rest:
        return "a braced temporary or a lambda in the expression of co_await"
    if "?" in rest:
        return "co_await and ?: in one expression"
    return None


def violations(files):
    found = []
    for path, text in files:
        code = without_comments(text)
        for match in re.finditer(r"\bco_await\b", code):
            why = wrong(code, match.start())
            if why:
                found.append(f"{path}:{code.count(chr(10), 0, match.start()) + 1}: {why}")
    return found


WRONG = (
    "auto r = c ? co_await f() : x;",
    "auto r = co_await f(c ? a : b);",
    "co_await f(Options{1, 2});",
    "co_await f({1, 2});",
    "co_await f([s] { return s; });",
    "if (a && co_await b()) return;",
    "use(co_await f());",
    "auto r = co_await f(co_await g());",
    "auto r = 1 + co_await f();",
    "for (auto x : co_await f()) use(x);",
)
RIGHT = (
    "co_await f(named);",
    "auto r = co_await f(named, other);",
    "const Result<int> r = co_await client.send(request);",
    "{ r = co_await f(named); }",
    "co_return co_await f(named);",
    "if (ready) { co_await f(named); }",
    "// never: c ? co_await f() : x;",
    'log("co_await f({})");',
    "case Kind::A: co_await f(named);",
)


def self_test():
    failures = [f"not found: {code}" for code in WRONG if not violations([("a.cpp", f"void g() {{ {code} }}")])]
    failures += [f"wrongly found: {code}" for code in RIGHT if violations([("a.cpp", f"void g() {{ {code}\n }}")])]
    return failures


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(report(self_test(), "The co_await test itself is wrong."))
    sys.exit(report(violations(code_files()), "Name the result and the arguments, and let co_await stand alone."))
