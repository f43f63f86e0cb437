"""What the C headers of the plugin ABI declare: structs with their members, handles, aliases, functions, macros.

The compiler preprocesses the headers and lists their macros; what is left is parsed by rules so strict that a
declaration which is not understood is an error. So nothing can be missed in silence, and what rule R1 of plugin.h
forbids (bool, long, enum, union, bit-fields, arrays) is refused here.
"""
import dataclasses
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CURRENT = ROOT / "sdk/include"
FROZEN = ROOT / "sdk/abi/frozen"

_FORBIDDEN = re.compile(r"\b(bool|_Bool|short|int|long|signed|unsigned|float|enum|union|class|size_t|wchar_t)\b"
                        r"|\bchar\b(?! ?\*)")
_POINTER_TO_FUNCTION = re.compile(r"(?P<result>[\w\s*]+)\(\*(?P<name>\w+)\)\((?P<arguments>[\w\s*,]*)\)(?: noexcept)?")
_PLAIN = re.compile(r"(?P<type>[\w\s*]+?)(?P<name>\w+)")
_FUNCTION = re.compile(r"(?P<result>[\w\s*]+?)(?P<name>\w+)\((?P<arguments>[\w\s*,]*)\)(?: noexcept)?")
_STRUCT = re.compile(r"typedef struct (?P<name>\w+) \{(?P<body>.*)\} (?P=name)")
_HANDLE = re.compile(r"typedef struct (?P<name>\w+) (?P=name)")
_LITERAL = re.compile(r'-?\d+u?|0x[0-9A-Fa-f]+u?|"[^"]*"')


class AbiError(Exception):
    """The headers cannot be read as a plugin ABI; the text says what to change."""


@dataclasses.dataclass
class Model:
    structs: dict = dataclasses.field(default_factory=dict)  # name -> names of its members, in order
    handles: list = dataclasses.field(default_factory=list)
    aliases: list = dataclasses.field(default_factory=list)  # of integers and of function pointers
    functions: list = dataclasses.field(default_factory=list)
    constants: dict = dataclasses.field(default_factory=dict)  # macros that are one literal
    texts: dict = dataclasses.field(default_factory=dict)  # all other macros, parameters included in the name

    def grows(self, struct):
        """Rule R4: a struct that may grow begins with its size; one that stands in arrays does not."""
        return self.structs[struct][0] == "struct_size"


def headers(include):
    """Names by which the headers below that include root are included, plugin.h first."""
    found = sorted(path.relative_to(include).as_posix() for path in (include / "fairlead").glob("*.h"))
    if "fairlead/plugin.h" not in found:
        raise AbiError(f"no fairlead/plugin.h below {include}")
    return ["fairlead/plugin.h"] + [name for name in found if name != "fairlead/plugin.h"]


def run(command, text):
    """Standard output of a compiler that reads `text`. Raises AbiError with its words when it fails."""
    done = subprocess.run([str(word) for word in command] + ["-"], input=text, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise AbiError(f"{' '.join(map(str, command))}:\n{done.stderr.strip()}")
    return done.stdout


def _own_text(preprocessed, include):
    """What came from the headers themselves, without the system's."""
    lines, own = [], False
    for line in preprocessed.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            own = marker.group(1).startswith(f"{include}/fairlead/")
        elif own:
            lines.append(line)
    return re.sub(r"\s+", " ", "\n".join(lines))


def _statements(text):
    """Top-level declarations, each without its semicolon; blocks of extern "C" are opened."""
    text = re.sub(r"__attribute__\(\((?:[^()]|\([^()]*\))*\)\) ?", "", text)
    depth, linkage, start, i = 0, 0, 0, 0
    while i < len(text):
        opened = re.compile(r'\s*extern "C" \{').match(text, i) if depth == 0 and not text[start:i].strip() else None
        if opened:
            linkage, i = linkage + 1, opened.end()
            start = i
            continue
        if text[i] == "}" and depth == 0:
            linkage -= 1
            start = i + 1
        depth += {"{": 1, "}": -1 if depth else 0}.get(text[i], 0)
        if text[i] == ";" and depth == 0:
            yield text[start:i].strip().removeprefix('extern "C" ')
            start = i + 1
        i += 1
    if text[start:].strip() or depth or linkage:
        raise AbiError(f"unfinished declaration: {text[start:].strip()[:80]!r}")


def _members(struct, body):
    names = []
    for declaration in filter(None, (piece.strip() for piece in body.split(";"))):
        match = _POINTER_TO_FUNCTION.fullmatch(declaration) or _PLAIN.fullmatch(declaration)
        if not match:
            raise AbiError(f"{struct}: {declaration!r} is no single plain member or function pointer (rule R1)")
        names.append(match["name"])
    if not names:
        raise AbiError(f"{struct} has no members")
    return names


def _add(model, statement):
    forbidden = _FORBIDDEN.search(statement)
    if forbidden:
        raise AbiError(f"{forbidden[0]!r} may not stand in the ABI (rule R1): {statement[:120]}")
    if match := _STRUCT.fullmatch(statement):
        model.structs[match["name"]] = _members(match["name"], match["body"])
    elif match := _HANDLE.fullmatch(statement):
        model.handles.append(match["name"])
    elif match := re.fullmatch(f"typedef (?:{_POINTER_TO_FUNCTION.pattern})", statement):
        model.aliases.append(match["name"])
    elif match := re.fullmatch(f"typedef (?:{_PLAIN.pattern})", statement):
        model.aliases.append(match["name"])
    elif (match := _FUNCTION.fullmatch(statement)) and not statement.startswith("typedef"):
        model.functions.append(match["name"])
    else:
        raise AbiError(f"declaration not understood: {statement[:120]}")
    if not match["name"].startswith("fairlead_"):
        raise AbiError(f"{match['name']}: names of the ABI begin with fairlead_")


def _add_macros(model, command, text):
    def macros(source):
        pattern = re.compile(r"#define (\w+(?:\([^)]*\))?)(?: (.*))?")
        return {m[1]: m[2] or "" for m in map(pattern.fullmatch, run(command + ["-dM"], source).splitlines()) if m}

    system = macros("#include <stddef.h>\n#include <stdint.h>\n")
    for name, value in macros(text).items():
        if name in system:
            continue
        if not name.startswith("FAIRLEAD_"):
            raise AbiError(f"{name}: macros of the ABI begin with FAIRLEAD_, and its headers include no others")
        kind = model.constants if "(" not in name and _LITERAL.fullmatch(value) else model.texts
        kind[name] = re.sub(r"\s+", " ", value)


def load(include, compiler):
    """Reads every header fairlead/*.h below `include` with that C++ compiler. Raises AbiError."""
    include = pathlib.Path(include).resolve()
    model = Model()
    text = "".join(f'#include "{name}"\n' for name in headers(include))
    command = [compiler, "-std=c++20", "-x", "c++", f"-I{include}", "-E"]
    for statement in _statements(_own_text(run(command, text), include)):
        _add(model, statement)
    _add_macros(model, command, text)
    return model
