"""Servers: the functions of the C surface that Python adds something to."""

from __future__ import annotations

import atexit
import operator

from . import _bindings
from ._handlers import inside_handler, raise_interrupt, watch_for_interrupts
from ._registry import forget, handle_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._aliases import Server, Text
    from ._bindings import CerverProtocol, CerverServer, CerverStatus, CerverType

__all__ = [
    "cerver_create",
    "cerver_create_web",
    "cerver_listen_tcp",
    "cerver_open",
    "cerver_teardown",
    "cerver_turn",
]

_turn = _bindings.cerver_turn
_is_watching = False

# Servers that have not been torn down, with the handle that keeps their callbacks.
_alive: dict[int, int] = {}


def cerver_create(
    type: CerverType,
    name: Text,
    port: int,
    protocol: CerverProtocol,
    use_ipv6: bool,
    connection_queue: int,
    /,
) -> CerverServer | None:
    """Makes a server of the given type; None when the library refuses. It is torn down at exit at the latest.

    ValueError for a port outside 0 to 65535.
    """
    server = _bindings.cerver_create(type, name, valid_port(port), protocol, use_ipv6, connection_queue)
    return remember(server, is_web=type == _bindings.CERVER_TYPE_WEB)


def cerver_create_web(name: Text, port: int, connection_queue: int, /) -> CerverServer | None:
    """Makes a web server (TCP, IPv4); None when the library refuses. It is torn down at exit at the latest.

    ValueError for a port outside 0 to 65535.
    """
    server = _bindings.cerver_create_web(name, valid_port(port), connection_queue)
    return remember(server, is_web=True)


def cerver_listen_tcp(cerver: Server, address: Text, port: int, /) -> CerverStatus:
    """Adds a listener on a numeric IPv4 or IPv6 address and a port, 0 for a free one.

    ValueError for a port outside 0 to 65535.
    """
    return _bindings.cerver_listen_tcp(cerver, address, valid_port(port))


def cerver_teardown(cerver: Server, /) -> int:
    """Stops the server, frees it, and lets go of its handlers. 0 on success.

    1 when handlers still run after the drain time: the library uses them until they return, so they are kept. They are
    kept, too, when a handler ends its own server.
    """
    inside = inside_handler()
    result = _bindings.cerver_teardown(cerver)
    keeper = _alive.pop(handle_value(cerver), None)
    if keeper is not None and result == 0 and not inside:
        forget(keeper)
    return result


def cerver_turn(cerver: Server, max_wait_ms: int, /) -> CerverStatus:
    """Does one round of the server's work on this thread: handlers run here, inside the call.

    On the main thread a KeyboardInterrupt or SystemExit in a handler is raised again after the round.
    """
    status = _turn(cerver, max_wait_ms)
    raise_interrupt()
    return status


def cerver_open(cerver: Server, /) -> CerverStatus:
    """Listens without any thread of the library: the caller serves by calling `cerver_turn` again and again."""
    global _is_watching
    if not _is_watching:
        _is_watching = True
        watch_for_interrupts()
    return _bindings.cerver_open(cerver)


def valid_port(port: int) -> int:
    """Checks a port; ctypes would cut it to 16 bits."""
    port = operator.index(port)
    if not 0 <= port <= 65535:
        raise ValueError(f"a port is a number from 0 to 65535, not {port}")
    return port


def remember(server: CerverServer | None, *, is_web: bool) -> CerverServer | None:
    """Tears the server down at exit. Its callbacks are kept under its own handle or that of its HTTP part."""
    if server is not None:
        keeper = _bindings.http_cerver_get(server) if is_web else server
        _alive[server] = server if keeper is None else keeper
    return server


def keeper_of(server: Server) -> Any:
    """The handle under which callbacks of a server are kept."""
    value = handle_value(server)
    return _alive.get(value, value)


@atexit.register
def _end_all() -> None:
    """Stops what still runs while Python can still run handlers to their end."""
    for server in list(_alive):
        _bindings.cerver_shutdown(server)
        cerver_teardown(server)
