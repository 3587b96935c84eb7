"""daslang's `network` for Python: a server with one client, turned by tick(), that outlives a reload of the script; and
the client that its documentation promises.
"""

from __future__ import annotations

import errno
import weakref
from typing import Any

from . import _bindings, _pull
from ._server import cerver_teardown
from .errors import CerverError

__all__ = [
    "Client",
    "NetworkServer",
    "Server",
    "gc0_restore_ptr",
    "gc0_save_ptr",
    "make_server",
    "server_init",
    "server_is_connected",
    "server_is_open",
    "server_restore",
    "server_send",
    "server_tick",
]


class NetworkServer:
    """What stays when a script goes: the listener, the client and what waits for it. It refers to no script."""

    def __init__(self) -> None:
        self._puller: _pull.Puller | None = None
        self._client: int | None = None
        self._owner: weakref.ref[Any] | None = None
        self._is_ticking = False
        self._is_doomed = False

    def is_open(self) -> bool:
        """Whether it listens."""
        return self._puller is not None

    def is_connected(self) -> bool:
        """Whether there is a client."""
        return self._client is not None

    @property
    def port(self) -> int:
        """The real port; 0 while it does not listen."""
        return int(_bindings.cerver_get_port(self._puller.server)) if self._puller else 0

    def init(self, port: int, address: str = "0.0.0.0") -> bool:
        """Listens on a port, 0 for a free one, in place of an earlier one; False when it cannot, and onError says why."""
        self.close()
        try:
            puller = _pull.Puller("network", (address, port))
            _bindings.cerver_set_max_connections(puller.server, 1)
            _bindings.cerver_set_idle_timeout(puller.server, 0)
            _bindings.cerver_set_receive_buffer_size(puller.server, 65536)
            puller.open()
        except (CerverError, ValueError) as error:
            code = errno.EADDRINUSE if isinstance(error, CerverError) else errno.EINVAL
            self._tell("onError", f"can't bind: {error}", code)
            return False
        self._puller = puller
        return True

    def tick(self) -> None:
        """Takes what has happened, without waiting, and calls the owner's functions. Nothing while nobody owns it."""
        if self._puller is None or self._is_ticking or self._owner is None or self._owner() is None:
            return
        self._is_ticking = True
        try:
            for kind, handle, data, number in self._puller.pull(0):
                self._take(kind, number, handle, data)
                if self._is_doomed or self._puller is None:
                    break
        finally:
            self._is_ticking = False
            if self._is_doomed:
                self.close()

    def _take(self, kind: int, reason: int, handle: int, data: Any) -> None:
        if kind == _pull.OPENED:
            self._client = handle
            self._note_client()
            self._tell("onLog", "connection accepted")
            self._tell("onConnect")
        elif kind == _pull.DATA and handle == self._client:
            self._tell("onData", data)
        elif kind == _pull.HALF_CLOSED and handle == self._client:
            self._tell("onLog", "connection closed")
            self._disconnect()
        elif kind == _pull.CLOSED and handle == self._client:
            if reason != _bindings.CERVER_CLOSED_BY_PROGRAM:
                self._tell("onError", "connection closed on error", errno.ECONNRESET)
            self._disconnect()

    def _disconnect(self) -> None:
        """While onDisconnect runs the client is still there."""
        client = self._client
        self._tell("onDisconnect")
        if self._client == client:
            self._client = None
            self._note_client()
        if client is not None:
            _bindings.cerver_connection_close(client)

    def _note_client(self) -> None:
        if self._puller:
            _bindings.cerver_set_tag(self._puller.server, self._client or 0)

    def send(self, data: bytes) -> bool:
        """Sends data without waiting: whole, or not at all when the client takes too little."""
        if self._client is None:
            self._tell("onError", "can't send, not connected", -1)
            return False
        if not data:
            return True
        status = _pull.send(self._client, data, len(data))
        if status == _bindings.CERVER_OK:
            return True
        code = errno.EAGAIN if status == _bindings.CERVER_ERROR_AGAIN else errno.EPIPE
        self._tell("onError", "can't send", code)
        return False

    def close(self) -> None:
        """Closes the client and the listener, without onDisconnect. Inside a callback it happens after the tick."""
        if self._is_ticking:
            self._is_doomed = True
            return
        puller, self._puller, self._client, self._is_doomed = self._puller, None, None, False
        if puller is not None:
            puller.close()
            cerver_teardown(puller.server)

    def _tell(self, name: str, *arguments: Any) -> None:
        owner = self._owner() if self._owner else None
        function = getattr(owner, name, None)
        if function is not None:
            function(*arguments)

    def __del__(self) -> None:
        self._is_ticking = False
        self.close()


