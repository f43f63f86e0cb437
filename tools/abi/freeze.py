"""Copies the C headers of the plugin ABI to sdk/abi/frozen/v<major>_<minor>, with their layout on each machine.

That copy is what the tests hold the headers to. It may be written anew until a file FROZEN lies in its folder: then
that version is out, and the headers may only grow. sdk/ABI.md has the rules. Run as ./dev freeze; with --self-test it
checks itself on scratch folders.
"""
import pathlib
import shutil
import sys
import tempfile

import layout
import model

COMPILER = "g++"


def freeze(include, frozen):
    """Writes the folder of the headers' version and returns it. Raises AbiError when that version is out."""
    abi = model.load(include, COMPILER)
    folder = frozen / f"v{abi.constants['FAIRLEAD_ABI_MAJOR']}_{abi.constants['FAIRLEAD_ABI_MINOR']}"
    if (folder / "FROZEN").exists():
        raise model.AbiError(f"{folder.name} is out and cannot change any more. Append to the headers, raise "
                             "FAIRLEAD_ABI_MINOR and freeze that: see sdk/ABI.md")
    tables = {machine: layout.measure(include, abi, machine) for machine in layout.MACHINES}
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "fairlead").mkdir(parents=True)
    for name in model.headers(include):
        shutil.copyfile(include / name, folder / name)
    for machine, table in tables.items():
        (folder / f"layout_{machine}.txt").write_text(table, encoding="utf-8")
    return folder


def self_test():
    failures = []
    with tempfile.TemporaryDirectory() as scratch:
        include, frozen = pathlib.Path(scratch, "include"), pathlib.Path(scratch, "frozen")
        shutil.copytree(model.CURRENT, include)
        folder = freeze(include, frozen)
        plugin = include / "fairlead/plugin.h"
        text = plugin.read_text(encoding="utf-8")
        plugin.write_text(text.replace("fairlead_str traceparent;", "uint64_t another; fairlead_str traceparent;"),
                          encoding="utf-8")
        freeze(include, frozen)
        if "another" not in (folder / "layout_x86_64.txt").read_text(encoding="utf-8"):
            failures.append("a version that is not out was not refreshed")
        (folder / "FROZEN").touch()
        plugin.write_text(text, encoding="utf-8")
        try:
            freeze(include, frozen)
            failures.append("a version that is out was overwritten")
        except model.AbiError:
            pass
        if "another" not in (folder / "fairlead/plugin.h").read_text(encoding="utf-8"):
            failures.append("a refused freeze changed the frozen headers")
        plugin.write_text(text.replace("FAIRLEAD_ABI_MINOR 0", "FAIRLEAD_ABI_MINOR 1"), encoding="utf-8")
        if freeze(include, frozen).name != "v1_1":
            failures.append("the next minor version has no folder of its own")
    return failures


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        FAILURES = self_test()
        print("\n".join(FAILURES))
        sys.exit(1 if FAILURES else 0)
    try:
        print(f"The headers are now held to {freeze(model.CURRENT, model.FROZEN).relative_to(model.ROOT)}.")
    except model.AbiError as ERROR:
        sys.exit(f"freeze: {ERROR}")
