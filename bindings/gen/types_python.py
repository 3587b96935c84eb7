"""Translates C types into ctypes expressions and into annotations."""

from __future__ import annotations

from header import Array, FunctionPointer, Header, HeaderError, Parameter, Pointer, Scalar, Type

_CTYPES = {
    "bool": "c_bool",
    "char": "c_char",
    "double": "c_double",
    "float": "c_float",
    "int": "c_int",
    "long": "c_long",
    "unsigned int": "c_uint",
    "unsigned long": "c_ulong",
    "size_t": "c_size_t",
    "ssize_t": "c_ssize_t",
    "intptr_t": "c_ssize_t",
    "uintptr_t": "c_size_t",
    **{f"{sign}int{bits}_t": f"c_{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)},
}
_PYTHON = {"c_bool": "bool", "c_char": "bytes", "c_double": "float", "c_float": "float"}
_TEXT = Pointer(Scalar("char"), True)
_BYTES = Pointer(Scalar("void"), True)


class Translator:
    """Knows the names a header defines; collects which names of ctypes the expressions use."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.used: set[str] = set()
        self._unnamed: dict[FunctionPointer, str] = {}

    def unnamed_callbacks(self) -> dict[FunctionPointer, str]:
        """Function pointer types that stand in a parameter list without a typedef, with the name given to them."""
        return dict(self._unnamed)

    # Expressions of ctypes.

    def ctype(self, kind: Type) -> str:
        """The ctypes class that has the memory layout of `kind`: for results, fields and callback arguments."""
        if isinstance(kind, Scalar):
            return self._scalar(kind.name)
        if isinstance(kind, Array):
            return f"{self.ctype(kind.of)} * {kind.length}"
        if isinstance(kind, FunctionPointer):
            return self.callback_name(kind)
        if kind.to == Scalar("char"):
            return self._use("c_char_p")
        if self._is_address(kind.to):
            return self._use("c_void_p")
        self._use("POINTER")
        return f"POINTER({self.ctype(kind.to)})"

    def result(self, kind: Type) -> str:
        return "None" if kind == Scalar("void") else self.ctype(kind)

    def arguments(self, params: tuple[Parameter, ...]) -> list[str]:
        """One expression per parameter; a converter of cerver/_types.py where ctypes is too strict or slow."""
        return [self._argument(param.type, _next_type(params, index)) for index, param in enumerate(params)]

    def callback_name(self, kind: FunctionPointer) -> str:
        for alias in self.header.callbacks.values():
            if alias.type == kind:
                return alias.name
        return self._unnamed.setdefault(kind, f"_Callback{len(self._unnamed) + 1}")

    def callback(self, kind: FunctionPointer) -> str:
        self._use("CFUNCTYPE")
        arguments = [self.ctype(param) for param in kind.params]
        return f"CFUNCTYPE({', '.join([self.result(kind.result), *arguments])})"

    def _argument(self, kind: Type, following: Type | None) -> str:
        if (kind in (_TEXT, _BYTES)) and following == Scalar("size_t"):
            return "Data"
        if kind == _TEXT:
            return "Text"
        if kind == Pointer(Scalar("char"), False):
            self.used.update(("POINTER", "c_char"))
            return "POINTER(c_char)"
        callback = self.callback_of(kind)
        if callback is not None:
            return f"Callback({callback})"
        if isinstance(kind, Scalar) and self._scalar(kind.name) in ("c_int", "c_int32"):
            return "Int"
        return self.ctype(kind)

    def callback_of(self, kind: Type) -> str | None:
        """The name of the callback type, None for any other type."""
        if isinstance(kind, FunctionPointer):
            return self.callback_name(kind)
        if isinstance(kind, Scalar) and kind.name in self.header.callbacks:
            return kind.name
        return None

    def _is_address(self, kind: Type) -> bool:
        return kind == Scalar("void") or isinstance(kind, Scalar) and kind.name in self.header.opaques

    def _scalar(self, name: str) -> str:
        header = self.header
        if name in header.structs or name in header.callbacks:
            return name
        if name in header.numbers:
            return self.ctype(header.numbers[name].type)
        if name not in _CTYPES:
            raise HeaderError(f"no ctypes class for {name!r}")
        return self._use(_CTYPES[name])

    def _use(self, name: str) -> str:
        self.used.add(name)
        return name

    # Annotations of the stub.

    def annotated_result(self, kind: Type) -> str:
        if kind == Scalar("void"):
            return "None"
        if isinstance(kind, Pointer) and isinstance(kind.to, Scalar) and kind.to.name in self.header.opaques:
            return f"{kind.to.name} | None"
        if isinstance(kind, Scalar) and kind.name in self.header.numbers:
            return kind.name
        return self.annotated_value(self.ctype(kind))

    def annotated_value(self, ctype: str) -> str:
        """What Python sees when it reads a value of the ctypes class."""
        if ctype in _PYTHON:
            return _PYTHON[ctype]
        if ctype == "c_char_p":
            return "bytes | None"
        if ctype == "c_void_p":
            return "int | None"
        if ctype.startswith("POINTER("):
            return f"_Pointer[{ctype[8:-1]}]"
        if " * " in ctype:
            return f"Array[{ctype.split(' * ')[0]}]"
        return "int" if ctype.startswith("c_") else ctype

    def annotated_argument(self, param: Parameter, expression: str) -> str:
        kind = param.type
        if isinstance(kind, Scalar) and kind.name in self.header.numbers:
            return kind.name
        if isinstance(kind, Pointer) and isinstance(kind.to, Scalar) and kind.to.name in self.header.opaques:
            return f"{kind.to.name} | _Null"
        if expression in ("Text", "Data", "Int"):
            return {"Text": "_Text", "Data": "_Data", "Int": "int"}[expression]
        if expression.startswith("Callback("):
            return "CFuncPtr | None"
        if expression == "c_void_p":
            return "_Address"
        if expression.startswith("POINTER("):
            target = expression[8:-1]
            return f"_Out[{target}]"
        return self.annotated_value(expression)


def _next_type(params: tuple[Parameter, ...], index: int) -> Type | None:
    return params[index + 1].type if index + 1 < len(params) else None
