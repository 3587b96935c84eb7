"""Origins. The names are part of `cerver.http`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    HttpOrigin,
    http_origin_delete,
    http_origin_get_len,
    http_origin_get_value,
    http_origin_new,
    http_origin_print,
)

__all__ = [
    "HttpOrigin", "http_origin_delete", "http_origin_get_len", "http_origin_get_value", "http_origin_new",
    "http_origin_print",
]
