"""Small helpers."""

from __future__ import annotations

from .._words import strtobool

__all__ = ["printf", "strtobool"]


def printf(format: str, *args: object) -> None:
    """Prints `format % args` without a line feed."""
    print(format % args, end="")
