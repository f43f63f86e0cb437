"""Checks the frozen-header test itself, with the compiler given as argument: each way to break the ABI, made in a copy
of the headers, is found for the right reason, and what rule R4 permits is not.
"""
import concurrent.futures
import pathlib
import shutil
import subprocess
import sys
import tempfile

import frozen_source
import layouts
import model

ROOT = pathlib.Path(__file__).resolve().parents[3]

# name, header, what to replace, by what, kinds of finding; `layout` is the finding of layouts.py.
PLUGIN, HTTP = "fairlead/plugin.h", "fairlead/http.h"
END = "} fairlead_request;"
CASES = (
    ("nothing", PLUGIN, END, END, ""),
    ("comment", PLUGIN, "/* ---- Values", "/* ---- Other words, FAIRLEAD_X; struct { ", ""),
    ("appended member", PLUGIN, END, "uint64_t added; " + END, ""),
    ("appended function", PLUGIN, "} fairlead_provider_api;",
     "void (*added)(fairlead_client *) FAIRLEAD_NOEXCEPT; } fairlead_provider_api;", ""),
    ("new struct", PLUGIN, "/* How an invoke", "typedef struct fairlead_new { uint32_t struct_size; uint32_t a; } "
     "fairlead_new;\n/* How an invoke", ""),
    ("new constant", PLUGIN, "#define FAIRLEAD_OK 0", "#define FAIRLEAD_OK 0\n#define FAIRLEAD_NEW 77", ""),
    ("raised minor", PLUGIN, "ABI_MINOR 0", "ABI_MINOR 1", ""),
    ("inserted member", PLUGIN, "fairlead_str cursor; ", "uint64_t added; fairlead_str cursor; ",
     "moved inserted layout"),
    ("member in front", PLUGIN, "  uint32_t struct_size;\n  uint32_t kind;",
     "  uint32_t kind;\n  uint32_t struct_size;", "moved unsized layout"),
    ("reordered members", PLUGIN, "fairlead_str user_id;         /* the owner; empty unless scope is USER */\n  "
     "fairlead_str config_json;", "fairlead_str config_json; fairlead_str user_id;", "moved layout"),
    ("retyped member", PLUGIN, "int32_t log_level;", "uint32_t log_level;", "retyped"),
    ("widened member", PLUGIN, "int32_t log_level;", "int64_t log_level;", "moved retyped layout padding"),
    ("split member", PLUGIN, "uint32_t reserved0;              /* 0 */", "uint16_t reserved0; uint16_t added;",
     "retyped inserted layout"),
    ("renamed member", PLUGIN, "uint32_t slot; ", "uint32_t index; ", "missing inserted layout"),
    ("removed last member", PLUGIN, "fairlead_str traceparent;", "", "missing resized layout"),
    ("changed parameter", PLUGIN, "(*close)(fairlead_client *)", "(*close)(fairlead_binding *)", "retyped"),
    ("added parameter", PLUGIN, "(*close)(fairlead_client *)", "(*close)(fairlead_client *, uint32_t)", "retyped"),
    ("lost const", PLUGIN, "(*get_extension)(const char *id)", "(*get_extension)(char *id)", "retyped"),
    ("throwing function", PLUGIN, "(*close)(fairlead_client *) FAIRLEAD_NOEXCEPT", "(*close)(fairlead_client *)",
     "retyped noexcept"),
    ("throwing new function", PLUGIN, "} fairlead_provider_api;",
     "void (*added)(fairlead_client *); } fairlead_provider_api;", "noexcept"),
    ("throwing new callback", PLUGIN, "} fairlead_provider_api;",
     "void (*added)(void (*inner)(void *)) FAIRLEAD_NOEXCEPT; } fairlead_provider_api;", "refused"),
    ("throwing typedef", HTTP, "typedef struct fairlead_http_header", "typedef void (*fairlead_new_fn)(void *user);\n"
     "typedef struct fairlead_http_header", "noexcept"),
    ("throwing entry point", PLUGIN, "fairlead_plugin_main_v1(void) FAIRLEAD_NOEXCEPT",
     "fairlead_plugin_main_v1(void)", "name noexcept"),
    ("changed alias", PLUGIN, "typedef int32_t fairlead_status;", "typedef uint32_t fairlead_status;",
     "name retyped"),
    ("grown array element", HTTP, "} fairlead_http_header;", "uint64_t added; } fairlead_http_header;",
     "resized layout"),
    ("hidden padding", PLUGIN, END, "uint32_t added; " + END, "padding"),
    ("new struct without size", PLUGIN, "/* How an invoke",
     "typedef struct fairlead_new { uint64_t a; } fairlead_new;\n/* How an invoke", "unsized"),
    ("changed constant", PLUGIN, "FAIRLEAD_ABORTED 10", "FAIRLEAD_ABORTED 20", "constant"),
    ("changed type of a constant", PLUGIN, "RETRYABLE 0x1u", "RETRYABLE 0x1", "constant"),
    ("changed id", HTTP, '_HTTP_1 "fairlead.host.http/1"', '_HTTP_1 "fairlead.host.http/2"', "constant"),
    ("removed constant", PLUGIN, "#define FAIRLEAD_OK 0", "", "missing"),
    ("lowered minor", PLUGIN, "ABI_MINOR 0", "ABI_MINOR -1", "constant"),
    ("changed macro", PLUGIN, "(pointer)->struct_size >=", "(pointer)->struct_size >", "constant"),
    ("removed header", HTTP, None, None, "missing layout"),
    ("bit-field", PLUGIN, END, "uint32_t a : 1; " + END, "refused"),
    ("two in one declaration", PLUGIN, END, "uint32_t a, b; " + END, "refused"),
    ("array", PLUGIN, END, "uint32_t a[2]; " + END, "refused"),
    ("long", PLUGIN, END, "unsigned long a; " + END, "refused"),
    ("enumeration", PLUGIN, "/* How an invoke", "enum fairlead_new { A };\n/* How an invoke", "refused"),
    ("foreign macro", PLUGIN, "#define FAIRLEAD_OK 0", "#define FAIRLEAD_OK 0\n#define OTHER 1", "refused"),
)


