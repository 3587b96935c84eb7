"""Events of a stream server, pulled by Python: what the faces that are written in Python stand on."""

from __future__ import annotations

import struct
from ctypes import string_at

from . import _bindings
from ._server import remember, valid_port
from .errors import check, last_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

OPENED = _bindings.CERVER_EVENT_OPENED
DATA = _bindings.CERVER_EVENT_DATA
DRAINED = _bindings.CERVER_EVENT_DRAINED
HALF_CLOSED = _bindings.CERVER_EVENT_HALF_CLOSED
DRAINING = _bindings.CERVER_EVENT_DRAINING
CLOSED = _bindings.CERVER_EVENT_CLOSED
SENT = _bindings.CERVER_EVENT_SENT
CONNECTED = _bindings.CERVER_EVENT_CONNECTED
CONNECT_FAILED = _bindings.CERVER_EVENT_CONNECT_FAILED

send = _bindings.cerver_connection_send

# kind, reason, connection, tag, data, size, code, id, reserved: as CerverEvent has them.
_EVENT = struct.Struct("iiQQQQqQQ")
_ROOM = 64


class Puller:
    """A stream server that is pulled by one thread at a time."""

    def __init__(self, name: str, address: tuple[str, int] | None = None, backlog: int = 128) -> None:
        """`address`: a numeric one and a port, 0 for a free one; None for a server that does not listen."""
        port = valid_port(address[1]) if address else 0
        server = remember(_bindings.cerver_create_stream(name.encode(), port, min(backlog, 65535)), is_web=False)
        if server is None:
            raise last_error()
        self.server = server
        if address:
            check(_bindings.cerver_set_bind_address(server, address[0].encode()))
        else:
            check(_bindings.cerver_set_listening(server, False))
        self._events = (_bindings.CerverEvent * _ROOM)()
        self._view = memoryview(self._events).cast("B")

    def open(self) -> None:
        """Listens, if it is to. From then on events can be pulled."""
        check(_bindings.cerver_open(self.server))

    def pull(self, max_wait: float | None) -> Iterator[tuple[int, int, int, int, int, int, int, int, int]]:
        """The next events, at most 64, after a wait of so many seconds; None waits as long as it takes.

        Data has to be taken (`text()`) before the next call.
        """
        wait = -1 if max_wait is None else int(max_wait * 1000)
        count = _bindings.cerver_next_events(self.server, self._events, _ROOM, wait)
        if count < 0:
            raise last_error()
        return _EVENT.iter_unpack(self._view[: count * _EVENT.size])

    def wake(self) -> None:
        """Has a pull that waits on another thread come back."""
        _bindings.cerver_wake(self.server)

    def descriptor(self) -> int:
        """Readable when a pull has something to do."""
        return int(_bindings.cerver_get_poll_fd(self.server))

    def close(self) -> None:
        """Stops at once. Nobody may be pulling."""
        _bindings.cerver_shutdown(self.server)


text = string_at
