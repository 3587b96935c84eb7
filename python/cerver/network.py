"""daslang's `network` on cerver: a server with one client, turned by tick(), that outlives a reload of its script; and the
client that its documentation promises.

    from cerver.network import Server

    class Echo(Server):
        def onData(self, data):
            self.send(data)

    echo = Echo()
    echo.make_server_adapter()
    echo.init(9000)
    while echo.is_open():
        echo.tick()     # once per frame

The constants of protocols, which programs written for pycerver import from here, are there, too.
"""

from __future__ import annotations

import ctypes
import errno
import weakref
from typing import Any

from . import _bindings
from ._bindings import PROTOCOL_NONE, PROTOCOL_TCP, PROTOCOL_UDP, CerverProtocol
from ._names import Protocol
from .errors import last_error

__all__ = [
    "CerverProtocol",
    "Client",
    "NetworkServer",
    "PROTOCOL_NONE",
    "PROTOCOL_TCP",
    "PROTOCOL_UDP",
    "Protocol",
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


class _Native:
    """What the library has of a server or client, and how its events become calls of the owner's functions."""

    def __init__(self) -> None:
        self._handle: int | None = _bindings.cerver_create_network(b"network")
        if not self._handle:
            raise last_error()
        self._begin()

    def _begin(self) -> None:
        self._event = _bindings.CerverEvent()
        self._place = ctypes.byref(self._event)
        self._owner: weakref.ref[Any] | None = None
        self._is_ticking = False

    @property
    def handle(self) -> int | None:
        """The server as functions of the library take it, for its options; None when it is closed or saved."""
        return self._handle

    def fileno(self) -> int:
        """A descriptor that is readable when tick() has something to do; -1 when there is none."""
        return int(_bindings.cerver_get_poll_fd(self._handle)) if self._handle else -1

    def is_connected(self) -> bool:
        """Whether there is a connection; still, while onDisconnect runs."""
        return self._handle is not None and bool(_bindings.cerver_network_is_connected(self._handle))

    def tick(self) -> None:
        """Takes what has happened, without waiting, and calls the owner's functions. Nothing while nobody owns it, and
        inside itself.
        """
        if self._is_ticking or self._owner is None or self._owner() is None:
            return
        self._is_ticking = True
        try:
            while self._handle is not None:
                count = _bindings.cerver_network_next_event(self._handle, self._place)
                if count < 0:
                    raise last_error()
                if count == 0:
                    break
                self._take(self._event)
        finally:
            self._is_ticking = False

    def _take(self, event: Any) -> None:
        kind = event.kind
        data = ctypes.string_at(event.data, event.size) if event.data else b""
        if kind == _bindings.CERVER_EVENT_DATA:
            self._tell("onData", data)
        elif kind == _bindings.CERVER_EVENT_OPENED:
            self._tell("onLog", "connection accepted")
            self._tell("onConnect")
        elif kind == _bindings.CERVER_EVENT_CONNECTED:
            self._tell("onLog", "connected")
            self._tell("onConnect")
        elif kind == _bindings.CERVER_EVENT_CLOSED:
            if event.reason == _bindings.CERVER_CLOSED_BY_PEER:
                self._tell("onLog", "connection closed")
            else:
                self._tell("onError", "connection closed on error", event.code or -1)
            self._tell("onDisconnect")
        elif kind == _bindings.CERVER_EVENT_DRAINED:
            self._tell("onWritable")
        elif kind == _bindings.CERVER_EVENT_CONNECT_FAILED:
            code = event.code or -1
            self._tell("onLog", data.decode(errors="replace"))
            self._tell("onError", "can't connect", code)
        elif kind == _bindings.CERVER_EVENT_TLS_FAILED:
            self._tell("onLog", data.decode(errors="replace"))

    def _tell(self, name: str, *arguments: Any) -> None:
        owner = self._owner() if self._owner is not None else None
        function = getattr(owner, name, None)
        if function is not None:
            function(*arguments)

    def _failed(self, message: str, code: int) -> bool:
        """Tells of what the library has refused just now."""
        detail = (_bindings.cerver_last_error_message() or b"").decode(errors="replace")
        self._tell("onLog", detail)
        self._tell("onError", message, code)
        return False

    def send(self, data: bytes | bytearray | memoryview) -> bool:
        """Sends data without waiting: whole, or not at all."""
        if self._handle is None:
            return False
        sent = bytes(data)
        status = _bindings.cerver_network_send(self._handle, sent, len(sent))
        if status == _bindings.CERVER_OK:
            return True
        if status == _bindings.CERVER_ERROR_STATE:
            return self._failed("can't send, not connected", -1)
        return self._failed("can't send", errno.EAGAIN if status == _bindings.CERVER_ERROR_AGAIN else errno.EPIPE)

    def disconnect(self) -> None:
        """Closes the connection when everything is sent, without onDisconnect; a server goes on to listen."""
        if self._handle is not None:
            _bindings.cerver_network_disconnect(self._handle)

    def close(self) -> None:
        """Closes everything, without onDisconnect; also inside a callback."""
        handle, self._handle = self._handle, None
        if handle is not None:
            _bindings.cerver_teardown(handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()


class NetworkServer(_Native):
    """What stays when a script goes: the listener, the client and what waits for it. It refers to no script.

    `handle` is for options of the library, such as cerver_network_set_tick_bytes(), cerver_set_idle_timeout() and
    cerver_set_tls(), before init().
    """

    def __init__(self) -> None:
        super().__init__()
        self._orphan: int | None = None

    @classmethod
    def _of_orphan(cls, orphan: int) -> NetworkServer:
        server = cls.__new__(cls)
        server._handle, server._orphan = None, orphan
        server._begin()
        return server

    def is_open(self) -> bool:
        """Whether it listens."""
        return self._handle is not None and bool(_bindings.cerver_network_is_open(self._handle))

    @property
    def port(self) -> int:
        """The real port; 0 while it does not listen."""
        return int(_bindings.cerver_get_port(self._handle)) if self.is_open() else 0

    def init(self, port: int, address: str = "0.0.0.0") -> bool:
        """Listens on a port, 0 for a free one, in place of an earlier one; False when it cannot, and onError says why."""
        if self._handle is None:
            return False
        # A port that has no room in the library's type is none, like 65536.
        status = _bindings.cerver_network_open(self._handle, address.encode(), port if 0 <= port <= 65535 else 65536)
        if status == _bindings.CERVER_OK:
            return True
        return self._failed("can't bind", int(_bindings.cerver_last_error_number()) or errno.EINVAL)

    def save(self) -> None:
        """Has the library keep it without an owner: nobody can tick it until it is restored."""
        self._owner = None
        if self._handle is not None:
            orphan = _bindings.cerver_network_save(self._handle)
            if not orphan:
                raise last_error()
            self._handle, self._orphan = None, orphan

    def restore(self, owner: Any) -> None:
        """Has it call the functions of an object from now on. RuntimeError when it was closed or put aside."""
        if self._orphan is not None:
            handle = _bindings.cerver_network_restore(self._orphan)
            if not handle:
                raise RuntimeError("null server")
            self._handle, self._orphan = handle, None
        if self._handle is None:
            raise RuntimeError("null server")
        self._owner = weakref.ref(owner)

    def close(self) -> None:
        """Closes the client and the listener, without onDisconnect; also inside a callback."""
        orphan, self._orphan = self._orphan, None
        if orphan is not None:
            _bindings.cerver_orphan_delete(orphan)
        super().close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None or getattr(self, "_orphan", None) is not None:
            self.close()


class _Callbacks:
    """Functions to override; those of an object of another class may be missing."""

    def onConnect(self) -> None:
        """The connection is there."""

    def onDisconnect(self) -> None:
        """It has ended; is_connected() is still true."""

    def onData(self, data: bytes) -> None:
        """Bytes have come, at most 64 KiB in one tick unless cerver_network_set_tick_bytes() says otherwise."""

    def onError(self, msg: str, code: int) -> None:
        """Something failed; `code` is the system's number, or -1."""

    def onLog(self, msg: str) -> None:
        """A line for people."""

    def onWritable(self) -> None:
        """After a send() that failed with EAGAIN: there is room again."""


class Server(_Callbacks):
    """A server to derive from: it is turned by tick(), on whatever thread calls that."""

    # One that a subclass does not initialize has it, too.
    _server: NetworkServer | None = None

    def make_server_adapter(self) -> None:
        """Makes the native server of this object."""
        make_server(self)

    def init(self, port: int, address: str = "0.0.0.0") -> bool:
        """Listens; False when it cannot, and onError says why. A port of 0 is a free one: see `port`."""
        if self._server is None:
            self.onError("null server", -1)
            return False
        return self._server.init(port, address)

    def save(self) -> NetworkServer | None:
        """Takes the native server out of this object, for another one to restore it; None when there is none."""
        orphan = self._server
        if orphan is not None:
            orphan.save()
        self._server = None
        return orphan

    def restore(self, orphan: NetworkServer | None) -> None:
        """Goes on with a saved server; the one that this object has is closed. RuntimeError when there is none, or when
        another object has it already.
        """
        if orphan is None or orphan._orphan is None:
            raise RuntimeError("null server" if orphan is None else "this server is not saved")
        orphan.restore(self)
        fresh, self._server = self._server, orphan
        if fresh is not None:
            fresh.close()

    def has_session(self) -> bool:
        """Whether there is a native server; it says nothing about a client."""
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
        return self._server.port if self._server is not None else 0

    def fileno(self) -> int:
        """A descriptor that is readable when tick() has something to do; -1 when there is none."""
        return self._server.fileno() if self._server is not None else -1

    def tick(self) -> None:
        """Takes what has happened, without waiting."""
        if self._server is not None:
            self._server.tick()

    def send(self, data: bytes | bytearray | memoryview) -> bool:
        """Sends to the client without waiting, whole or not at all; False, after onError, when there is none or when it takes
        too little.
        """
        return self._server is not None and self._server.send(data)

    def disconnect(self) -> None:
        """Closes the connection of the client when everything is sent, without onDisconnect."""
        if self._server is not None:
            self._server.disconnect()

    def delete(self) -> None:
        """Closes the client and the listener, without onDisconnect; also inside a callback."""
        server, self._server = self._server, None
        if server is not None:
            server.close()


class Client(_Callbacks):
    """The other end, in the same manner."""

    def __init__(self) -> None:
        self._native = _Native()
        self._native._owner = weakref.ref(self)

    def connect(self, host: str, port: int, timeout: float = 10.0) -> bool:
        """Begins to connect, in place of an earlier connection; a tick() tells how that went. False, after onError, for what
        cannot be begun.
        """
        native = self._native
        number = port if 0 < port <= 65535 else 0
        wait = max(1, int(timeout * 1000))
        if native._handle is None:
            return False
        if _bindings.cerver_network_connect(native._handle, host.encode(), number, wait) == _bindings.CERVER_OK:
            return True
        return native._failed("can't connect", int(_bindings.cerver_last_error_number()) or errno.EINVAL)

    def is_connected(self) -> bool:
        """Whether the connection is open."""
        return self._native.is_connected()

    def fileno(self) -> int:
        """A descriptor that is readable when tick() has something to do; -1 when there is none."""
        return self._native.fileno()

    def tick(self) -> None:
        """Takes what has happened, without waiting."""
        self._native.tick()

    def send(self, data: bytes | bytearray | memoryview) -> bool:
        """Sends data without waiting, whole or not at all; before the connection is open it waits for that."""
        return self._native.send(data)

    def disconnect(self) -> None:
        """Closes the connection when everything is sent, without onDisconnect."""
        self._native.disconnect()

    def delete(self) -> None:
        """Closes everything; also inside a callback."""
        self._native.close()


def gc0_save_ptr(name: str, server: NetworkServer) -> None:
    """Puts a saved server aside in the library, under a name that is free: a reload of all of Python's modules does not
    touch it. RuntimeError when the name is taken; then the server stays saved.
    """
    if _there(server)._orphan is None:
        raise RuntimeError("this server is not saved")
    handle = _bindings.cerver_network_restore(server._orphan)
    if not handle:
        raise RuntimeError("null server")
    server._orphan = None
    if _bindings.cerver_park(handle, name.encode()) != _bindings.CERVER_OK:
        reason = (_bindings.cerver_last_error_message() or b"").decode(errors="replace")
        server._orphan = _bindings.cerver_network_save(handle)
        raise RuntimeError(f"gc0 already there: {reason}")


def gc0_restore_ptr(name: str) -> NetworkServer | None:
    """Takes a server that was put aside, for Server.restore(); None when there is none of that name."""
    handle = _bindings.cerver_unpark(name.encode())
    if not handle:
        return None
    orphan = _bindings.cerver_network_save(handle)
    if not orphan:
        raise last_error()
    return NetworkServer._of_orphan(orphan)


def make_server(owner: Any) -> bool:
    """Makes a native server that calls the functions of any object with a field `_server`, and stores it there; one that
    is there is closed. RuntimeError without the field.
    """
    if not hasattr(owner, "_server"):
        raise RuntimeError("can't make server")
    server = NetworkServer()
    server._owner = weakref.ref(owner)
    before, owner._server = owner._server, server
    if before is not None:
        before.close()
    return True


def _there(server: NetworkServer | None) -> NetworkServer:
    if server is None:
        raise RuntimeError("null server")
    return server


def server_init(server: NetworkServer | None, port: int) -> bool:
    """Listens. RuntimeError for no server, as in the functions below."""
    return _there(server).init(port)


def server_is_open(server: NetworkServer | None) -> bool:
    """Whether it listens."""
    return _there(server).is_open()


def server_is_connected(server: NetworkServer | None) -> bool:
    """Whether there is a client."""
    return _there(server).is_connected()


def server_tick(server: NetworkServer | None) -> None:
    """Takes what has happened, without waiting."""
    _there(server).tick()


def server_send(server: NetworkServer | None, data: bytes | bytearray | memoryview) -> bool:
    """Sends to the client."""
    return _there(server).send(data)


def server_restore(server: NetworkServer | None, owner: Any) -> None:
    """Has a server call the functions of another object."""
    _there(server).restore(owner)
