"""Writes `cerver/_bindings.py` for a header: constants and classes as they are, functions as a table."""

from __future__ import annotations

import policy
from header import Header, Scalar
from text import GENERATED, import_lines, join, name_list
from types_python import Translator


def bindings(header: Header) -> str:
    """The text of the module. Functions are bound by its `__getattr__`, when they are asked for the first time."""
    kinds = Translator(header)
    structs, calls, short_calls = _structs(header, kinds), *_calls(header, kinds)
    # A member that is a callback needs its type before the struct; all others may name structs.
    fields = [param.type for struct in header.structs.values() for param in struct.fields]
    members = {kind.name for kind in fields if isinstance(kind, Scalar)}
    lines = {name: f"{name} = {kinds.callback(callback.type)}" for name, callback in header.callbacks.items()}
    early = [line for name, line in lines.items() if name in members]
    callbacks = [line for name, line in lines.items() if name not in members]
    callbacks += [f"{name} = {kinds.callback(kind)}" for kind, name in kinds.unnamed_callbacks().items()]
    numbers = [f"{name} = {kinds.ctype(number.type)}" for name, number in header.numbers.items()]
    names = policy.names_by_package(header)
    return join(
        [
            f'"""{GENERATED}',
            "",
            "The C functions are attributes of this module; each is bound when it is asked for the first time.",
            "cerver_connection_send and http_response_render* are built-in functions, without `restype` and `argtypes`.",
            '"""',
            "",
            *import_lines("ctypes", sorted(kinds.used | {"Structure"})),
            "",
            "from ._library import bind",
            *import_lines("._types", sorted(["Callback", "Data", "Int", "Text", *policy.STRUCT_BASES.values()])),
            "",
            *(f"{name} = {constant.value!r}" for name, constant in header.constants.items()),
            *(["", "# Callbacks in structs.", *early] if early else []),
            "",
            "",
            *structs,
            "# Number types of the header.",
            *numbers,
            "",
            "# Handles.",
            *(f"{name} = int" for name in header.opaques),
            "",
            "# Callbacks.",
            *callbacks,
            *(["", "# Other names."] if policy.aliases(header) else []),
            *(f"{alias} = {name}" for alias, name in policy.aliases(header).items()),
            "",
            "# Name: (result, arguments). Called with the interpreter lock given up.",
            "_CALLS = {",
            *calls,
            "}",
            "",
            "# The same; short calls that keep the interpreter lock.",
            "_SHORT_CALLS = {",
            *short_calls,
            "}",
            "",
            "# Public names by package.",
            *name_list("CERVER_NAMES", names["cerver"]),
            *name_list("HTTP_NAMES", names["cerver.http"]),
            "",
            "",
            "def __getattr__(name):",
            "    function = globals()[name] = bind(name, _CALLS, _SHORT_CALLS)",
            "    return function",
        ]
    )


def _structs(header: Header, kinds: Translator) -> list[str]:
    lines: list[str] = []
    for struct in header.structs.values():
        fields = [f'        ("{param.name}", {kinds.ctype(param.type)}),' for param in struct.fields]
        lines += [f"class {struct.name}({policy.bases(struct.name)}):", "    _fields_ = (", *fields, "    )", "", ""]
    return lines


def _calls(header: Header, kinds: Translator) -> tuple[list[str], list[str]]:
    """The rows of the two tables of functions."""
    rows: dict[bool, list[str]] = {False: [], True: []}
    for function in header.functions.values():
        arguments = kinds.arguments(function.params)
        inner = ", ".join(arguments) + ("," if len(arguments) == 1 else "")
        row = f'    "{function.name}": ({kinds.result(function.result)}, ({inner})),'
        rows[policy.is_short(function.name)].append(row)
    return rows[False], rows[True]
