"""Lines of Python text."""

from __future__ import annotations

import textwrap

GENERATED = "Generated from include/cerver.h by bindings/gen. Do not edit."
_WIDTH = 120


def import_lines(module: str, names: list[str], exported: bool = False) -> list[str]:
    """An import of many names; `exported` makes them part of what a stub offers."""
    return [
        f"from {module} import (",
        *(f"    {name} as {name}," if exported else f"    {name}," for name in names),
        ")",
    ]


def name_list(target: str, names: list[str], brackets: str = "()") -> list[str]:
    """An assignment of a tuple or list of names, as many on a line as fit."""
    text = "".join(f'"{name}", ' for name in names).rstrip()
    lines = textwrap.wrap(text, _WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return [f"{target} = {brackets[0]}", *(f"    {line}" for line in lines), brackets[1]]


def doc_lines(text: str, indent: str) -> list[str]:
    """A docstring; nothing for an empty text."""
    if not text:
        return []
    quotes = 'r"""' if "\\" in text else '"""'
    safe = text.replace('"""', "'''")
    if safe.endswith('"'):
        safe += " "
    closing = '\n"""' if "\n" in safe else '"""'
    return [f"{indent}{line}".rstrip() for line in f"{quotes}{safe}{closing}".split("\n")]


def join(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
