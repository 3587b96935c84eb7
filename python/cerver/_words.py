"""Words that stand for true and false."""

from __future__ import annotations

_TRUE = frozenset(("y", "yes", "t", "true", "on", "1"))
_FALSE = frozenset(("n", "no", "f", "false", "off", "0"))


def strtobool(value: str) -> int:
    """1 for y, yes, t, true, on and 1, 0 for n, no, f, false, off and 0, in any case; else ValueError."""
    word = value.lower()
    if word in _TRUE:
        return 1
    if word in _FALSE:
        return 0
    raise ValueError(f"neither true nor false: {value!r}")
