"""Stream servers: the functions of the C surface that Python adds something to."""

from __future__ import annotations

from _ctypes import CFuncPtr
from ctypes import c_void_p

from . import _bindings
from ._handlers import note_failure
from ._registry import keep
from ._server import remember, valid_port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._aliases import Server, Text
    from ._bindings import CerverEvent, CerverEventHandler, CerverServer, CerverStatus

__all__ = ["cerver_create_stream", "cerver_set_event_handler"]


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
