"""Handlers of packets. The names are part of `cerver`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""


__all__ = [
]
