"""The C library as ctypes has loaded it: for functions that no module names. Set `argtypes` before calling one."""

from __future__ import annotations

from ctypes import CDLL

from ._library import library_path

__all__ = ["lib"]

lib = CDLL(library_path())
