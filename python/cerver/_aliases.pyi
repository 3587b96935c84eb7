"""What arguments may be, for annotations. Only type checkers read this: importing `typing` takes as long as all of cerver."""

from collections.abc import Callable
from ctypes import Array, c_void_p
from typing import Any

from _ctypes import CFuncPtr
from typing_extensions import TypeAlias

from ._bindings import (
    CerverHandler,
    CerverHandlerData,
    CerverHttp,
    CerverHttpReceive,
    CerverHttpRequest,
    CerverHttpResponse,
    CerverHttpRoute,
    CerverHttpStaticPath,
    CerverPacket,
    CerverPairs,
    CerverServer,
    CerverUpdate,
)

Handler: TypeAlias = Callable[[Any, Any], object] | CFuncPtr
"""A handler of requests: a function `(receive, request)`, or a ctypes callback object of that shape."""
Authenticate: TypeAlias = Callable[[Any, Any], int] | CFuncPtr
"""A function `(receive, request)` that accepts a request by giving 0."""
DecodeData: TypeAlias = Callable[[int], Any] | CFuncPtr
DeleteData: TypeAlias = Callable[[Any], object] | CFuncPtr | None
Text: TypeAlias = str | bytes | None
Body: TypeAlias = str | bytes | bytearray | memoryview | Array[Any] | None

Server: TypeAlias = CerverServer | c_void_p | None
Http: TypeAlias = CerverHttp | c_void_p | None
Route: TypeAlias = CerverHttpRoute | c_void_p | None
StaticPath: TypeAlias = CerverHttpStaticPath | c_void_p | None
Receive: TypeAlias = CerverHttpReceive | c_void_p | None
Request: TypeAlias = CerverHttpRequest | c_void_p | None
Response: TypeAlias = CerverHttpResponse | c_void_p | None
Pairs: TypeAlias = CerverPairs | c_void_p | None

PacketFunction: TypeAlias = Callable[[CerverHandlerData], object] | Callable[[CerverPacket], object] | CFuncPtr
"""A handler of packets: a function of its data, or of the packet itself, or a ctypes callback object."""
PacketHandler: TypeAlias = CerverHandler | c_void_p | None
UpdateFunction: TypeAlias = Callable[[CerverUpdate], object] | CFuncPtr | None
Address: TypeAlias = int | c_void_p | None