class Server:
    """A server to derive from: it is turned by tick(), and calls onConnect, onDisconnect, onData, onError and onLog."""

    def __init__(self) -> None:
        self._server: NetworkServer | None = None

    def onConnect(self) -> None:
        """A client has connected."""

    def onDisconnect(self) -> None:
        """The client has gone; is_connected() is still true."""

    def onData(self, data: bytes) -> None:
        """Bytes have come, at most 64 KiB at once."""

    def onError(self, msg: str, code: int) -> None:
        """Something failed; `code` is the system's number, or -1."""

    def onLog(self, msg: str) -> None:
        """A line for people."""

    def make_server_adapter(self) -> None:
        """Makes the native server of this object."""
        server = NetworkServer()
        server._owner = weakref.ref(self)
        self._server = server

    def init(self, port: int, address: str = "0.0.0.0") -> bool:
        """Listens; False when it cannot, and onError says why."""
        return self._server is not None and self._server.init(port, address)

    def save(self) -> NetworkServer | None:
        """Takes the native server out of this object, for another one to restore it."""
        orphan, self._server = self._server, None
        if orphan is not None:
            orphan._owner = None
        return orphan

    def restore(self, orphan: NetworkServer) -> None:
        """Goes on with a saved server. RuntimeError when there is none, or when another object has it already."""
        if orphan is None:
            raise RuntimeError("null server")
        if orphan._owner is not None and orphan._owner() is not None:
            raise RuntimeError("this server belongs to another object")
        if self._server is not None and self._server is not orphan:
            self._server.close()
        orphan._owner = weakref.ref(self)
        self._server = orphan

    def has_session(self) -> bool:
        """Whether there is a native server."""
        return self._server is not None

    def is_open(self) -> bool:
        """Whether it listens."""
        return self._server is not None and self._server.is_open()

    def is_connected(self) -> bool:
        """Whether there is a client."""
        return self._server is not None and self._server.is_connected()

    @property
    def port(self) -> int:
        """The real port; 0 while it does not listen."""
        return self._server.port if self._server else 0

    def tick(self) -> None:
        """Takes what has happened, without waiting."""
        if self._server is not None:
            self._server.tick()

    def send(self, data: bytes) -> bool:
        """Sends to the client; False when there is none, or when it takes too little."""
        return self._server is not None and self._server.send(data)

    def delete(self) -> None:
        """Closes the client and the listener, without onDisconnect; also inside a callback."""
        server, self._server = self._server, None
        if server is not None:
            server.close()


