"""Other names of types: those that programs written for pycerver use."""

from __future__ import annotations

from ctypes import POINTER

from .._bindings import (
    CerverContentType as ContentType,
    CerverHttpHandler as HttpHandler,
    CerverRequestMethod as RequestMethod,
    CerverString as String,
)

CatchAllHandler = HttpHandler
NotFoundHandler = HttpHandler
StringPointer = POINTER(String)

__all__ = ["CatchAllHandler", "ContentType", "HttpHandler", "NotFoundHandler", "RequestMethod", "String", "StringPointer"]
