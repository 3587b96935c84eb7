"""Keeps Python callback objects alive for as long as the library may call them.

The library holds bare function pointers. Each callback object is kept under the handle it was given to (a route or an
HTTP server); routes hang below the HTTP server or the route that owns them, and all go together.
"""

from __future__ import annotations

from ctypes import c_void_p

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_callbacks: dict[int, list[Any]] = {}
_owned: dict[int, list[int]] = {}


def handle_value(handle: Any) -> Any:
    """The number of a handle, which may come as a number or as a `c_void_p`."""
    return handle.value if isinstance(handle, c_void_p) else handle


def keep(handle: Any, callback: Any) -> None:
    """Keeps `callback` until `handle` is forgotten."""
    if handle is not None:
        _callbacks.setdefault(handle_value(handle), []).append(callback)


def adopt(owner: Any, handle: Any) -> None:
    """From now on `handle` is forgotten together with `owner`."""
    if owner is not None:
        _owned.setdefault(handle_value(owner), []).append(handle_value(handle))


def forget(handle: Any) -> None:
    """Lets go of the callbacks of `handle` and of everything it owns. The library no longer calls any of them."""
    waiting = [handle_value(handle)]
    while waiting:
        current = waiting.pop()
        _callbacks.pop(current, None)
        waiting += _owned.pop(current, [])
