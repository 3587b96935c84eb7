"""Other names of types: those that programs written for pycerver use."""

from __future__ import annotations

from ctypes import POINTER

from .._bindings import (
    CerverContentType as ContentType,
    CerverDelete as HttpDeleteCustom,
    CerverHttpHandler as HttpHandler,
    CerverHttpHeader as http_header,
    CerverHttpStatus as http_status,
    CerverRequestMethod as RequestMethod,
    CerverString as String,
)

CatchAllHandler = NotFoundHandler = HttpHandler
UploadsDirnameGenerator = UploadsFilenameGenerator = HttpHandler
RequestDeleteCustom = RouteDeleteCustom = HttpDeleteCustom
StringPointer = POINTER(String)

__all__ = [
    "CatchAllHandler",
    "ContentType",
    "HttpDeleteCustom",
    "HttpHandler",
    "NotFoundHandler",
    "RequestDeleteCustom",
    "RequestMethod",
    "RouteDeleteCustom",
    "String",
    "StringPointer",
    "UploadsDirnameGenerator",
    "UploadsFilenameGenerator",
    "http_header",
    "http_status",
]
