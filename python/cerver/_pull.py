"""Events of a stream server, pulled by Python: what the faces that are written in Python stand on."""

from __future__ import annotations

import struct
from ctypes import create_string_buffer, string_at

from . import _bindings
from ._library import builtin
from ._server import remember, valid_port
from .errors import check, last_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._bindings import CerverServer

    # Kind; connection, or tag where there is none; bytes, the peer's host, or None; reason or code.
    Event = tuple[int, int, Any, int]

OPENED = _bindings.CERVER_EVENT_OPENED
DATA = _bindings.CERVER_EVENT_DATA
DRAINED = _bindings.CERVER_EVENT_DRAINED
HALF_CLOSED = _bindings.CERVER_EVENT_HALF_CLOSED
DRAINING = _bindings.CERVER_EVENT_DRAINING
CLOSED = _bindings.CERVER_EVENT_CLOSED
SENT = _bindings.CERVER_EVENT_SENT
CONNECTED = _bindings.CERVER_EVENT_CONNECTED
CONNECT_FAILED = _bindings.CERVER_EVENT_CONNECT_FAILED
READY = _bindings.CERVER_EVENT_READY

send = _bindings.cerver_connection_send

# kind, reason, connection, tag, data, size, code, id, reserved: as CerverEvent has them.
_EVENT = struct.Struct("iiQQQQqQQ")
_ROOM = 64
_LONGEST = 0x7FFF_FFFF


def _pull_events(server: int, max_wait_ms: int, _most_bytes: int = 0) -> list[Event] | None:
    """What the library's built-in function does, for a Python that cannot have it. There a third number ends the list behind
    so many bytes.
    """
    room = (_bindings.CerverEvent * _ROOM)()
    count = _bindings.cerver_next_events(server, room, _ROOM, max_wait_ms)
    if count < 0:
        return None
    events: list[Event] = []
    for kind, reason, connection, tag, data, size, code, _, _ in _EVENT.iter_unpack(bytes(room)[: count * _EVENT.size]):
        what: bytes | str | None = string_at(data, size) if data else (b"" if kind == DATA else None)
        if kind == OPENED:
            what = _host(connection)
        events.append((kind, connection or tag, what, reason if kind in (CLOSED, READY) else code))
    return events


def _host(connection: int) -> str:
    address = create_string_buffer(64)
    _bindings.cerver_connection_get_remote_address(connection, address, 64)
    return address.value.decode().rsplit(":", 1)[0].strip("[]")


pull_events: Callable[..., list[Event] | None] = builtin("pull_events", _pull_events)


class Puller:
    """A stream server that is pulled by one thread at a time."""

    def __init__(self, name: str, address: tuple[str, int] | None = None, backlog: int = 128) -> None:
        """`address`: a numeric one and a port, 0 for a free one; None for a server that does not listen."""
        port = valid_port(address[1]) if address else 0
        server = remember(_bindings.cerver_create_stream(name.encode(), port, min(backlog, 65535)), is_web=False)
        if server is None:
            raise last_error()
        self._have(server)
        # Connections are known by their handles here, so that nothing can come too early.
        check(_bindings.cerver_set_early_events(server, True))
        if address:
            check(_bindings.cerver_set_bind_address(server, address[0].encode()))
        else:
            check(_bindings.cerver_set_listening(server, False))

    @classmethod
    def of(cls, server: CerverServer) -> Puller:
        """For a server that is open already."""
        puller = cls.__new__(cls)
        puller._have(server)
        remember(server, is_web=False)
        return puller

    def _have(self, server: CerverServer) -> None:
        self.server = server

    def open(self) -> None:
        """Listens, if it is to. From then on events can be pulled."""
        check(_bindings.cerver_open(self.server))

    def pull(self, max_wait: float | None) -> list[Event]:
        """The next events, after a wait of so many seconds; None waits as long as it takes."""
        events = pull_events(self.server, _LONGEST if max_wait is None else int(max_wait * 1000))
        if events is None:
            raise last_error()
        return events

    def wake(self) -> None:
        """Has a pull that waits on another thread come back."""
        _bindings.cerver_wake(self.server)

    def descriptor(self) -> int:
        """Readable when a pull has something to do."""
        return int(_bindings.cerver_get_poll_fd(self.server))

    def close(self) -> None:
        """Stops at once. Nobody may be pulling."""
        _bindings.cerver_shutdown(self.server)
