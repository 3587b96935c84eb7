"""Other names of types: those that programs written for pycerver use."""

from __future__ import annotations

from ctypes import POINTER

from .._bindings import (
    CerverContentType as ContentType,
)
from .._bindings import (
    CerverHttpHandler as HttpHandler,
)
from .._bindings import (
    CerverRequestMethod as RequestMethod,
)
from .._bindings import (
    CerverString as String,
)

CatchAllHandler = HttpHandler
NotFoundHandler = HttpHandler
StringPointer = POINTER(String)

__all__ = [
    "CatchAllHandler",
    "ContentType",
    "HttpHandler",
    "NotFoundHandler",
    "RequestMethod",
    "String",
    "StringPointer",
]
