"""Conversions between Python values and the arguments and structs of the C functions.

ctypes calls the `from_param` of each entry in a function's `argtypes`. The classes here accept more than ctypes' own
(text as `str`) or are faster, and refuse what would make the library read foreign memory.
"""

from __future__ import annotations

import operator
from ctypes import c_char, c_char_p, c_void_p, string_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _text(value: Any) -> Any:
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        if b"\0" in value:
            raise ValueError("text with a NUL inside")
        return value
    return c_char_p.from_param(value)


def _data(value: Any) -> Any:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        raise TypeError("bytes expected: the length that follows counts bytes")
    if isinstance(value, bytearray):
        return (c_char * len(value)).from_buffer(value)
    return c_void_p.from_param(value)


class Int:
    """A C `int`: any Python integer. Quicker than `c_int`, which makes an object per argument."""

    from_param = operator.index


class Text:
    """A `const char *`: bytes or str (sent as UTF-8) without a NUL inside, or None."""

    from_param = staticmethod(_text)


class Data:
    """A pointer followed by its length: bytes, bytearray, a ctypes array or pointer, or None."""

    from_param = staticmethod(_data)


class Callback:
    """A function pointer: an object of that ctypes callback type, or None."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    def from_param(self, value: Any) -> Any:
        return None if value is None else self._kind.from_param(value)


class StringMethods:
    """What `CerverString` can do beside its fields: `bytes(text)` and `str(text)`, also of contents with NULs."""

    def __bytes__(self) -> bytes:
        address = c_void_p.from_buffer(self, type(self).str.offset).value  # type: ignore[arg-type, attr-defined]
        return string_at(address, self.len) if address else b""  # type: ignore[attr-defined]

    def __str__(self) -> str:
        return bytes(self).decode()


class EventMethods:
    """What `CerverEvent` can do beside its fields: `bytes(event)`, a copy of its data."""

    def __bytes__(self) -> bytes:
        return string_at(self.data, self.size) if self.size else b""  # type: ignore[attr-defined]


class PacketMethods:
    """What `CerverPacket` can do beside its fields: `bytes(packet)`, a copy of its data."""

    def __bytes__(self) -> bytes:
        return string_at(self.data, self.data_size) if self.data_size else b""  # type: ignore[attr-defined]
