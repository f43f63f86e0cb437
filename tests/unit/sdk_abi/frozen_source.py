"""Writes the C++ source of the frozen-header test: frozen_source.py COMPILER FROZEN_DIR INCLUDE_DIR OUTPUT [--program].

Both versions of the headers are included as they are, in two namespaces of one file; every macro of the first is
undefined before the second. The tables list every struct, member, alias, function and macro that tools/abi/model.py
found, so none is kept by hand. With --program a main function prints what is wrong, for the self-test.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tools/abi"))
import model  # noqa: E402

_PROGRAM = """
int main() {
  const fairlead::abi::Tables all = tables();
  const auto print = [](const char* kind, const fairlead::abi::Findings& found) {
    for (const auto& text : found) std::printf("%s: %s\\n", kind, text.c_str());
  };
  print("moved", fairlead::abi::moved_members(all));
  print("retyped", fairlead::abi::retyped_members(all));
  print("resized", fairlead::abi::resized_structs(all));
  print("inserted", fairlead::abi::inserted_members(all));
  print("unsized", fairlead::abi::unsized_structs(all));
  print("padding", fairlead::abi::hidden_padding(all));
  print("name", fairlead::abi::changed(all.names));
  print("constant", fairlead::abi::changed(all.constants));
  print("noexcept", fairlead::abi::throwing_pointers(all));
  print("missing", all.missing);
}
"""


def included(include, abi, space):
    """One version of the headers in a namespace of its own, with its constants, and its macros undefined again."""
    lines = [f"namespace {space} {{"]
    # C functions are one entity whatever their namespace, so each version's get a name of their own.
    lines += [f"#define {name} {space}_{name}" for name in abi.functions]
    lines += [f'#include "{include}/{name}"' for name in model.headers(include)]
    lines += [f"#undef {name}" for name in abi.functions]
    lines += [f"[[maybe_unused]] constexpr auto k_{name} = {name};" for name in abi.constants]
    # Here, while the macros still stand: FAIRLEAD_HAS and its like are compared as text by this script.
    lines += [f"#undef {name.partition('(')[0]}" for name in [*abi.constants, *abi.texts]]
    return lines + ["}"]


def missing(frozen, current):
    found = [f"{kind} {name}" for kind, was, now in (
        ("struct", frozen.structs, current.structs), ("handle", frozen.handles, current.handles),
        ("type", frozen.aliases, current.aliases), ("function", frozen.functions, current.functions),
        ("constant", frozen.constants, current.constants), ("macro", frozen.texts, current.texts),
    ) for name in was if name not in now]
    return found + [f"member {struct}.{member}" for struct, members in frozen.structs.items()
                    for member in members if member not in current.structs.get(struct, members)]


def rows(frozen, current):
    """The statements that fill the tables, one per thing that is compared."""
    for struct, members in frozen.structs.items():
        if struct not in current.structs:
            continue
        grows = str(frozen.grows(struct) and current.grows(struct)).lower()
        yield f'all.structs.push_back({{"{struct}", sizeof(frozen::{struct}), sizeof(current::{struct}), {grows}}});'
        for member in members:
            if member in current.structs[struct]:
                yield (f'all.members.push_back({{"{struct}.{member}", '
                       f"{{offsetof(frozen::{struct}, {member}), sizeof(frozen::{struct}::{member})}}, "
                       f"{{offsetof(current::{struct}, {member}), sizeof(current::{struct}::{member})}}, "
                       f"kSameType<decltype(frozen::{struct}::{member}), decltype(current::{struct}::{member})>}});")
        for member in current.structs[struct]:
            if member not in members:
                yield (f'all.appended.push_back({{"{struct}.{member}", offsetof(current::{struct}, {member}), '
                       f"sizeof(frozen::{struct})}});")
    for struct, members in current.structs.items():
        for member in members:
            yield (f'all.current.push_back({{"{struct}", "{member}", '
                   f"{{offsetof(current::{struct}, {member}), sizeof(current::{struct}::{member})}}, "
                   f"sizeof(current::{struct}), kNoexcept<decltype(current::{struct}::{member})>}});")
    for name in (name for name in frozen.aliases if name in current.aliases):
        yield f'all.names.push_back({{"{name}", kSameType<frozen::{name}, current::{name}>}});'
    for name in (name for name in frozen.functions if name in current.functions):
        yield (f'all.names.push_back({{"{name}", '
               f"kSameType<decltype(frozen::frozen_{name}), decltype(current::current_{name})>}});")
    for name in (name for name in frozen.constants if name in current.constants):
        compare = "is_no_less" if name == "FAIRLEAD_ABI_MINOR" else "is_same_constant"
        yield f'all.constants.push_back({{"{name}", {compare}(frozen::k_{name}, current::k_{name})}});'
    for name in (name for name in frozen.texts if name in current.texts):
        yield f'all.constants.push_back({{"{name}", {str(frozen.texts[name] == current.texts[name]).lower()}}});'
    for name in current.aliases:
        yield f'all.noexcepts.push_back({{"{name}", kNoexcept<current::{name}>}});'
    for name in current.functions:
        yield f'all.noexcepts.push_back({{"{name}", kNoexcept<decltype(current::current_{name})>}});'


def source(compiler, frozen_dir, include, program=False):
    """The text of the source; raises model.AbiError when one of the two versions cannot be read."""
    frozen_dir, include = frozen_dir.resolve(), include.resolve()
    frozen, current = model.load(frozen_dir, compiler), model.load(include, compiler)
    space = f"abi_{frozen_dir.name}"
    lines = ["// Generated by frozen_source.py: the frozen headers beside the current ones.",
             "#include <stddef.h>", "#include <stdint.h>", "#include <cstdio>",
             '#include "unit/sdk_abi/frozen_check.hpp"', f"namespace {space} {{", "namespace {"]
    lines += included(frozen_dir, frozen, "frozen") + included(include, current, "current")
    lines += ["}", "}"]
    for name in [*frozen.structs, *frozen.handles]:
        if name in current.structs or name in current.handles:
            lines.append(f"template <> struct fairlead::abi::Current<{space}::frozen::{name}> "
                         f"{{ using type = {space}::current::{name}; }};")
    lines += ["namespace {", "fairlead::abi::Tables tables() {", f"using namespace {space};",
              "using namespace fairlead::abi;", "Tables all;", *rows(frozen, current)]
    lines += [f'all.missing.push_back("{name}");' for name in missing(frozen, current)]
    lines += ["return all;", "}", "}"]
    major_minor = frozen_dir.name.upper()
    lines.append(_PROGRAM if program else
                 f'#define FAIRLEAD_FROZEN_TEST Frozen{major_minor}Test\n#include "unit/sdk_abi/frozen_test.inc"')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    COMPILER, FROZEN, INCLUDE, OUTPUT = sys.argv[1:5]
    try:
        pathlib.Path(OUTPUT).write_text(
            source(COMPILER, pathlib.Path(FROZEN), pathlib.Path(INCLUDE), "--program" in sys.argv), encoding="utf-8")
    except model.AbiError as ERROR:
        sys.exit(f"sdk_abi: {ERROR}")
