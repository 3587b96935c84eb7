"""Protocols below a server. The names are part of `cerver`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    CerverProtocol,
    PROTOCOL_NONE,
    PROTOCOL_TCP,
    PROTOCOL_UDP,
    Protocol,
)

__all__ = [
    "CerverProtocol", "PROTOCOL_NONE", "PROTOCOL_TCP", "PROTOCOL_UDP", "Protocol",
]
