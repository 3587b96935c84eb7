"""Origins. The names are part of `cerver.http`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""


__all__ = [
]