class Client:
    """The other end, in the same manner."""

    def __init__(self) -> None:
        self._puller = _pull.Puller("network-client")
        _bindings.cerver_set_receive_buffer_size(self._puller.server, 65536)
        _bindings.cerver_set_idle_timeout(self._puller.server, 0)
        self._puller.open()
        self._connection: int | None = None
        self._is_connected = False

    def onConnect(self) -> None:
        """The connection is open."""

    def onDisconnect(self) -> None:
        """The connection has ended."""

    def onData(self, data: bytes) -> None:
        """Bytes have come."""

    def onError(self, msg: str, code: int) -> None:
        """Something failed; `code` is the system's number, or -1."""

    def onLog(self, msg: str) -> None:
        """A line for people."""

    def connect(self, host: str, port: int, timeout: float = 10.0) -> bool:
        """Begins to connect; a tick() tells how that went. False, after onError, for what cannot be begun."""
        self.disconnect()
        connection = _bindings.cerver_connect(self._puller.server, host.encode(), port, max(1, int(timeout * 1000)))
        if not connection:
            self.onError((_bindings.cerver_last_error_message() or b"").decode(), -1)
            return False
        self._connection = connection
        return True

    def is_connected(self) -> bool:
        """Whether the connection is open."""
        return self._is_connected

    def tick(self) -> None:
        """Takes what has happened, without waiting."""
        for kind, handle, data, number in self._puller.pull(0):
            if handle != self._connection:
                continue
            if kind == _pull.CONNECTED:
                self._is_connected = True
                self.onConnect()
            elif kind == _pull.CONNECT_FAILED:
                self._connection = None
                self.onError(data.decode(errors="replace"), number or -1)
            elif kind == _pull.DATA:
                self.onData(data)
            elif kind in (_pull.HALF_CLOSED, _pull.CLOSED):
                if kind == _pull.CLOSED and number == _bindings.CERVER_CLOSED_BY_RESET:
                    self.onError("connection closed on error", errno.ECONNRESET)
                self._connection, self._is_connected = None, False
                _bindings.cerver_connection_close(handle)
                self.onLog("connection closed")
                self.onDisconnect()

    def send(self, data: bytes) -> bool:
        """Sends data without waiting, whole or not at all; before the connection is open it waits for that."""
        if self._connection is None:
            self.onError("can't send, not connected", -1)
            return False
        if not data or _pull.send(self._connection, data, len(data)) == _bindings.CERVER_OK:
            return True
        self.onError("can't send", errno.EAGAIN)
        return False

    def disconnect(self) -> None:
        """Closes the connection when everything is sent, without onDisconnect."""
        connection, self._connection, self._is_connected = self._connection, None, False
        if connection is not None:
            _bindings.cerver_connection_close(connection)

    def __del__(self) -> None:
        puller = getattr(self, "_puller", None)
        if puller is not None:
            puller.close()
            cerver_teardown(puller.server)


def gc0_save_ptr(name: str, server: NetworkServer) -> None:
    """Puts a saved server aside in the library, under a name that is free: a reload of all of Python's modules does not
    touch it.
    """
    if server._puller is None:
        raise RuntimeError("null server")
    status = _bindings.cerver_park(server._puller.server, name.encode())
    if status != _bindings.CERVER_OK:
        raise RuntimeError((_bindings.cerver_last_error_message() or b"").decode())
    server._puller, server._client, server._owner = None, None, None


def gc0_restore_ptr(name: str) -> NetworkServer | None:
    """Takes a server that was put aside; None when there is none of that name."""
    handle = _bindings.cerver_unpark(name.encode())
    if not handle:
        return None
    server = NetworkServer()
    server._puller = _pull.Puller.of(handle)
    server._client = _bindings.cerver_get_tag(handle) or None
    return server


def make_server(owner: Any) -> NetworkServer:
    """A native server that calls the functions of any object."""
    server = NetworkServer()
    server._owner = weakref.ref(owner)
    return server


def _there(server: NetworkServer | None) -> NetworkServer:
    if server is None:
        raise RuntimeError("null server")
    return server


def server_init(server: NetworkServer, port: int) -> bool:
    """Listens."""
    return _there(server).init(port)


def server_is_open(server: NetworkServer) -> bool:
    """Whether it listens."""
    return _there(server).is_open()


def server_is_connected(server: NetworkServer) -> bool:
    """Whether there is a client."""
    return _there(server).is_connected()


def server_tick(server: NetworkServer) -> None:
    """Takes what has happened, without waiting."""
    _there(server).tick()


def server_send(server: NetworkServer, data: bytes) -> bool:
    """Sends to the client."""
    return _there(server).send(data)


def server_restore(server: NetworkServer, owner: Any) -> None:
    """Has a server call the functions of another object."""
    _there(server)._owner = weakref.ref(owner)
