"""Writes the Python modules, their stubs and the list of symbols for a header."""

from __future__ import annotations

import ast
import keyword
import textwrap
from pathlib import Path

import policy
from header import Header
from types_python import Translator

_NOTE = "Generated from include/cerver.h by bindings/gen. Do not edit."
_WIDTH = 120


def bindings(header: Header) -> str:
    """`cerver/_bindings.py`: constants and classes as they are, functions as a table that is bound on first use."""
    kinds = Translator(header)
    constants = [f"{name} = {constant.value!r}" for name, constant in header.constants.items()]
    structs: list[str] = []
    for struct in header.structs.values():
        bases = [policy.STRUCT_BASES[struct.name]] if struct.name in policy.STRUCT_BASES else []
        fields = [f'        ("{param.name}", {kinds.ctype(param.type)}),' for param in struct.fields]
        structs += [
            f"class {struct.name}({', '.join([*bases, 'Structure'])}):",
            "    _fields_ = (",
            *fields,
            "    )",
            "",
            "",
        ]
    callbacks = [f"{callback.name} = {kinds.callback(callback.type)}" for callback in header.callbacks.values()]
    calls: dict[bool, list[str]] = {False: [], True: []}
    for function in header.functions.values():
        arguments = kinds.arguments(function.params)
        inner = ", ".join(arguments) + ("," if len(arguments) == 1 else "")
        row = f'    "{function.name}": ({kinds.result(function.result)}, ({inner})),'
        calls[policy.is_short(function.name)].append(row)
    callbacks += [f"{name} = {kinds.callback(kind)}" for kind, name in kinds.unnamed_callbacks().items()]
    aliases = [f"{name} = {kinds.ctype(alias.type)}" for name, alias in header.numbers.items()]
    aliases += [f"{name} = int" for name in header.opaques]
    names = _names(header)
    helpers = ["Callback", "Data", "Int", "Text", *policy.STRUCT_BASES.values()]
    lines = [
        f'"""{_NOTE}',
        "",
        "The C functions are attributes of this module; each is bound when it is asked for the first time.",
        '"""',
        "",
        *_imports("ctypes", sorted(kinds.used | {"Structure"}), explicit=False),
        "",
        "from ._library import bind",
        f"from ._types import {', '.join(sorted(helpers))}",
        "",
        *constants,
        "",
        "",
        *structs,
        "# Number types of the header.",
        *aliases,
        "",
        "# Callbacks.",
        *callbacks,
        "",
        "# Name: (result, arguments). Called with the interpreter lock given up.",
        "_CALLS = {",
        *calls[False],
        "}",
        "",
        "# The same; short calls that keep the interpreter lock.",
        "_SHORT_CALLS = {",
        *calls[True],
        "}",
        "",
        "# Public names by package.",
        *_name_list("CERVER_NAMES", names["cerver"]),
        *_name_list("HTTP_NAMES", names["cerver.http"]),
        "",
        "",
        "def __getattr__(name):",
        "    function = globals()[name] = bind(name, _CALLS, _SHORT_CALLS)",
        "    return function",
    ]
    return _join(lines)


def stub(header: Header) -> str:
    """`cerver/_bindings.pyi`: the same names with annotations and the header's words as docstrings."""
    kinds = Translator(header)
    body: list[str] = []
    for name, constant in header.constants.items():
        body += [f"{name}: Final = {constant.value!r}", *_doc(constant.doc, "")]
    body.append("")
    for alias in header.numbers.values():
        body += [f"{alias.name}: TypeAlias = int", *_doc(alias.doc, "")]
    for name, doc in header.opaques.items():
        body += [f"{name}: TypeAlias = int", *_doc(doc, "")]
    body.append("")
    for struct in header.structs.values():
        bases = [policy.STRUCT_BASES[struct.name]] if struct.name in policy.STRUCT_BASES else []
        fields = [f"    {p.name}: {_builtin(kinds.annotated_value(kinds.ctype(p.type)))}" for p in struct.fields]
        body += [f"class {struct.name}({', '.join([*bases, 'Structure'])}):", *_doc(struct.doc, "    "), *fields, ""]
    for callback in header.callbacks.values():
        arguments = ", ".join(["int"] * len(callback.type.params))
        init = f"    def __init__(self, function: Callable[[{arguments}], object], /) -> None: ..."
        body += [f"class {callback.name}(CFuncPtr):", *_doc(callback.doc, "    "), init, ""]
    for function in header.functions.values():
        expressions = kinds.arguments(function.params)
        params = [f"{_safe(p.name)}: {kinds.annotated_argument(p, e)}" for p, e in zip(function.params, expressions)]
        result = kinds.annotated_result(function.result)
        head = f"def {function.name}({', '.join([*params, '/'] if params else [])}) -> {result}:"
        body += [head, *_doc(function.doc, "    ")] if function.doc else [f"{head} ..."]
    names = sorted(kinds.used | {"Array", "Structure", "c_char_p", "c_void_p"})
    names = [name for name in names if name not in ("CFUNCTYPE", "POINTER")]
    return _join([f"# {_NOTE}", *_STUB_HEAD.replace("@NAMES@", ", ".join(names)).splitlines(), *body])


