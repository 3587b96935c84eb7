"""What turns servers and streams: a thread that calls start(), or an asyncio loop."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from . import _bindings, _pull
from .errors import check, last_error

if TYPE_CHECKING:
    from ._iostream import IOStream
    from .tcpserver import TCPServer

_log = logging.getLogger("cerver.tcpserver")

_DATA, _OPENED, _CLOSED, _READY = _pull.DATA, _pull.OPENED, _pull.CLOSED, _pull.READY
_CONNECT_FAILED = _pull.CONNECT_FAILED
_READABLE = 1
# Milliseconds.
_LONGEST = 3_600_000
# Bytes of one pull; asyncio, whose rounds cost more, gets all that have come.
_FEW, _ALL = 16_384, 0x7FFF_FFFF
_READ_SIZE = 65536


class IOLoop:
    """The loop of one thread. Inside a running asyncio loop `instance()` is one that asyncio turns."""

    _global: IOLoop | None = None
    _of_asyncio: WeakKeyDictionary[asyncio.AbstractEventLoop, IOLoop] = WeakKeyDictionary()
    _acceptor: Any = None
    _stream_class: Any = None

    def __init__(self) -> None:
        self._puller = _pull.Puller("tcpserver")
        check(_bindings.cerver_set_watch_limit(self._puller.server, 0xFFFF_FFFF))
        check(_bindings.cerver_set_idle_timeout(self._puller.server, 0))
        _bindings.cerver_set_receive_buffer_size(self._puller.server, _READ_SIZE)
        self._is_open = False
        self._server: TCPServer | None = None
        # Sockets that the library is to accept on, for that server.
        self._listeners: list[socket.socket] = []
        self._streams: dict[int, IOStream] = {}
        # What gets the bytes of streams whose read needs no buffer.
        self._takers: dict[int, Callable[[bytes], object]] = {}
        self._watched: dict[int, Any] = {}
        self._numbers = itertools.count(1)
        self._watches: dict[int, tuple[int, int]] = {}
        self._callbacks: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self._timeouts: list[tuple[float, int, list[Any]]] = []
        self._running = False
        self._asyncio: asyncio.AbstractEventLoop | None = None

    @classmethod
    def instance(cls) -> IOLoop:
        """The loop of the asyncio loop that runs in this thread, or else that of the program."""
        try:
            running = asyncio.get_running_loop()
        except RuntimeError:
            cls._global = cls._global or cls()
            return cls._global
        loop = cls._of_asyncio.get(running)
        if loop is None:
            loop = cls._of_asyncio[running] = cls()
            loop._asyncio = running
            running.call_soon(loop._open)
        return loop

    def start(self) -> None:
        """Turns until stop()."""
        self._open()
        self._running = True
        while self._running:
            self._turn(self._patience(), _FEW)

    def stop(self) -> None:
        """Ends start() after this round. From another thread use `add_callback_from_thread(loop.stop)`."""
        self._running = False

    def add_callback(self, function: Callable[..., object], *arguments: Any) -> None:
        """Calls a function in the next round."""
        if self._asyncio:
            self._asyncio.call_soon(function, *arguments)
        else:
            self._callbacks.append((function, arguments))

    def add_callback_from_thread(self, function: Callable[..., object], *arguments: Any) -> None:
        """The same from any thread."""
        if self._asyncio:
            self._asyncio.call_soon_threadsafe(function, *arguments)
        else:
            self._callbacks.append((function, arguments))
            self._puller.wake()

    def add_timeout(self, seconds: float, function: Callable[..., object], *arguments: Any) -> Any:
        """Calls a function after so many seconds; returns what remove_timeout() wants."""
        if self._asyncio:
            return self._asyncio.call_later(seconds, function, *arguments)
        entry = [function, arguments]
        heapq.heappush(self._timeouts, (time.monotonic() + seconds, next(self._numbers), entry))
        return entry

    def remove_timeout(self, timeout: Any) -> None:
        """Forgets a timeout; harmless when it is over."""
        if self._asyncio:
            timeout.cancel()
        else:
            timeout[0] = None

    def close(self) -> None:
        """Closes everything at once; the loop is of no use afterwards."""
        if self._asyncio and self._is_open:
            self._asyncio.remove_reader(self._puller.descriptor())
        if self._is_open:
            self._puller.close()
        for stream in list(self._streams.values()):
            stream._ended(None)
        if IOLoop._global is self:
            IOLoop._global = None

    def _open(self) -> None:
        if self._is_open:
            return
        self._is_open = True
        server = self._puller.server
        if self._listeners:
            check(_bindings.cerver_set_listening(server, True))
            check(_bindings.cerver_disable_main_listener(server))
        for listener in self._listeners:
            check(_bindings.cerver_listen_fd(server, listener.fileno()))
        self._puller.open()
        if self._asyncio:
            self._asyncio.add_reader(self._puller.descriptor(), self._turn, 0, _ALL)

    def _listen(self, listener: socket.socket, server: TCPServer) -> None:
        """The library accepts on what one server has before the loop runs; on the rest Python does."""
        if self._is_open or server.tls is not None or self._server not in (None, server):
            self._open()
            self._acceptor(self, listener, server)
        else:
            self._server = server
            self._listeners.append(listener)

    def _listen_no_more(self, listener: socket.socket) -> None:
        """Lets go of a socket, on which other processes may go on. All of a server's come here, one after the other."""
        self._unwatch(listener.fileno())
        if listener in self._listeners:
            self._listeners.remove(listener)
            if self._is_open:
                _bindings.cerver_stop_listening(self._puller.server)
            elif not self._listeners:
                self._server = None

    def _watch(self, descriptor: int, thing: Any) -> None:
        number = next(self._numbers)
        watch = _bindings.cerver_watch_descriptor(self._puller.server, descriptor, _READABLE, number)
        if not watch:
            raise last_error()
        self._watched[number] = thing
        self._watches[descriptor] = (watch, number)

    def _unwatch(self, descriptor: int) -> None:
        watch, number = self._watches.pop(descriptor, (0, 0))
        if watch:
            _bindings.cerver_unwatch(self._puller.server, watch)
            self._watched.pop(number, None)

    def _patience(self) -> int:
        """Milliseconds to the next thing to do."""
        if self._callbacks or not self._running:
            return 0
        while self._timeouts and self._timeouts[0][2][0] is None:
            heapq.heappop(self._timeouts)
        if not self._timeouts:
            return _LONGEST
        return min(_LONGEST, max(0, int((self._timeouts[0][0] - time.monotonic()) * 1000) + 1))

    def _turn(self, max_wait: int, most_bytes: int) -> None:
        events = _pull.pull_events(self._puller.server, max_wait, most_bytes)
        if events is None:
            raise last_error()
        streams, takers = self._streams, self._takers
        for kind, key, data, number in events:
            if kind == _DATA:
                take = takers.get(key)
                if take is None:
                    stream = streams.get(key)
                    if stream is None:
                        continue
                    take = stream._take
                try:
                    take(data)
                except Exception:
                    streams[key]._callback_failed()
            elif kind == _OPENED:
                if self._server is not None:
                    self._server._opened(self._stream(key), data)
            elif kind == _CLOSED:
                stream = streams.pop(key, None)
                if stream is not None:
                    stream._ended(number)
            elif kind == _READY:
                if key in self._watched:
                    self._guard(self._watched[key].ready)
            elif kind == _CONNECT_FAILED:
                stream = streams.pop(key, None)
                if stream is not None:
                    stream._not_connected(data)
            elif key in streams:
                streams[key]._told(kind, data)
        if self._callbacks or self._timeouts:
            self._run_callbacks()

    def _run_callbacks(self) -> None:
        for _ in range(len(self._callbacks)):
            function, arguments = self._callbacks.popleft()
            self._guard(function, *arguments)
        # Those that are set meanwhile have their turn in the next round.
        newest = next(self._numbers)
        while self._timeouts and self._timeouts[0][0] <= time.monotonic() and self._timeouts[0][1] < newest:
            function, arguments = heapq.heappop(self._timeouts)[2]
            if function is not None:
                self._guard(function, *arguments)

    def _stream(self, handle: int, kind: type[IOStream] | None = None) -> IOStream:
        """A stream for a connection of the library."""
        stream: IOStream = object.__new__(kind or self._stream_class)
        stream._begin_life(self, handle)
        self._streams[handle] = stream
        return stream

    def _guard(self, function: Callable[..., object], *arguments: Any) -> bool:
        try:
            function(*arguments)
            return True
        except Exception:
            _log.exception("a callback failed")
            return False
