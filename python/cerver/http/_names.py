"""Other names of types: those that programs written for pycerver use."""

from __future__ import annotations

from ctypes import POINTER

from .._bindings import (
    CerverContentType as ContentType,
    CerverDelete as HttpDeleteCustom,
    CerverHttpHandler as HttpHandler,
    CerverHttpHeader as http_header,
    CerverHttpRouteModifier as HttpRouteModifier,
    CerverHttpStatus as http_status,
    CerverMultiPartType as MultiPartType,
    CerverRequestMethod as RequestMethod,
    CerverString as String,
)

CatchAllHandler = NotFoundHandler = UploadsDirnameGenerator = UploadsFilenameGenerator = HttpHandler
HttpDeleteDecoded = RequestDeleteCustom = RequestDeleteDecoded = RouteDeleteCustom = HttpDeleteCustom
StringPointer = POINTER(String)

__all__ = [
    "CatchAllHandler",
    "ContentType",
    "HttpDeleteCustom",
    "HttpDeleteDecoded",
    "HttpHandler",
    "HttpRouteModifier",
    "MultiPartType",
    "NotFoundHandler",
    "RequestDeleteCustom",
    "RequestDeleteDecoded",
    "RequestMethod",
    "RouteDeleteCustom",
    "String",
    "StringPointer",
    "UploadsDirnameGenerator",
    "UploadsFilenameGenerator",
    "http_header",
    "http_status",
]
