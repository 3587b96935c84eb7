"""Texts of the C library: `bytes(text)`, `str(text)`, and the fields `str` (up to the first NUL), `len`, `max_len`."""

from __future__ import annotations

from ctypes import POINTER

from .._bindings import CerverString as String

__all__ = ["String", "StringPointer"]

StringPointer = POINTER(String)
