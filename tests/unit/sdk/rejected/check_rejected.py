"""Compiles one source of this folder and expects that a static_assert refuses it with the sentence of its second
line, and that the compiler finds nothing else wrong: python3 check_rejected.py SOURCE COMPILER ARGUMENT...
"""
import os
import re
import subprocess
import sys

SENTENCE = re.compile(r"\A// [^\n]+\n// Expected: ([^\n]+)\n")
ERROR = re.compile(r"\berror: (.*)")


def fault(source_text, exit_code, output):
    """What is wrong with the answer of the compiler, or None."""
    expected = SENTENCE.match(source_text)
    if not expected:
        return "the second line of the source must be '// Expected: <sentence>'"
    if exit_code == 0:
        return "the compiler accepted it"
    errors = ERROR.findall(output)
    if not errors or expected.group(1) not in errors[0]:
        return f"the first error does not say: {expected.group(1)}"
    others = [error for error in errors if not re.match(r"static(_assert| assertion) failed", error)]
    return f"an error that is no static_assert: {others[0]}" if others else None


def main(source, *compiler):
    with open(source, encoding="utf-8") as file:
        text = file.read()
    done = subprocess.run([*compiler, source], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C"})  # Messages in English.
    wrong = fault(text, done.returncode, done.stderr)
    if wrong:
        print(f"{source}: {wrong}\n{done.stderr}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
