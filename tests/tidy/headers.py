"""Headers that strangers compile stand alone, without a warning: each C header of the SDK as C11 and C++20 and the
C++ headers beside them as C++20, with gcc and clang; the parts of sdk.hpp with g++. Each header of core/ by itself
with g++ only with --core, because it takes long. With --self-test: that a header which needs another is found.
"""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from sources import ROOT, report

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-fsyntax-only"]
C11 = [["gcc", "-std=c11", "-x", "c"], ["clang-14", "-std=c11", "-x", "c"]]
CXX20 = [["g++", "-std=c++20", "-x", "c++"], ["clang++-14", "-std=c++20", "-x", "c++"]]


def compile_one(command, header, includes):
    """Compiles a file that includes the header twice: alone, and with its guard at work."""
    text = f'#include "{header}"\n#include "{header}"\n'
    run = subprocess.run(command + WARNINGS + [f"-I{path}" for path in includes] + ["-"], input=text,
                         capture_output=True, text=True, check=False)
    return None if run.returncode == 0 else f"{header} by {command[0]} {command[1]}:\n{run.stderr.strip()}"


def jobs(root, with_core):
    sdk = root / "sdk/include"
    for path in sorted(sdk.rglob("*.h*")):
        # Files under impl/ are included at the end of another header and by nobody else.
        if "impl" in path.parts:
            continue
        name = path.relative_to(sdk).as_posix()
        # What strangers include by name, with every compiler; the parts of sdk.hpp with one.
        commands = C11 + CXX20 if path.suffix == ".h" else CXX20 if name.count("/") == 1 else CXX20[:1]
        for command in commands:
            yield command, name, [sdk]
    if with_core:
        for path in sorted((root / "core").rglob("*.hpp")):
            yield CXX20[0], path.relative_to(root / "core").as_posix(), [root / "core", sdk]


def violations(root, with_core):
    missing = [command[0] for command in C11 + CXX20 if not shutil.which(command[0])]
    if missing:
        return [f"{' '.join(missing)} not found: ./dev setup installs it"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [found for found in pool.map(lambda job: compile_one(*job), jobs(root, with_core)) if found]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        headers = root / "sdk/include/fairlead"
        headers.mkdir(parents=True)
        (headers / "good.h").write_text("#ifndef G\n#define G\n#include <stdint.h>\ntypedef uint32_t g;\n#endif\n")
        failures = [f"wrongly found: {found}" for found in violations(root, False)]
        for name, text in {"needs.h": "#pragma once\ntypedef uint32_t n;\n", "twice.h": "struct t { int a; };\n",
                           "cpp.h": "#pragma once\nclass c;\n", "needs.hpp": "#pragma once\nstd::string s();\n"}.items():
            (headers / name).write_text(text)
            if not violations(root, False):
                failures.append(f"not found: {name}")
            (headers / name).unlink()
    return failures


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(report(self_test(), "The test of headers itself is wrong."))
    sys.exit(report(violations(ROOT, "--core" in sys.argv), "Let each header include what it uses."))
