"""The custom data of requests: the function that deletes it must live until it has run.

The library keeps one pointer and one function for each request. Here the pointer is the address of an entry of
`_entries`, which holds the program's data and function, and the function is always `_end`: it takes the entry out.
"""

from __future__ import annotations

from _ctypes import CFuncPtr
from ctypes import CDLL, c_void_p, cast

from .. import _bindings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .._aliases import DeleteData, Request

__all__ = [
    "http_request_get_custom_data",
    "http_request_set_custom_data",
    "http_request_set_default_delete_custom_data",
    "http_request_set_delete_custom_data",
]


class _Entry:
    __slots__ = ("data", "delete")

    def __init__(self, data: int | None) -> None:
        self.data = data
        self.delete: Any = None


_entries: dict[int, _Entry] = {}

_SLOT = (
    _bindings.http_request_get_custom_data,
    _bindings.http_request_set_custom_data,
    _bindings.http_request_set_delete_custom_data,
)


def http_request_get_custom_data(request: Request, /) -> int | None:
    """The pointer of `http_request_set_custom_data` as a number, None before it and on error."""
    pointer = _bindings.http_request_get_custom_data(request)
    entry = _entries.get(pointer or 0)
    return entry.data if entry else pointer


def http_request_set_custom_data(request: Request, custom_data: Any, /) -> None:
    """Keeps a pointer (a number, or anything ctypes takes for a `void *`) with the request until the request ends.

    The object behind it stays the program's to keep alive. A pointer set before is dropped without deleting it.
    """
    address = cast(custom_data, c_void_p).value
    entry = entry_of(request, _SLOT)
    if entry:
        entry.data = address


def http_request_set_delete_custom_data(request: Request, delete_custom_data: DeleteData, /) -> None:
    """Sets the function that is called once with the custom data when the request ends; None for none.

    It is a plain function or a ctypes function, kept alive until then. It is not called when there is no data.
    """
    if delete_custom_data is not None and not callable(delete_custom_data):
        raise TypeError(f"a delete function is a function of (data), not {delete_custom_data!r}")
    entry = entry_of(request, _SLOT)
    if entry:
        entry.delete = delete_custom_data


def http_request_set_default_delete_custom_data(request: Request, /) -> None:
    """Frees the custom data with free(3) when the request ends."""
    free = CDLL(None).free
    free.restype, free.argtypes = None, (c_void_p,)
    http_request_set_delete_custom_data(request, free)


def entry_of(request: Request, slot: Any) -> _Entry | None:
    """The entry of the request, made when there is none; None when the library refuses the handle.

    `slot` has the functions that get and set the pointer and set what deletes it.
    """
    get, put, set_delete = slot
    pointer = get(request)
    entry = _entries.get(pointer or 0)
    if entry is None:
        entry = _Entry(pointer)
        _entries[id(entry)] = entry
        _bindings.cerver_clear_last_error()
        put(request, id(entry))
        if _bindings.cerver_last_error() != _bindings.CERVER_OK:
            del _entries[id(entry)]
            return None
        set_delete(request, _end)
    return entry


@_bindings.CerverDelete
def _end(pointer: int) -> None:
    """Called by the library when a request ends that has an entry."""
    entry = _entries.pop(pointer, None)
    if entry is not None and entry.delete is not None and entry.data is not None:
        # A ctypes function without types would cut a plain number to 32 bits.
        entry.delete(c_void_p(entry.data) if isinstance(entry.delete, CFuncPtr) else entry.data)
