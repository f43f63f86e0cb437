"""Prints the C source of a library that uses every struct of the headers below an include root, so that its debug
information has them all: probe.py INCLUDE_DIR. For tools/abi_report.sh.
"""
import pathlib
import sys

import model

if __name__ == "__main__":
    INCLUDE = pathlib.Path(sys.argv[1])
    try:
        ABI = model.load(INCLUDE, "g++")
    except model.AbiError as ERROR:
        sys.exit(f"abi: {ERROR}")
    for name in model.headers(INCLUDE):
        print(f'#include "{name}"')
    for name, parameter in [(name, f"const {name} *") for name in ABI.structs] + [(name, name) for name in ABI.aliases]:
        print(f"FAIRLEAD_EXPORT void use_{name}({parameter} value);")
        print(f"void use_{name}({parameter} value) {{ (void)value; }}")
