"""Writes the stubs for a header: what type checkers and editors see of the packages."""

from __future__ import annotations

import ast
import keyword
from pathlib import Path

import policy
from header import Function, Header, Struct
from text import GENERATED, doc_lines, import_lines, join, name_list
from types_python import Translator

_HEAD = """
import builtins
from collections.abc import Callable
from ctypes import @NAMES@
from typing import Any, Final, TypeVar

from _ctypes import CFuncPtr, _CArgObject, _CData, _Pointer
from typing_extensions import TypeAlias

from ._types import EventMethods as EventMethods, PacketMethods as PacketMethods, StringMethods as StringMethods

_T = TypeVar("_T", bound=_CData)
_Null: TypeAlias = c_void_p | None
_Text: TypeAlias = str | bytes | c_char_p | Array[Any] | None
_Data: TypeAlias = bytes | bytearray | c_void_p | c_char_p | Array[Any] | int | None
_Address: TypeAlias = int | bytes | c_void_p | Array[Any] | _Pointer[Any] | CFuncPtr | _CArgObject | None
_Out: TypeAlias = _T | Array[_T] | _Pointer[_T] | _CArgObject | None

CERVER_NAMES: tuple[str, ...]
HTTP_NAMES: tuple[str, ...]
"""


def stub(header: Header) -> str:
    """`cerver/_bindings.pyi`: the names of the module with annotations, and the header's words as docstrings."""
    kinds = Translator(header)
    body: list[str] = []
    for name, constant in header.constants.items():
        body += [f"{name}: Final = {constant.value!r}", *doc_lines(constant.doc, "")]
    docs = {**{name: number.doc for name, number in header.numbers.items()}, **header.opaques}
    for name, doc in docs.items():
        body += [f"{name}: TypeAlias = int", *doc_lines(doc, "")]
    for struct in header.structs.values():
        body += _struct(struct, kinds)
    for callback in header.callbacks.values():
        arguments = ", ".join(["int"] * len(callback.type.params))
        init = f"    def __init__(self, function: Callable[[{arguments}], object], /) -> None: ..."
        body += [f"class {callback.name}(CFuncPtr):", *doc_lines(callback.doc, "    "), init]
    body += [f"{alias}: TypeAlias = {name}" for alias, name in policy.aliases(header).items()]
    for function in header.functions.values():
        body += _function(function, kinds)
    used = (kinds.used | {"Array", "Structure", "c_char_p", "c_void_p"}) - {"CFUNCTYPE", "POINTER"}
    return join([f"# {GENERATED}", *_HEAD.replace("@NAMES@", ", ".join(sorted(used))).splitlines(), "", *body])


def package_stub(header: Header, package: str, folder: Path) -> str:
    """`__init__.pyi` of a package: its share of the C names, and what its hand-written modules add."""
    names, own = _names(header, package, folder)
    lines = [f"# {GENERATED}", ""]
    if names:
        lines += import_lines("._bindings" if package == "cerver" else ".._bindings", names, exported=True)
    for module in policy.PUBLIC_MODULES[package]:
        lines += import_lines(f".{module}", sorted(name for name, home in own.items() if home == module), exported=True)
    if package == "cerver":
        lines += ["", "__version__: str"]
    return join([*lines, "", *name_list("__all__", sorted([*names, *own]), brackets="[]")])


def shares(header: Header, folder: Path) -> dict[str, str]:
    """The modules that have a share of the names of their package, by their path in the project."""
    files: dict[str, str] = {}
    for module, (doc, _) in policy.SHARES.items():
        package, _, name = module.rpartition(".")
        home = folder.joinpath(*package.split(".")[1:])
        names, own = _names(header, package, home)
        chosen = policy.share(module, sorted([*names, *own]))
        lines = [f'"""{doc}. The names are part of `{package}`, too.', "", GENERATED, '"""', ""]
        if chosen:
            lines += import_lines(".", chosen)
        text = join([*lines, "", *name_list("__all__", chosen, brackets="[]")])
        files[str((home / f"{name}.py").relative_to(folder.parents[1]))] = text
    return files


def _names(header: Header, package: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """The C names of a package, and the names of its hand-written modules with their module."""
    own = {name: module for module in policy.PUBLIC_MODULES[package] for name in _public(folder / f"{module}.py")}
    return [name for name in policy.names_by_package(header)[package] if name not in own], own


def _struct(struct: Struct, kinds: Translator) -> list[str]:
    fields = [
        f"    {param.name}: {_in_class(kinds.annotated_value(kinds.ctype(param.type)))}" for param in struct.fields
    ]
    return [f"class {struct.name}({policy.bases(struct.name)}):", *doc_lines(struct.doc, "    "), *fields]


def _function(function: Function, kinds: Translator) -> list[str]:
    pairs = zip(function.params, kinds.arguments(function.params))
    params = [f"{_safe(param.name)}: {kinds.annotated_argument(param, expression)}" for param, expression in pairs]
    inner = ", ".join([*params, "/", *(["*arguments: Any"] if function.variadic else [])]) if params else ""
    head = f"def {function.name}({inner}) -> {kinds.annotated_result(function.result)}:"
    return [head, *doc_lines(function.doc, "    ")] if function.doc else [f"{head} ..."]


def _in_class(annotation: str) -> str:
    """Fields may be called `str` or `len`: annotations inside a class name the builtins in full."""
    return annotation.replace("bytes", "builtins.bytes").replace("int |", "builtins.int |")


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _public(module: Path) -> list[str]:
    """The names in the `__all__` of a module, read without running it."""
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return list(ast.literal_eval(node.value))
    raise ValueError(f"{module} has no __all__")
