"""Structs of the C library that Python programs read. The names are part of `cerver.http`, too."""

from __future__ import annotations

from .string import String, StringPointer

__all__ = ["String", "StringPointer"]
