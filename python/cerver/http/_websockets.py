"""WebSocket routes: the functions that take Python functions, or messages."""

from __future__ import annotations

from _ctypes import CFuncPtr
from ctypes import CFUNCTYPE, c_size_t, c_void_p, cast, string_at

from .. import _bindings
from .._handlers import note_failure
from .._registry import keep
from .._stream import event_callback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._aliases import Receive, Route, Text
    from .._bindings import CerverEvent, CerverEventHandler, CerverStatus

    OnEvent = Callable[[Any], object] | CFuncPtr | None
    OnText = Callable[[Any, str], object] | CFuncPtr | None
    OnMessage = Callable[[Any, Any], object] | CFuncPtr | None
    OnBinary = Callable[[Any, bytes], object] | CFuncPtr | None
    OnError = Callable[[Any, int], object] | CFuncPtr | None

__all__ = [
    "http_route_set_ws_on_binary",
    "http_route_set_ws_on_close",
    "http_route_set_ws_on_drained",
    "http_route_set_ws_on_error",
    "http_route_set_ws_on_message",
    "http_route_set_ws_on_open",
    "http_route_set_ws_on_ping",
    "http_route_set_ws_on_pong",
    "http_route_take_upgrade",
    "http_web_sockets_ping",
    "http_web_sockets_send",
    "http_web_sockets_send_binary",
]

# What a connection whose function has raised is closed with: 1011, an error of the server.
_INTERNAL_ERROR = 1011


def http_route_set_ws_on_open(route: Route, on_open: OnEvent, /) -> None:
    """Sets the function `(receive)` that is called when a connection is open.

    An exception in this and the following functions is logged, and the connection is closed with 1011. A ctypes callback
    object comes to the library as it is.
    """
    _set(_bindings.http_route_set_ws_on_open, _bindings.CerverHttpWebSocketEvent, route, on_open)


def http_route_set_ws_on_ping(route: Route, on_ping: OnEvent, /) -> None:
    """Sets the function `(receive)` that is called when a ping has come and was answered."""
    _set(_bindings.http_route_set_ws_on_ping, _bindings.CerverHttpWebSocketEvent, route, on_ping)


def http_route_set_ws_on_pong(route: Route, on_pong: OnEvent, /) -> None:
    """Sets the function `(receive)` that is called when a pong has come."""
    _set(_bindings.http_route_set_ws_on_pong, _bindings.CerverHttpWebSocketEvent, route, on_pong)


def http_route_set_ws_on_drained(route: Route, on_drained: OnEvent, /) -> None:
    """Sets the function `(receive)` that is called when a send that gave CERVER_ERROR_AGAIN may be tried again."""
    _set(_bindings.http_route_set_ws_on_drained, _bindings.CerverHttpWebSocketEvent, route, on_drained)


def http_route_set_ws_on_error(route: Route, on_error: OnError, /) -> None:
    """Sets the function `(receive, error)` that is called when a connection fails: `HTTP_WEB_SOCKET_ERROR_...`."""
    _set(_bindings.http_route_set_ws_on_error, _bindings.CerverHttpWebSocketFailure, route, on_error)


def http_route_set_ws_on_message(route: Route, on_message: OnMessage, /) -> None:
    """Sets the function `(receive, message)` that gets texts as str and other messages as bytes.

    `http_route_set_ws_on_binary` behind it gives the latter to a function of their own.
    """
    kind = _bindings.CerverHttpWebSocketMessage
    _set(_bindings.http_route_set_ws_on_message, kind, route, on_message, _text)
    _set(_bindings.http_route_set_ws_on_binary, kind, route, on_message, string_at)


def http_route_set_ws_on_binary(route: Route, on_binary: OnBinary, /) -> None:
    """Sets the function `(receive, data)` that gets binary messages as bytes."""
    _set(_bindings.http_route_set_ws_on_binary, _bindings.CerverHttpWebSocketMessage, route, on_binary, string_at)


def http_route_set_ws_on_close(route: Route, on_close: OnText, /) -> None:
    """Sets the function `(receive, reason)` that is called once when a connection is gone; the reason is a str."""
    _set(_bindings.http_route_set_ws_on_close, _bindings.CerverHttpWebSocketClose, route, on_close, _reason)


def http_web_sockets_send(receive: Receive, message: str | bytes, length: int | None = None, /) -> CerverStatus:
    """Sends a text: a str, or bytes that are UTF-8. CERVER_ERROR_AGAIN while the client takes too little."""
    data = message.encode() if isinstance(message, str) else message
    return _bindings.http_web_sockets_send(receive, data, len(data) if length is None else length)


def http_web_sockets_send_binary(receive: Receive, message: bytes, length: int | None = None, /) -> CerverStatus:
    """Sends bytes as a binary message."""
    return _bindings.http_web_sockets_send_binary(receive, message, len(message) if length is None else length)


def http_web_sockets_ping(receive: Receive, data: bytes = b"", length: int | None = None, /) -> CerverStatus:
    """Sends a ping with at most 125 bytes."""
    return _bindings.http_web_sockets_ping(receive, data, len(data) if length is None else length)


def http_route_take_upgrade(
    route: Route,
    protocol: Text,
    handler: Callable[[CerverEvent], object] | CerverEventHandler,
    user_data: int | c_void_p | None = None,
    /,
) -> CerverStatus:
    """Gives connections that ask for another protocol to a function of events: see `cerver_set_event_handler`."""
    callback = event_callback(handler)
    keep(route, callback)
    return _bindings.http_route_take_upgrade(route, protocol, callback, user_data)


def _set(setter: Any, kind: Any, route: Route, function: Any, convert: Any = None) -> None:
    if function is not None and not isinstance(function, CFuncPtr):
        if not callable(function):
            raise TypeError(f"a function is needed, not {function!r}")
        function = _callback(kind, _guarded(function, convert))
    keep(route, function)
    setter(route, function)


# A message comes as an address: as a c_char_p it would end at its first NUL.
_MessageFunction = CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)


def _callback(kind: Any, function: Any) -> Any:
    if kind is _bindings.CerverHttpWebSocketMessage:
        return cast(_MessageFunction(function), kind)
    return kind(function)


def _guarded(function: Any, convert: Any) -> Any:
    """The function of the library's arguments that never raises."""

    def call(receive: int, *details: Any) -> None:
        try:
            function(receive, *((convert(*details),) if convert else details))
        except BaseException as error:
            _bindings.http_web_sockets_close(receive, _INTERNAL_ERROR, b"")
            note_failure(function, error, "web socket function")

    return call


def _text(message: int, length: int) -> str:
    return string_at(message, length).decode()


def _reason(text: int) -> str:
    return string_at(text).decode()
