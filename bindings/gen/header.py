"""Reads a C header as cbindgen writes it and gives its declarations as plain values.

The header is self-contained C: comments are taken out first (doc comments are kept by line), then the
preprocessor lines, and pycparser reads what is left. No system header is needed.
"""

from __future__ import annotations

import ast
import operator
import re
from dataclasses import dataclass, field
from typing import Union

from pycparser import c_ast, c_parser

Value = Union[int, float, bool, str]


class HeaderError(Exception):
    """The header holds something the generator has no translation for."""


@dataclass(frozen=True)
class Scalar:
    """A number type by its C name (`int32_t`, `unsigned int`, `bool`, ...), or `void`, or a name the header defines."""

    name: str


@dataclass(frozen=True)
class Pointer:
    to: Type
    const: bool


@dataclass(frozen=True)
class Array:
    of: Type
    length: int


@dataclass(frozen=True)
class FunctionPointer:
    result: Type
    params: tuple[Type, ...]


Type = Union[Scalar, Pointer, Array, FunctionPointer]


@dataclass(frozen=True)
class Parameter:
    name: str
    type: Type


@dataclass(frozen=True)
class Function:
    name: str
    result: Type
    params: tuple[Parameter, ...]
    doc: str
    variadic: bool = False


@dataclass(frozen=True)
class Struct:
    name: str
    fields: tuple[Parameter, ...]
    doc: str


@dataclass(frozen=True)
class Number:
    """A typedef of a number type."""

    name: str
    type: Type
    doc: str


@dataclass(frozen=True)
class Callback:
    """A typedef of a function pointer."""

    name: str
    type: FunctionPointer
    doc: str


@dataclass(frozen=True)
class Constant:
    name: str
    value: Value
    doc: str


@dataclass
class Header:
    constants: dict[str, Constant] = field(default_factory=dict)
    opaques: dict[str, str] = field(default_factory=dict)  # name -> doc
    structs: dict[str, Struct] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)


def read_header(text: str) -> Header:
    """Parses the text of a header."""
    code, docs = _split_comments(text)
    code, defines = _split_directives(code)
    header = Header()
    for line, name, expression in defines:
        known = {constant.name: constant.value for constant in header.constants.values()}
        value = _evaluate(name, expression, known)
        header.constants[name] = Constant(name, value, docs.get(line - 1, ""))
    # The markers put the lines of the typedefs before line 1, so that the header keeps its own line numbers.
    try:
        tree = c_parser.CParser().parse(f'# 1 "known"\n{_KNOWN}\n# 1 "header"\n{code}', "header")
    except c_parser.ParseError as error:
        raise HeaderError(str(error)) from None
    for node in tree.ext:
        if node.coord.file == "header":
            _declare(header, node, docs)
    return header


_NUMBERS = {
    "int8_t": "signed char",
    "uint8_t": "unsigned char",
    "int16_t": "short",
    "uint16_t": "unsigned short",
    "int32_t": "int",
    "uint32_t": "unsigned int",
    "int64_t": "long long",
    "uint64_t": "unsigned long long",
    "size_t": "unsigned long",
    "ssize_t": "long",
    "intptr_t": "long",
    "uintptr_t": "unsigned long",
    "bool": "_Bool",
}
_KNOWN = "\n".join(f"typedef {spelling} {name};" for name, spelling in _NUMBERS.items())


def _split_comments(text: str) -> tuple[str, dict[int, str]]:
    """Blanks all comments; the texts of doc comments come back by the number of their last line."""
    docs: dict[int, str] = {}

    def blank(match: re.Match[str]) -> str:
        comment = match.group()
        if comment.startswith('"'):
            return comment
        if comment.startswith(("/**", "///")) and comment != "/**/":
            last = text.count("\n", 0, match.end()) + 1
            docs[last] = _doc_text(comment)
        return re.sub(r"[^\n]", " ", comment)

    return re.sub(r'"(?:\\.|[^"\\\n])*"|/\*.*?\*/|//[^\n]*', blank, text, flags=re.DOTALL), docs


def _doc_text(comment: str) -> str:
    inner = comment.removeprefix("/**").removesuffix("*/").removeprefix("///")
    lines = [re.sub(r"^\s*\*? ?", "", line).rstrip() for line in inner.splitlines()]
    return "\n".join(lines).strip()