def kinds(compiler, frozen, include, scratch):
    """The kinds of finding for the headers below `include`."""
    program, source = scratch / "program", scratch / "program.cpp"
    try:
        source.write_text(frozen_source.source(compiler, frozen, include, program=True), encoding="utf-8")
        found = {"layout"} if layouts.violations(include, frozen) else set()
    except model.AbiError:
        return {"refused"}
    subprocess.run([compiler, "-std=c++20", f"-I{ROOT}/tests", f"-I{include}", "-o", program, source], check=True)
    output = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    return found | {line.partition(":")[0] for line in output.splitlines()}


def failure(compiler, frozen, case):
    """What the test did wrong for one case, or None."""
    name, header, old, new, expected = case
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        include = scratch / "include"
        shutil.copytree(frozen / "fairlead", include / "fairlead")
        path = include / header
        if old is None:
            path.unlink()
        else:
            text = path.read_text(encoding="utf-8")
            if old not in text:
                return f"{name}: {old!r} does not stand in {header} any more; write the case anew"
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        found = kinds(compiler, frozen, include, scratch)
    if found == set(expected.split()):
        return None
    return f"{name}: found {sorted(found)}, expected {expected or 'nothing'}"


if __name__ == "__main__":
    # The frozen headers are what the copies are made of, so that the cases hold when the current ones have grown.
    with concurrent.futures.ThreadPoolExecutor(2) as POOL:
        VERDICTS = POOL.map(lambda case: failure(sys.argv[1], model.FROZEN / "v1_0", case), CASES)
        FAILURES = [text for text in VERDICTS if text]
    print("\n".join(FAILURES or [f"{len(CASES)} cases judged rightly"]))
    sys.exit(1 if FAILURES else 0)
