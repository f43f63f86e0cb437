"""The current headers against the frozen layout of each machine, 64 and 32 bits, by gcc and clang, as C11; and the
frozen tables against the frozen headers they were made from. frozen_self_test.py checks that it finds what is wrong.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tools/abi"))
import layout  # noqa: E402
import model  # noqa: E402


def violations(include, frozen, compiler="g++"):
    found = []
    current, original = model.load(include, compiler), model.load(frozen, compiler)
    for machine in layout.MACHINES:
        table = (frozen / f"layout_{machine}.txt").read_text(encoding="utf-8")
        if table != layout.measure(frozen, original, machine):
            found.append(f"{frozen.name}/layout_{machine}.txt is not the layout of the headers beside it")
        found += layout.disagreements(include, current, table, machine)
    return found


if __name__ == "__main__":
    VERSIONS = sorted(model.FROZEN.glob("v*"))
    try:
        FOUND = [text for version in VERSIONS for text in violations(model.CURRENT, version)]
    except (model.AbiError, FileNotFoundError) as ERROR:
        FOUND = [str(ERROR)]
    print("\n".join(FOUND or [f"{len(VERSIONS)} frozen versions agree with the headers"]))
    sys.exit(0 if VERSIONS and not FOUND else 1)
