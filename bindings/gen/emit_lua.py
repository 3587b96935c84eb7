"""Writes the declarations for LuaJIT's ffi module."""

from __future__ import annotations

from header import Array, FunctionPointer, Header, Scalar, Type
from text import GENERATED, join


def declarations(header: Header) -> str:
    """A Lua module that declares everything of the header to ffi and returns the constants."""
    lines = [f"-- {GENERATED}", 'local ffi = require "ffi"', "", "ffi.cdef [["]
    lines += [f"typedef struct {name} {name};" for name in [*header.opaques, *header.structs]]
    lines += [f"typedef {_declare(number.type, name)};" for name, number in header.numbers.items()]
    lines += [f"typedef {_declare(callback.type, name)};" for name, callback in header.callbacks.items()]
    for name, struct in header.structs.items():
        fields = " ".join(f"{_declare(field.type, field.name)};" for field in struct.fields)
        lines.append(f"struct {name} {{ {fields} }};")
    for name, function in header.functions.items():
        params = [_declare(param.type, "") for param in function.params]
        if function.variadic:
            params.append("...")
        lines.append(f"{_declare(function.result, name)}({', '.join(params) or 'void'});")
    lines += ["]]", "", "return {"]
    lines += [f"    {name} = {_value(constant.value)}," for name, constant in header.constants.items()]
    return join([*lines, "}"])


def _declare(kind: Type, name: str) -> str:
    """A C declaration of `name`, which may be empty."""
    if isinstance(kind, Scalar):
        return f"{kind.name} {name}".strip()
    if isinstance(kind, Array):
        return f"{_declare(kind.of, name)}[{kind.length}]"
    if isinstance(kind, FunctionPointer):
        params = ", ".join(_declare(param, "") for param in kind.params) or "void"
        return f"{_declare(kind.result, '')} (*{name})({params})"
    if isinstance(kind.to, FunctionPointer):
        return _declare(kind.to, f"*{name}")
    const = "const " if kind.const else ""
    return const + _declare(kind.to, f"*{name}")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\{ord(c):03d}" for c in value) + '"'
    if isinstance(value, int) and not -(2**53) <= value <= 2**53:
        return f"{value}{'ULL' if value >= 2**63 else 'LL'}"
    return repr(value)
