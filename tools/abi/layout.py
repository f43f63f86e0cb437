"""Sizes and offsets of the ABI's structs as a compiler for each machine sees them, kept as tables beside
the frozen headers: a line `struct bytes` or `struct.member offset` each.

The headers need no C library, so a machine's layout is known without its tools: clang knows every target. The 32-bit
ones are no platform of the host; they show what depends on the size of a pointer and the alignment of uint64_t.
"""
import re

import model

_CLANG = ["clang-14", "-std=c11", "-x", "c", "-ffreestanding", "-nostdlibinc"]
# The first command of each machine measures; all of them check.
MACHINES = {
    "x86_64": [_CLANG + ["-target", "x86_64-linux-gnu"], ["gcc", "-std=c11", "-x", "c", "-m64"]],
    "aarch64": [_CLANG + ["-target", "aarch64-linux-gnu"]],
    "i386": [_CLANG + ["-target", "i386-linux-gnu"], ["gcc", "-std=c11", "-x", "c", "-m32", "-ffreestanding"]],
    "arm": [_CLANG + ["-target", "arm-linux-gnueabihf"]],
}
# Where the host runs, a new member stands behind the frozen struct. With 32 bits some structs end in padding, into
# which a member would fall that FAIRLEAD_HAS takes for an old one: a port would begin a major version of its own.
HOSTS = ("x86_64", "aarch64")


def _includes(include):
    return "#include <stddef.h>\n" + "".join(f'#include "{name}"\n' for name in model.headers(include))


def measure(include, abi, machine):
    """The text of the table of one machine. Raises AbiError when the compiler fails."""
    # As Linux does for its assembler constants: the value is printed into the assembly, nothing needs to run.
    rows = []
    for struct, members in abi.structs.items():
        rows.append((f"{struct} %c0", f"sizeof({struct})"))
        rows += [(f"{struct}.{member} %c0", f"offsetof({struct}, {member})") for member in members]
    body = "".join(f'__asm__("\\n.ascii \\"->{text}\\"" : : "i"({value}));\n' for text, value in rows)
    assembly = model.run(MACHINES[machine][0] + [f"-I{include}", "-S", "-o", "-"],
                         f"{_includes(include)}void rows(void);\nvoid rows(void) {{\n{body}}}\n")
    table = re.findall(r'"->(.*?)"', assembly)
    if len(table) != len(rows):
        raise model.AbiError(f"{machine}: {len(rows)} values asked for, {len(table)} found in the assembly")
    return "\n".join(table) + "\n"


def disagreements(include, abi, table, machine):
    """Where a machine's layout of the headers below `include` breaks a frozen table: texts, empty when nowhere."""
    known = dict(line.split(" ") for line in table.splitlines())
    checks = []
    for name, value in known.items():
        struct, _, member = name.partition(".")
        if member:
            checks.append((f"offsetof({struct}, {member}) == {value}", f"{name} has another offset"))
        else:
            relation = ">=" if struct in abi.structs and abi.grows(struct) else "=="
            checks.append((f"sizeof({struct}) {relation} {value}", f"{name} has another size"))
    for struct, members in abi.structs.items():
        for member in members:
            if machine in HOSTS and struct in known and f"{struct}.{member}" not in known:
                checks.append((f"offsetof({struct}, {member}) >= {known[struct]}",
                               f"{struct}.{member} stands inside the frozen struct, not behind it"))
    source = _includes(include) + "".join(f'_Static_assert({check}, "{text}");\n' for check, text in checks)
    found = []
    for command in MACHINES[machine]:
        try:
            model.run(command + [f"-I{include}", "-fsyntax-only"], source)
        except model.AbiError as error:
            found.append(f"{machine}: {error}")
    return found
