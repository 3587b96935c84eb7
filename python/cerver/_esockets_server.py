"""The class of esockets 3.x: plain sockets that two functions look after."""

from __future__ import annotations

import contextlib
import logging
import queue
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

from . import _bindings, _pull
from .errors import CerverError, last_error

_log = logging.getLogger("cerver.esockets")

_LISTENER = 0
# Seconds that a worker without work waits before it ends.
_IDLE = 5.0


class SocketServer:
    """Accepts, and watches its clients.

    `handle_incoming(client, address)` says whether a new client is kept, on a worker's thread, its socket still blocking.
    `handle_readable(client)` is called when something can be read from the plain, non-blocking socket, and says whether the
    client is kept; one call at a time for each client. What raises an exception disconnects its client. At most
    `max_subthreads` workers run these functions, -1 for as many as are needed.
    """

    def __init__(
        self,
        port: int = 1234,
        host: str | None = None,
        queue_size: int = 1000,
        block_time: float = 2,
        selector: Any = None,
        handle_readable: Callable[[socket.socket], bool] = lambda client: True,
        handle_incoming: Callable[[socket.socket, Any], bool] = lambda client, address: True,
        max_subthreads: int = -1,
    ) -> None:
        self.host = socket.gethostbyname(socket.gethostname()) if host is None else host
        self.port = port
        self.queue_size = queue_size
        self.block_time = block_time
        self.handle_readable = handle_readable
        self.handle_incoming = handle_incoming
        self.clients: dict[socket.socket, Any] = {}
        self._most = max_subthreads if max_subthreads > 0 else 1_000_000
        self._watched: dict[int, tuple[socket.socket, int]] = {}
        self._tags: dict[socket.socket, int] = {}
        self._next = _LISTENER
        self._lock = threading.RLock()
        self._work: queue.SimpleQueue[tuple[Callable[..., None], tuple[Any, ...]]] = queue.SimpleQueue()
        self._threads = 0
        self._idle = 0
        self._running = False

    def start(self) -> None:
        """Listens and serves, on threads of its own; OSError when it cannot listen."""
        self._listener = socket.create_server((self.host, self.port), backlog=self.queue_size)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]
        self._puller = _pull.Puller("esockets")
        _bindings.cerver_set_watch_limit(self._puller.server, 0xFFFF_FFFF)
        self._puller.open()
        self._running = True
        self._watch(self._listener, _LISTENER)
        self._loop = threading.Thread(target=self._pull, name="esockets")
        self._loop.start()

    def stop(self) -> None:
        """Disconnects all clients and ends the threads; may be started again."""
        if not self._running:
            return
        self._running = False
        self._puller.wake()
        if threading.current_thread() is not self._loop:
            self._loop.join()
        self._puller.close()
        for client in list(self.clients):
            self.disconnect(client)
        self._listener.close()

    def register(self, client: socket.socket, silent: bool = False) -> None:
        """Watches a socket that the program has; KeyError when it is watched already, unless `silent`."""
        with self._lock:
            if client in self.clients:
                if silent:
                    return
                raise KeyError("Client already registered")
            address = client.getpeername()
            client.setblocking(False)
            self._next += 1
            tag = self._tags[client] = self._next
            self.clients[client] = address
        try:
            self._watch(client, tag)
        except CerverError:
            self.unregister(client, silent=True)
            raise

    def unregister(self, client: socket.socket, silent: bool = False) -> None:
        """Does not watch a client any more, which stays open; KeyError when it is not watched, unless `silent`."""
        with self._lock:
            tag = self._tags.pop(client, None)
            if tag is None:
                if silent:
                    return
                raise KeyError("Client not registered")
            self.clients.pop(client, None)
            self._unwatch(tag)

    def disconnect(self, client: socket.socket | Iterable[socket.socket], how: int = socket.SHUT_RDWR) -> None:
        """Ends a client, or several."""
        for one in (client,) if isinstance(client, socket.socket) else tuple(client):
            self.unregister(one, silent=True)
            with contextlib.suppress(OSError):
                one.shutdown(how)
            one.close()

    def _watch(self, client: socket.socket, tag: int) -> None:
        with self._lock:
            if tag != _LISTENER and self._tags.get(client) != tag:
                return
            watch = _bindings.cerver_watch_descriptor(self._puller.server, client.fileno(), 1, tag)
            if not watch:
                raise last_error()
            self._watched[tag] = (client, watch)

    def _unwatch(self, tag: int) -> socket.socket | None:
        with self._lock:
            client, watch = self._watched.pop(tag, (None, 0))
            if watch:
                _bindings.cerver_unwatch(self._puller.server, watch)
            return client

    def _pull(self) -> None:
        while self._running:
            try:
                events = self._puller.pull(self.block_time)
            except CerverError:
                return
            for kind, tag, _, _ in events:
                if kind != _bindings.CERVER_EVENT_READY or not self._running:
                    continue
                if tag == _LISTENER:
                    self._accept()
                elif (client := self._unwatch(tag)) is not None:
                    self._run(self._read, client, tag)

    def _accept(self) -> None:
        for _ in range(64):
            try:
                client, address = self._listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                _log.warning("cannot accept connections for a moment: %s", error)
                self._unwatch(_LISTENER)
                again = threading.Timer(0.1, self._accept_again)
                again.daemon = True
                again.start()
                return
            client.setblocking(True)
            self._run(self._greet, client, address)

    def _accept_again(self) -> None:
        if self._running:
            self._watch(self._listener, _LISTENER)

    def _greet(self, client: socket.socket, address: Any) -> None:
        if self._ask(self.handle_incoming, client, address):
            try:
                self.register(client, silent=True)
            except (OSError, CerverError):
                # It is gone already, or the server has stopped.
                pass
            else:
                return
        self.disconnect(client)

    def _read(self, client: socket.socket, tag: int) -> None:
        if self._ask(self.handle_readable, client):
            with contextlib.suppress(CerverError, OSError):
                self._watch(client, tag)
        else:
            self.disconnect(client)

    def _ask(self, function: Callable[..., bool], *arguments: Any) -> bool:
        try:
            return bool(function(*arguments))
        except Exception:
            _log.exception("a handler failed: its client is disconnected")
            return False

    def _run(self, function: Callable[..., None], *arguments: Any) -> None:
        """Has a worker do it; another one is made when all have something to do."""
        with self._lock:
            is_needed = self._idle <= self._work.qsize() and self._threads < self._most
            self._threads += is_needed
        self._work.put((function, arguments))
        if is_needed:
            threading.Thread(target=self._work_on, name="esockets-worker", daemon=True).start()

    def _work_on(self) -> None:
        while True:
            with self._lock:
                self._idle += 1
            try:
                function, arguments = self._work.get(timeout=_IDLE)
            except queue.Empty:
                with self._lock:
                    self._idle -= 1
                    if self._work.empty():
                        self._threads -= 1
                        return
                continue
            with self._lock:
                self._idle -= 1
            function(*arguments)
