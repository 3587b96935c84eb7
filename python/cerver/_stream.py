"""Stream servers: the functions of the C surface that Python adds something to."""

from __future__ import annotations

from _ctypes import CFuncPtr
from ctypes import c_void_p, cast, string_at

from . import _bindings
from ._handlers import note_failure
from ._registry import keep
from ._server import remember, valid_port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._aliases import Server, Text
    from ._bindings import CerverConnection, CerverEvent, CerverEventHandler, CerverMatcher, CerverServer, CerverStatus

__all__ = ["cerver_connection_read_until_match", "cerver_create_stream", "cerver_set_event_handler"]

# The functions of reads under way, by the place of their connection: one for each connection there is.
_matchers: dict[int, Any] = {}


def cerver_create_stream(name: Text, port: int, connection_queue: int, /) -> CerverServer | None:
    """Makes a server for a protocol of the program's own; None when the library refuses. Torn down at exit at the latest.

    ValueError for a port outside 0 to 65535.
    """
    server = _bindings.cerver_create_stream(name, valid_port(port), connection_queue)
    return remember(server, is_web=False)


def cerver_set_event_handler(
    server: Server,
    handler: Callable[[CerverEvent], object] | CerverEventHandler | None,
    user_data: int | c_void_p | None = None,
    /,
) -> CerverStatus:
    """Sends the events of a stream server to a function of one event, which is valid during the call.

    An exception in the function is logged and its connection aborted. A callback object comes to the library as it is,
    and its function gets a pointer to the event and `user_data`.
    """
    callback = None if handler is None else event_callback(handler)
    status = _bindings.cerver_set_event_handler(server, callback, user_data)
    if status == _bindings.CERVER_OK and callback is not None:
        keep(server, callback)
    return status


def cerver_connection_read_until_match(
    connection: CerverConnection,
    matcher: Callable[[bytes], int] | CerverMatcher,
    user_data: int | c_void_p | None = None,
    /,
) -> CerverStatus:
    """Reads up to the place that a function finds: it gets all bytes that are there, and returns the number of bytes up to
    that place, or 0 when it is not there yet.

    An exception in the function is logged and its connection aborted. A callback object comes to the library as it is; it
    must live until the read is done.
    """
    if isinstance(matcher, CFuncPtr):
        return _bindings.cerver_connection_read_until_match(connection, matcher, user_data)
    if not callable(matcher):
        raise TypeError(f"a matcher is a function of bytes, not {matcher!r}")

    def call(data: Any, size: int, _user_data: int | None) -> int:
        try:
            return int(matcher(string_at(data, size)))
        except BaseException as error:
            _bindings.cerver_connection_abort(connection)
            note_failure(matcher, error)
            return 0

    callback = _bindings.CerverMatcher(call)
    status = _bindings.cerver_connection_read_until_match(connection, callback, user_data)
    if status == _bindings.CERVER_OK:
        _matchers[_place(connection)] = callback
    return status


def _place(connection: Any) -> int:
    """The place of a connection in the library's table: the lowest bits of its handle."""
    value = connection if isinstance(connection, int) else cast(connection, c_void_p).value
    return (value or 0) & 0xFF_FFFF


def event_callback(handler: Callable[[CerverEvent], object] | CerverEventHandler) -> Any:
    """The callback object for a function of events."""
    if isinstance(handler, CFuncPtr):
        return handler
    if not callable(handler):
        raise TypeError(f"an event handler is a function of an event, not {handler!r}")

    def call(event: Any, _user_data: int | None) -> None:
        try:
            handler(event.contents)
        except BaseException as error:
            _bindings.cerver_connection_abort(event.contents.connection)
            note_failure(handler, error)

    return _bindings.CerverEventHandler(call)
