"""Pairs of queries and forms. The names are part of `cerver.http`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    http_query_pairs_get_value,
    http_query_pairs_print,
)

__all__ = [
    "http_query_pairs_get_value", "http_query_pairs_print",
]
