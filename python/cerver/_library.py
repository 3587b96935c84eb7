"""Finds and loads the C library and binds its functions."""

from __future__ import annotations

import os
import sys
from ctypes import CDLL, PyDLL, c_char_p, py_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FILE = "libcerver.dylib" if sys.platform == "darwin" else "libcerver.so"


def library_path() -> str:
    """The environment's CERVER_LIBRARY, else the library beside this file, else a name for the system's loader."""
    chosen = os.environ.get("CERVER_LIBRARY")
    if chosen:
        return chosen
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), _FILE)
    return beside if os.path.exists(beside) else _FILE


def bind(name: str, calls: dict[str, Any], short_calls: dict[str, Any]) -> Any:
    """The C function `name` with its types from one of the two tables.

    Functions of `short_calls` run with the interpreter lock held, those of `calls` give it up while they run. Those of
    `_BUILTIN` are built-in functions: they have no `restype` and `argtypes`.
    """
    if name in short_calls:
        function = _keeping_lock[name]
        function.restype, function.argtypes = short_calls[name]
        if name in _BUILTIN:
            function = builtin(name, function)
    elif name in calls:
        function = _giving_lock_up[name]
        function.restype, function.argtypes = calls[name]
    else:
        raise AttributeError(f"cerver has no name {name!r}")
    return function


# Functions that handlers call for each request or message: the library makes built-in functions of them.
_BUILTIN = (
    "cerver_connection_send",
    "http_response_render",
    "http_response_render_json",
    "http_response_render_text",
)


def builtin(name: str, function: Any) -> Any:
    """The function as a built-in one, where this Python has what that needs."""
    make = _keeping_lock.cerver_python_builtin
    make.restype, make.argtypes = py_object, (c_char_p, py_object)
    try:
        return make(name.encode(), function)
    except ValueError:  # NULL came back
        return function


try:
    _giving_lock_up = CDLL(library_path())
    _keeping_lock = PyDLL(library_path())
except OSError as error:
    raise ImportError(f"the cerver library cannot be loaded: {error}") from error
