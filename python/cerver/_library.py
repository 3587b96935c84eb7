"""Finds and loads the C library and binds its functions."""

from __future__ import annotations

import os
import sys
from ctypes import CDLL, PyDLL

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

    Functions of `short_calls` run with the interpreter lock held, those of `calls` give it up while they run.
    """
    if name in short_calls:
        function = _keeping_lock[name]
        function.restype, function.argtypes = short_calls[name]
    elif name in calls:
        function = _giving_lock_up[name]
        function.restype, function.argtypes = calls[name]
    else:
        raise AttributeError(f"cerver has no name {name!r}")
    return function


try:
    _giving_lock_up = CDLL(library_path())
    _keeping_lock = PyDLL(library_path())
except OSError as error:
    raise ImportError(f"the cerver library cannot be loaded: {error}") from error
