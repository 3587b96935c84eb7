"""TCP servers and streams: with callbacks, as turbo and Tornado have them, or with async and await on asyncio.

    class Echo(TCPServer):
        async def handle_stream(self, stream, address):
            while line := await stream.read_until(b"\\n"):
                stream.write(line)

A stream belongs to the thread of its loop. Inside a running asyncio loop `TCPServer()` uses that one; elsewhere
`IOLoop.instance().start()` turns them.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import os
import socket
from collections.abc import Mapping
from typing import Any

from ._ioloop import IOLoop as IOLoop
from ._iostream import IOStream as IOStream, StreamClosedError as StreamClosedError
from ._ssliostream import SSLIOStream as SSLIOStream, connect as connect
from ._tls import Tls

__all__ = ["IOLoop", "IOStream", "SSLIOStream", "StreamClosedError", "TCPServer", "connect"]

_log = logging.getLogger("cerver.tcpserver")


class TCPServer:
    """Accepts, and gives each connection to `handle_stream`, to be overridden by a function or a coroutine function.

    With `ssl_options` the streams are SSLIOStreams: a dictionary with `cert_file` and `key_file` (PEM), and if wanted
    `client_ca` (authorities that certificates of clients must lead to), `client_auth` ("required", or "optional") and
    `alpn` (names of protocols, the best first). CerverError for files that are of no use.
    """

    def __init__(
        self,
        io_loop: IOLoop | None = None,
        ssl_options: Mapping[str, Any] | None = None,
        max_buffer_size: int | None = None,
    ) -> None:
        self.tls = Tls(ssl_options, is_server=True) if ssl_options is not None else None
        self.io_loop = io_loop
        self.max_buffer_size = max_buffer_size
        self._sockets: list[socket.socket] = []
        self._pending: list[socket.socket] = []
        self._started = False

    def handle_stream(self, stream: IOStream, address: str) -> Any:
        """A client has connected."""
        raise NotImplementedError("handle_stream is to be overridden")

    def listen(self, port: int, address: str = "", backlog: int = 128) -> int:
        """Listens on a port of an address, "" for all of IPv4, and accepts at once; returns the port. OSError when it
        cannot; may be called several times.
        """
        listener = self._make(port, address, backlog)
        self.add_socket(listener)
        return int(listener.getsockname()[1])

    def bind(self, port: int, address: str = "", backlog: int = 128) -> int:
        """Listens, and accepts from start() on: clients wait until then."""
        listener = self._make(port, address, backlog)
        if self._started:
            self.add_socket(listener)
        else:
            self._pending.append(listener)
        return int(listener.getsockname()[1])

    def start(self, procs: int = 1) -> None:
        """Accepts on what was bound, with so many processes in all: each returns from here, before it has a loop."""
        if self._started:
            raise RuntimeError("the server has been started")
        self._started = True
        for _ in range(1, procs):
            if os.fork() > 0:
                break
        pending, self._pending = self._pending, []
        self.add_sockets(pending)

    def add_sockets(self, sockets: list[socket.socket]) -> None:
        """Accepts on listening sockets."""
        for listener in sockets:
            self.add_socket(listener)

    def add_socket(self, listener: socket.socket) -> None:
        """Accepts on a listening socket, which is the server's from now on."""
        self.io_loop = self.io_loop or IOLoop.instance()
        if self.tls is not None:
            # Whatever is wrong with it is told now.
            self.tls.handle()
        self._sockets.append(listener)
        self.io_loop._listen(listener, self)

    def stop(self) -> None:
        """Closes the listening sockets of this process; streams that are open live on, and so do other processes that
        accept on the same sockets.
        """
        for listener in self._sockets:
            if self.io_loop:
                self.io_loop._listen_no_more(listener)
            listener.close()
        for listener in self._pending:
            listener.close()
        self._sockets, self._pending = [], []

    @staticmethod
    def _make(port: int, address: str, backlog: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.create_server((address, port), family=family, backlog=backlog)
        listener.setblocking(False)
        return listener

    def _opened(self, stream: IOStream, address: str) -> None:
        if self.max_buffer_size:
            stream.set_max_buffer_size(self.max_buffer_size)
        try:
            result = self.handle_stream(stream, address)
        except Exception:
            # One bad client is its own trouble.
            _log.exception("handle_stream failed: its stream is closed")
            stream.close()
            return
        if result is not None and inspect.isawaitable(result):
            task = asyncio.ensure_future(result)
            stream._task = task
            task.add_done_callback(stream._handled)


class _Acceptor:
    """Accepts in Python, for listeners that come when the loop runs already."""

    def __init__(self, loop: IOLoop, listener: socket.socket, server: TCPServer) -> None:
        self._loop, self._listener, self._server = loop, listener, server
        loop._watch(listener.fileno(), self)

    def ready(self) -> None:
        for _ in range(64):
            try:
                client, address = self._listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                _log.warning("cannot accept connections for a moment: %s", error)
                self._loop._unwatch(self._listener.fileno())
                self._loop.add_timeout(0.1, self._again)
                return
            with contextlib.suppress(OSError):
                tls = self._server.tls
                stream = SSLIOStream(client, tls, self._loop) if tls else IOStream(client, self._loop)
                self._server._opened(stream, str(address[0]))

    def _again(self) -> None:
        if self._listener.fileno() >= 0:
            self._loop._watch(self._listener.fileno(), self)


IOLoop._acceptor = _Acceptor
