"""Streams with TLS, and how streams are connected."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping
from ctypes import c_size_t, create_string_buffer
from typing import Any

from . import _bindings, _pull
from ._ioloop import IOLoop
from ._iostream import DEFAULT_MAX_BUFFER_SIZE, IOStream, StreamClosedError
from ._tls import Tls, client_side
from .errors import last_error


class SSLIOStream(IOStream):
    """A stream with TLS over a connected socket, which it takes over.

    With `server_hostname` it is the client's side, and that is what the server's certificate must be for; without one
    it is the server's. `ssl_options` are those of TCPServer and connect(). Reads and writes wait for the handshake.
    """

    _waiters: tuple[Any, ...] | None = ()

    def __init__(
        self,
        sock: socket.socket,
        ssl_options: Mapping[str, Any] | Tls | None = None,
        io_loop: IOLoop | None = None,
        max_buffer_size: int = DEFAULT_MAX_BUFFER_SIZE,
        *,
        server_hostname: str | None = None,
    ) -> None:
        is_server = server_hostname is None
        self._tls = ssl_options if isinstance(ssl_options, Tls) else Tls(ssl_options or {}, is_server=is_server)
        self._server_hostname = server_hostname
        super().__init__(sock, io_loop, max_buffer_size)

    def _adopt(self, server: int, descriptor: int) -> int | None:
        name = None if self._server_hostname is None else self._server_hostname.encode()
        return _bindings.cerver_adopt_tls(server, descriptor, self._tls.handle(), name)

    def wait_for_handshake(self, callback: Callable[[SSLIOStream], object] | None = None) -> Any:
        """Until the stream is secured: a callback, or something to await: StreamClosedError when that cannot be.
        The callback of a stream that cannot be secured never runs; that of set_close_callback() does.
        """
        waiter: Any = callback if callback is not None else asyncio.get_running_loop().create_future()
        if self._handle is None:
            if callback is None:
                waiter.set_exception(self._refusal())
        elif self._waiters is None:
            self.io_loop.add_callback(self._tell, waiter, self)
        else:
            self._waiters += (waiter,)
        return waiter if callback is None else None

    def get_tls(self, fact: int) -> bytes | None:
        """How the stream is secured: one of the CERVER_TLS_ numbers, such as CERVER_TLS_PROTOCOL; None for what there
        is not, and before the end of the handshake.
        """
        size = c_size_t(0)
        room = create_string_buffer(65536)
        if self._handle is None:
            return None
        status = _bindings.cerver_connection_get_tls(self._handle, fact, room, len(room), size)
        return room.raw[: size.value] if status == _bindings.CERVER_OK else None

    def _told(self, kind: int, text: Any) -> None:
        if kind == _pull.CONNECTED:
            waiters, self._waiters = self._waiters or (), None
            for waiter in waiters:
                self._tell(waiter, self)
        super()._told(kind, text)

    def _refusal(self) -> StreamClosedError:
        return StreamClosedError(str(self.error or "the stream has closed"))

    def _after_close(self, handle: int) -> None:
        super()._after_close(handle)
        waiters, self._waiters = self._waiters or (), None
        for waiter in waiters:
            if isinstance(waiter, asyncio.Future) and not waiter.done():
                waiter.set_exception(self._refusal())


def connect(
    host: str,
    port: int,
    callback: Callable[[IOStream], object] | None = None,
    failed: Callable[[OSError], object] | None = None,
    *,
    io_loop: IOLoop | None = None,
    timeout: float = 30.0,
    ssl_options: Mapping[str, Any] | bool | None = None,
    server_hostname: str | None = None,
) -> Any:
    """Connects to a TCP port, or with port 0 to the path of a Unix socket: `stream = await connect(host, port)`, or
    with a callback for the stream and one for the error.

    With `ssl_options` the stream is secured: True, or a dictionary with any of `ca_file` (authorities, PEM; without it
    those of the system count), `verify` (False takes any certificate, for tests), `cert_file` and `key_file` (shown to
    a server that asks), `alpn` (names of protocols). The certificate must be for `server_hostname`, or else for
    `host`.
    """
    loop = io_loop or IOLoop.instance()
    loop._open()
    server, milliseconds = loop._puller.server, max(1, int(timeout * 1000))
    if not ssl_options:
        handle = _bindings.cerver_connect(server, host.encode(), port, milliseconds)
    else:
        tls = client_side(ssl_options)
        name = None if server_hostname is None else server_hostname.encode()
        handle = _bindings.cerver_connect_tls_with(server, host.encode(), port, milliseconds, tls.handle(), name)
    if not handle:
        raise last_error()
    stream = loop._stream(handle, SSLIOStream if ssl_options else None)
    if callback is not None or failed is not None:
        stream._dialed = (callback, failed)
        return stream
    future = asyncio.get_running_loop().create_future()
    stream._dialed = (future, future)
    return future
