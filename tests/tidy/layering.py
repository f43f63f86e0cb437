"""The layers of docs/architecture.md, checked on the #include lines. With --self-test: that wrong ones are found.

Each layer of core/ includes itself and those before it. plugins/ and examples/ see the SDK only (examples/embed_*
link the runtime); sdk/ sees neither. Some libraries have one room each.
"""
import re
import sys

from sources import code_files, report

LAYERS = ("base", "json", "plugin", "pool", "store", "tenancy", "runtime", "mcp", "net", "cli")

# Library -> the only places of core/ that may include it.
ROOMS = (
    (re.compile(r"soci[/-]|sqlite3\.h"), ("core/store/",)),
    (re.compile(r"boost/(asio|beast)[/.]|sys/socket\.h|netinet/|arpa/inet\.h"), ("core/net/",)),
    (re.compile(r"CLI/"), ("core/cli/",)),
    (re.compile(r"libpq|pg_query|postgresql/"), ()),
)
BOOST_DLL = re.compile(r"boost/dll[/.]")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)


def layer_of(header):
    """The layer of core/ that an include names, or None."""
    first = header.split("/", 1)[0]
    return first if "/" in header and first in LAYERS else None


def check_core(path, header):
    own, other = path.split("/")[1], layer_of(header)
    if own not in LAYERS:
        return f"core/{own} is no layer; the layers are {', '.join(LAYERS)}"
    if other and LAYERS.index(other) > LAYERS.index(own):
        return f"{own} may not know {other}"
    if header.startswith(("../", "plugins/", "examples/", "tests/")):
        return "core/ includes by 'layer/file.hpp' and nothing outside core/ and the SDK"
    for library, rooms in ROOMS:
        if library.match(header) and not path.startswith(rooms or ("none",)):
            return f"belongs in {' '.join(rooms) or 'a plugin'}"
    if BOOST_DLL.match(header) and not (path.startswith("core/plugin/") and path.endswith(".cpp")):
        return "Boost.DLL is used by one source file of core/plugin"
    return None


def check_outside(path, header, headers):
    """For sdk/, plugins/ and examples/: nothing of core/, and no reaching into another folder."""
    folder = path.rsplit("/", 1)[0]
    is_own = f"{folder}/{header}" in headers
    if layer_of(header) and not is_own:
        return "only the SDK may be included here, nothing of core/"
    if re.match(r"(core|plugins|examples|tests)/", header) or "../" in header:
        return "only the SDK and the folder's own headers may be included here"
    if path.startswith("sdk/") and "/" in header and not is_own and not header.startswith(("fairlead/", "boost/", "sys/")):
        return "the SDK includes itself, Boost, the standard library and POSIX"
    return None


def violations(files):
    files = list(files)
    headers = {path for path, _ in files}
    found, dll_users = [], []
    for path, text in files:
        top = path.split("/")[0]
        if top not in ("core", "sdk", "plugins", "examples") or path.startswith("examples/embed_"):
            continue
        for match in INCLUDE.finditer(text):
            header = match.group(1)
            wrong = check_core(path, header) if top == "core" else check_outside(path, header, headers)
            if wrong:
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path}:{line}: #include of {header}: {wrong}")
            if BOOST_DLL.match(header):
                dll_users.append(path)
    if len(set(dll_users)) > 1:
        found.append(f"Boost.DLL is included by more than one file: {', '.join(sorted(set(dll_users)))}")
    return found


WRONG = (
    ("core/base/a.hpp", "json/parse.hpp"),
    ("core/json/a.hpp", "plugin/host.hpp"),
    ("core/pool/a.cpp", "store/store.hpp"),
    ("core/pool/a.cpp", "tenancy/model.hpp"),
    ("core/store/a.cpp", "tenancy/model.hpp"),
    ("core/tenancy/a.cpp", "runtime/call.hpp"),
    ("core/runtime/a.cpp", "mcp/server.hpp"),
    ("core/mcp/a.cpp", "net/http.hpp"),
    ("core/net/a.cpp", "cli/main.hpp"),
    ("core/helpers/a.cpp", "base/error.hpp"),
    ("core/runtime/a.cpp", "../plugins/postgres/query.hpp"),
    ("core/tenancy/a.cpp", "soci/soci.h"),
    ("core/tenancy/a.cpp", "sqlite3.h"),
    ("core/runtime/a.cpp", "libpq-fe.h"),
    ("core/runtime/a.cpp", "boost/asio.hpp"),
    ("core/runtime/a.cpp", "CLI/CLI.hpp"),
    ("core/runtime/a.cpp", "boost/dll/shared_library.hpp"),
    ("core/plugin/a.hpp", "boost/dll/shared_library.hpp"),
    ("plugins/postgres/a.cpp", "base/error.hpp"),
    ("plugins/postgres/a.cpp", "core/base/error.hpp"),
    ("plugins/postgres/a.cpp", "../minio/client.hpp"),
    ("examples/hello/a.cpp", "runtime/call.hpp"),
    ("sdk/include/fairlead/a.hpp", "json/parse.hpp"),
    ("sdk/include/fairlead/a.hpp", "spdlog/spdlog.h"),
)
RIGHT = (
    ("core/cli/a.cpp", "base/error.hpp"),
    ("core/tenancy/a.cpp", "store/store.hpp"),
    ("core/pool/a.cpp", "pool/key.hpp"),
    ("core/plugin/a.cpp", "fairlead/plugin.h"),
    ("core/plugin/a.cpp", "boost/dll/shared_library.hpp"),
    ("core/store/a.cpp", "soci/soci.h"),
    ("core/cli/a.cpp", "CLI/CLI.hpp"),
    ("core/net/a.cpp", "boost/beast/http.hpp"),
    ("plugins/postgres/a.cpp", "fairlead/sdk.hpp"),
    ("plugins/postgres/a.cpp", "libpq-fe.h"),
    ("examples/embed_cpp/a.cpp", "runtime/call.hpp"),
    ("sdk/include/fairlead/a.hpp", "boost/json/value.hpp"),
    ("tests/unit/pool/a.cpp", "cli/main.hpp"),
)


def self_test():
    failures = []
    for path, header in WRONG:
        if not violations([(path, f'#include "{header}"\n')]):
            failures.append(f"not found: {path} includes {header}")
    for path, header in RIGHT:
        found = violations([(path, f"#include <{header}>\n")])
        if found:
            failures.append(f"wrongly found: {found[0]}")
    own = [("plugins/a/json/x.hpp", ""), ("plugins/a/a.cpp", '#include "json/x.hpp"\n')]
    if violations(own):
        failures.append("a plugin's own subfolder counts as a layer")
    two = [(f"core/plugin/{name}.cpp", "#include <boost/dll.hpp>\n") for name in "ab"]
    if not violations(two):
        failures.append("not found: two users of Boost.DLL")
    return failures


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(report(self_test(), "The layering test itself is wrong."))
    sys.exit(report(violations(code_files()), "See docs/architecture.md for the order of the layers."))