_STUB_HEAD = """
import builtins
from collections.abc import Callable
from ctypes import @NAMES@
from typing import Any, Final, TypeVar

from _ctypes import CFuncPtr, _CArgObject, _CData, _Pointer
from typing_extensions import TypeAlias

from ._types import StringMethods as StringMethods

_T = TypeVar("_T", bound=_CData)
_Null: TypeAlias = c_void_p | None
_Text: TypeAlias = str | bytes | c_char_p | Array[Any] | None
_Data: TypeAlias = bytes | bytearray | c_void_p | c_char_p | Array[Any] | int | None
_Address: TypeAlias = int | bytes | c_void_p | Array[Any] | _Pointer[Any] | CFuncPtr | _CArgObject | None
_Out: TypeAlias = _T | Array[_T] | _Pointer[_T] | _CArgObject | None

CERVER_NAMES: tuple[str, ...]
HTTP_NAMES: tuple[str, ...]

"""


def package_stub(header: Header, package: str, folder: Path) -> str:
    """`__init__.pyi` of a package: its share of the C names, and what its hand-written modules add."""
    own = {name: module for module in policy.PUBLIC_MODULES[package] for name in public_names(folder / f"{module}.py")}
    names = [name for name in _names(header)[package] if name not in own]
    source = "._bindings" if package == "cerver" else ".._bindings"
    lines = [f"# {_NOTE}", "", *_imports(source, names)]
    for module in policy.PUBLIC_MODULES[package]:
        lines += _imports(f".{module}", sorted(name for name, home in own.items() if home == module))
    if package == "cerver":
        lines += ["", "__version__: str"]
    return _join([*lines, "", *_name_list("__all__", sorted([*names, *own]), stub=True)])


def symbols(header: Header) -> str:
    """`bindings/symbols.txt`: the exported functions, sorted, one per line."""
    return "".join(f"{name}\n" for name in sorted(header.functions))


def public_names(module: Path) -> list[str]:
    """The names in the `__all__` of a module, read without running it."""
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return list(ast.literal_eval(node.value))
    raise ValueError(f"{module} has no __all__")


def _names(header: Header) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {"cerver": [], "cerver.http": []}
    groups = (header.constants, header.structs, header.opaques, header.numbers, header.callbacks, header.functions)
    for name in (name for group in groups for name in group):
        names[policy.package_of(name)].append(name)
    return {package: sorted(found) for package, found in names.items()}


def _imports(module: str, names: list[str], explicit: bool = True) -> list[str]:
    """An import of many names; `explicit` makes them part of what a stub exports."""
    return [
        f"from {module} import (",
        *(f"    {name} as {name}," if explicit else f"    {name}," for name in names),
        ")",
    ]


def _name_list(target: str, names: list[str], stub: bool = False) -> list[str]:
    text = ", ".join(f'"{name}"' for name in names)
    wrapped = textwrap.wrap(text, _WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    opening, closing = "[]" if stub else "()"
    return [
        f"{target} = {opening}",
        *(f"    {line}" for line in wrapped[:-1]),
        *(f"    {line}," for line in wrapped[-1:]),
        closing,
    ]


def _doc(text: str, indent: str) -> list[str]:
    if not text:
        return []
    quotes = 'r"""' if "\\" in text else '"""'
    safe = text.replace('"""', "'''")
    if safe.endswith('"'):
        safe += " "
    closing = '\n"""' if "\n" in safe else '"""'
    return [f"{indent}{line}".rstrip() for line in f"{quotes}{safe}{closing}".split("\n")]


def _builtin(annotation: str) -> str:
    """Fields may be called `str` or `len`: annotations inside a class name the builtins in full."""
    return annotation.replace("bytes", "builtins.bytes").replace("int |", "builtins.int |")


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _join(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