def _split_directives(code: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Blanks preprocessor lines and what only C++ sees; gives the `#define`s as (line, name, expression)."""
    kept: list[str] = []
    defines: list[tuple[int, str, str]] = []
    active = [True]
    for number, line in enumerate(code.split("\n"), 1):
        words = line.split(None, 2)
        directive = words[0] + words[1] if words[:1] == ["#"] else (words[0] if words else "")
        if directive in ("#ifdef", "#if"):
            if "__cplusplus" not in line:
                raise HeaderError(f"line {number}: no rule for the condition {line.strip()!r}")
            active.append(False)
        elif directive == "#ifndef":
            active.append(active[-1])
        elif directive == "#else":
            active[-1] = active[-2] and not active[-1]
        elif directive == "#endif":
            active.pop()
        elif directive == "#define" and active[-1] and len(words) == 3 and "(" not in words[1]:
            defines.append((number, words[1], words[2].strip()))
        if directive.startswith("#") or not active[-1]:
            line = ""
        kept.append(line)
    return "\n".join(kept), defines


_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.BitOr: operator.or_,
    ast.LShift: operator.lshift,
}


def _evaluate(name: str, expression: str, known: dict[str, Value]) -> Value:
    """Value of a constant expression made of literals, earlier constants and a few operators."""
    python = re.sub(r"\b(0[xX][0-9a-fA-F]+|\d+)[uUlL]+\b", r"\1", expression)

    def value(node: ast.expr) -> Value:
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, str)):
            return node.value
        if isinstance(node, ast.Name) and node.id in ("true", "false"):
            return node.id == "true"
        if isinstance(node, ast.Name) and node.id in known:
            return known[node.id]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)  # type: ignore[operator]
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            result: Value = _OPERATORS[type(node.op)](value(node.left), value(node.right))
            return result
        raise HeaderError(f"no value for #define {name} {expression}")

    try:
        return value(ast.parse(python, mode="eval").body)
    except SyntaxError:
        raise HeaderError(f"no value for #define {name} {expression}") from None


def _declare(header: Header, node: c_ast.Node, docs: dict[int, str]) -> None:
    if isinstance(node, c_ast.Decl) and isinstance(node.type, c_ast.FuncDecl):
        result, params = _type(node.type.type), _parameters(node.type, node.name)
        doc, variadic = docs.get(_first_line(node) - 1, ""), _is_variadic(node.type)
        header.functions[node.name] = Function(node.name, result, params, doc, variadic)
    elif isinstance(node, c_ast.Decl) and isinstance(node.type, c_ast.Struct):
        _declare_struct(header, node.type.name, node.type, docs)
    elif isinstance(node, c_ast.Typedef) and isinstance(node.type.type, c_ast.Struct):
        _declare_struct(header, node.name, node.type.type, docs)
    elif isinstance(node, c_ast.Typedef):
        kind, doc = _type(node.type), docs.get(_first_line(node) - 1, "")
        if isinstance(kind, FunctionPointer):
            header.callbacks[node.name] = Callback(node.name, kind, doc)
        else:
            header.numbers[node.name] = Number(node.name, kind, doc)
    else:
        raise HeaderError(f"{node.coord}: no rule for {type(node).__name__}")


def _declare_struct(header: Header, name: str, struct: c_ast.Struct, docs: dict[int, str]) -> None:
    doc = docs.get(struct.coord.line - 1, "")
    if struct.decls is None:
        header.opaques.setdefault(name, doc)
        return
    fields = tuple(Parameter(decl.name, _type(decl.type)) for decl in struct.decls)
    header.opaques.pop(name, None)
    header.structs[name] = Struct(name, fields, doc)


def _first_line(node: c_ast.Node) -> int:
    """Line on which the declaration starts: the lowest line of its parts."""
    lines: list[int] = [node.coord.line]
    for _, child in node.children():
        if child.coord is not None:
            lines.append(_first_line(child))
    return min(lines)


_POINTER = "function pointer"


def _is_variadic(function: c_ast.FuncDecl) -> bool:
    return any(isinstance(param, c_ast.EllipsisParam) for param in (function.args.params if function.args else ()))


def _parameters(function: c_ast.FuncDecl, name: str) -> tuple[Parameter, ...]:
    params = []
    for index, param in enumerate(function.args.params if function.args else ()):
        if isinstance(param, c_ast.EllipsisParam):
            if name == _POINTER:
                raise HeaderError(f"{name}: no rule for a variable number of arguments")
            continue
        kind = _type(param.type)
        if kind != Scalar("void"):
            params.append(Parameter(getattr(param, "name", None) or f"argument_{index}", kind))
    return tuple(params)


def _type(node: c_ast.Node) -> Type:
    if isinstance(node, (c_ast.TypeDecl, c_ast.Typename)):
        return _type(node.type)
    if isinstance(node, c_ast.IdentifierType):
        return Scalar(" ".join(node.names))
    if isinstance(node, c_ast.Struct):
        return Scalar(node.name)
    if isinstance(node, c_ast.ArrayDecl):
        return Array(_type(node.type), int(str(node.dim.value), 0))
    if isinstance(node, c_ast.PtrDecl) and isinstance(node.type, c_ast.FuncDecl):
        function = node.type
        params = _parameters(function, _POINTER)
        return FunctionPointer(_type(function.type), tuple(param.type for param in params))
    if isinstance(node, c_ast.PtrDecl):
        return Pointer(_type(node.type), "const" in getattr(node.type, "quals", ()))
    raise HeaderError(f"{node.coord}: no rule for {type(node).__name__}")
