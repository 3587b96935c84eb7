"""ESocketS on cerver: a class with events (`Socket`), and the functions of its later versions (`SocketServer`).

    import cerver.esockets as ESocketS

    class Echo(ESocketS.Socket):
        def on_message_recv(self, fileno, msg):
            self.clients[fileno].send(msg)

        def on_client_disconnect(self, fileno):
            del self.clients[fileno]

    Echo(port=1234, host="127.0.0.1").start()

Events of one client come one after the other, in their order. They run on threads that take turns in pulling events from
the library: while a handler runs, or waits, other clients are served by other threads, up to `max_threads` of them.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from . import _bindings, _pull
from ._esockets_client import BY_HANDLER, Broken as Broken, Connection as Connection
from ._esockets_server import SocketServer as SocketServer
from ._esockets_threads import ThreadPerEvent
from .errors import CerverError

__all__ = ["Broken", "Connection", "Socket", "SocketServer", "connection"]

_log = logging.getLogger("cerver.esockets")

# Seconds after which another thread takes over the pulling from one that runs a handler.
_TAKE_OVER = 0.005
# Seconds that a thread without anything to do waits before it ends.
_IDLE = 5.0

_WARNINGS = (_bindings.CERVER_EVENT_LISTENER_ERROR, _bindings.CERVER_EVENT_WARNING)

# A method and what it is called with.
_Call = tuple[Callable[..., object], tuple[Any, ...]]


class Socket:
    """A server whose events are methods to override. It listens from its construction on (OSError when it cannot), and
    accepts from start() on.

    `BUFFER_SIZE` is the largest message of one event, `QUEUE_SIZE` the backlog, times are in seconds. Beyond the original:
    `max_threads` runs so many handlers at a time; `thread_per_event` gives each event a thread of its own (then nothing is
    in order), at most `max_event_threads` at a time, and events beyond that wait for one to end. At most `max_kept` clients
    that have ended stay in `clients`. A client is not read from while `max_waiting` of its events wait for a handler, or
    `max_received` in its queue (QUEUE_RECV_MESSAGES).
    """

    def __init__(
        self,
        port: int = 1234,
        host: str | None = None,
        BUFFER_SIZE: int = 2048,
        QUEUE_SIZE: int = 100,
        SERVER_EPOLL_BLOCK_TIME: float = 10,
        CLIENT_EPOLL_BLOCK_TIME: float = 1,
        QUEUE_RECV_MESSAGES: bool = False,
        clients_class: type[Connection] = Connection,
        *,
        max_threads: int = 32,
        thread_per_event: bool = False,
        max_event_threads: int = 1000,
        max_kept: int = 10_000,
        max_waiting: int = 128,
        max_received: int = 1024,
    ) -> None:
        self.serve = self._was_started = False
        self.host = socket.gethostbyname(socket.gethostname()) if host is None else host
        self.BUFFER_SIZE = BUFFER_SIZE
        self.SERVER_EPOLL_BLOCK_TIME = SERVER_EPOLL_BLOCK_TIME
        self.CLIENT_EPOLL_BLOCK_TIME = CLIENT_EPOLL_BLOCK_TIME
        self.QUEUE_RECV_MESSAGES = QUEUE_RECV_MESSAGES
        self.clients: dict[int, Connection] = {}
        self.clients_class = clients_class
        self.max_threads, self.max_kept = max(1, max_threads), max_kept
        self.thread_per_event, self.max_event_threads = thread_per_event, max(1, max_event_threads)
        self.max_waiting, self.max_received = max(1, max_waiting), max(1, max_received)
        puller = _pull.Puller(
            "esockets", (socket.gethostbyname(self.host) if self.host else "0.0.0.0", port), QUEUE_SIZE
        )
        _bindings.cerver_set_receive_buffer_size(puller.server, BUFFER_SIZE)
        _bindings.cerver_set_idle_timeout(puller.server, 0)
        try:
            puller.open()
        except CerverError as error:
            raise OSError(str(error)) from None
        self.port = _bindings.cerver_get_port(puller.server)
        self._crew = _Crew(self, puller)

    # Events: to be overridden.

    def on_start(self) -> None:
        """The server runs; in the thread of start()."""

    def on_client_connect(self, fileno: int) -> None:
        """A client has connected."""

    def on_message_recv(self, fileno: int, msg: bytes) -> None:
        """Bytes have come, as one read gave them."""

    def on_client_disconnect(self, fileno: int) -> None:
        """A client has gone: once for each. It stays in `clients`, and keeps its number, until it is deleted there."""

    def on_server_shutting_down(self) -> None:
        """stop() has begun."""

    def on_server_shut_down(self) -> None:
        """stop() has ended."""

    def on_warning(self, msg: str) -> None:
        """Something went wrong that is nobody's fault in particular."""

    def start(self) -> None:
        """Accepts and tells of events, on threads of its own; returns at once. RuntimeError a second time."""
        if self._was_started:
            raise RuntimeError("the server has been started")
        self.serve = self._was_started = True
        self._crew.begin()
        self.on_start()

    def stop(self) -> None:
        """Ends all connections and the threads; harmless a second time."""
        if not self.serve:
            return
        self.on_server_shutting_down()
        self.serve = False
        self._crew.end()
        self.on_server_shut_down()

    def unregister(self, fileno: int) -> None:
        """Ends the events of a client, the last of which, on_client_disconnect, follows."""
        client = self.clients[fileno]
        handle = client._handle
        if handle is not None:
            _bindings.cerver_connection_close(handle)

    def __enter__(self) -> Socket:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Lane:
    """One client's events, which wait while one of them runs."""

    __slots__ = ("client", "fileno", "is_held", "running", "waiting")

    def __init__(self, client: Connection, fileno: int) -> None:
        self.client = client
        self.fileno = fileno
        self.waiting: deque[_Call] = deque()
        # Held by the thread that runs them.
        self.running = threading.Lock()
        self.is_held = False

    def hold(self) -> None:
        """Too much waits: the client is not read from until it has been done."""
        self.is_held = True
        self.client._set_paused(BY_HANDLER, True)
        # Whoever runs them may have been done before it could see that.
        if not self.waiting:
            self.go_on()

    def go_on(self) -> None:
        self.is_held = False
        self.client._set_paused(BY_HANDLER, False)


class _Crew:
    """The threads of a server: one pulls, and runs what it pulls. When that takes long, another one goes on in its place."""

    def __init__(self, server: Socket, puller: _pull.Puller) -> None:
        self._server = server
        self._puller = puller
        self._lanes: dict[int, _Lane] = {}
        self._kept: deque[int] = deque()
        self._todo: deque[tuple[_Lane, _Call]] = deque()
        self._state = threading.Condition()
        self._leader: threading.Thread | None = None
        # The call that the leader runs. Whoever takes it out leads from then on: the leader after it, or who replaces it.
        self._claim: deque[_Call] = deque()
        self._is_watch_asleep = False
        self._bell = threading.Event()
        self._watch = threading.Thread(target=self._look_after, name="esockets-watch")
        self._threads: set[threading.Thread] = set()
        self._idle = 0
        self._event_threads: ThreadPerEvent | None = None
        if server.thread_per_event:
            self._event_threads = ThreadPerEvent(server.max_event_threads, server.max_waiting)

    def begin(self) -> None:
        self._add_thread()
        self._watch.start()

    def end(self) -> None:
        with self._state:
            self._state.notify_all()
        self._bell.set()
        self._puller.wake()
        deadline = time.monotonic() + 5
        for thread in (self._watch, *self._threads):
            if thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))
        self._puller.close()
        for lane in list(self._lanes.values()):
            lane.client._ended(_bindings.CERVER_CLOSED_BY_SHUTDOWN)
            lane.client._is_over()

    def _add_thread(self) -> None:
        thread = threading.Thread(target=self._work, name="esockets")
        self._threads.add(thread)
        thread.start()

    def _look_after(self) -> None:
        """Finds another leader when the present one has been in a handler for too long."""
        seen: _Call | None = None
        while self._server.serve:
            claim = self._claim
            call = claim[0] if claim else None
            if call is None:
                seen = None
                self._is_watch_asleep = True
                # From here on who begins a call rings.
                if not self._claim:
                    self._bell.wait()
                self._is_watch_asleep = False
                self._bell.clear()
                continue
            if call is not seen:
                seen = call
                time.sleep(_TAKE_OVER)
                continue
            if not self._replace(claim):
                time.sleep(_TAKE_OVER)

    def _replace(self, claim: deque[_Call]) -> bool:
        """Has another thread lead, if there may be one."""
        with self._state:
            if self._idle == 0 and len(self._threads) >= self._server.max_threads:
                return False
            try:
                claim.pop()
            except IndexError:
                return False
            self._leader = None
            if self._idle > 0:
                self._state.notify()
                return True
        self._add_thread()
        return True

    def _work(self) -> None:
        me = threading.current_thread()
        try:
            while self._server.serve:
                with self._state:
                    if self._leader not in (None, me):
                        self._idle += 1
                        is_called = self._state.wait_for(self._may_lead, _IDLE)
                        self._idle -= 1
                        if not is_called:
                            return
                    if not self._server.serve:
                        return
                    self._leader = me
                    claim = self._claim = deque()
                self._lead(claim)
        finally:
            self._threads.discard(me)

    def _may_lead(self) -> bool:
        return self._leader is None or not self._server.serve

    def _lead(self, claim: deque[_Call]) -> None:
        """Pulls and runs until another thread leads."""
        todo, puller, server = self._todo, self._puller, self._server
        while server.serve:
            while todo:
                lane, call = todo.popleft()
                lane.waiting.append(call)
                if not self._run(lane, claim):
                    return
            try:
                self._take(puller.pull(server.CLIENT_EPOLL_BLOCK_TIME))
            except CerverError as error:
                if server.serve:
                    self._guard(server.on_warning, str(error))
                return

    def _run(self, lane: _Lane, claim: deque[_Call]) -> bool:
        """Runs what waits in a lane, unless another thread does; False when another thread leads from now on."""
        waiting, leads = lane.waiting, True
        while waiting and lane.running.acquire(False):
            while waiting:
                call = waiting.popleft()
                if leads:
                    claim.append(call)
                    if self._is_watch_asleep:
                        self._is_watch_asleep = False
                        self._bell.set()
                try:
                    call[0](*call[1])
                except Exception:
                    _log.exception("an event handler failed")
                if leads:
                    try:
                        claim.pop()
                    except IndexError:
                        leads = False
            lane.running.release()
            if lane.is_held:
                lane.go_on()
        if len(waiting) >= self._server.max_waiting and not lane.is_held:
            lane.hold()
        return leads

    def _guard(self, function: Any, *arguments: Any) -> None:
        try:
            function(*arguments)
        except Exception:
            _log.exception("an event handler failed")

    def _take(self, events: list[_pull.Event]) -> None:
        server, lanes = self._server, self._lanes
        for kind, handle, data, number in events:
            if kind == _pull.OPENED:
                self._open(handle)
                continue
            lane = lanes.get(handle)
            if lane is None:
                if kind in _WARNINGS:
                    self._guard(server.on_warning, data.decode(errors="replace"))
                continue
            if kind == _pull.DATA:
                if lane.client.recv_buffer is not None:
                    self._receive(lane, data)
                self._tell(lane, (server.on_message_recv, (lane.fileno, data)))
            elif kind == _pull.DRAINED:
                lane.client._flush()
            elif kind == _pull.HALF_CLOSED:
                _bindings.cerver_connection_close(handle)
            elif kind == _pull.CLOSED:
                del lanes[handle]
                lane.client._ended(number)
                self._keep(lane)
                self._tell(lane, (self._tell_end, (lane,)))

    def _tell_end(self, lane: _Lane) -> None:
        try:
            self._server.on_client_disconnect(lane.fileno)
        finally:
            lane.client._is_over()

    def _receive(self, lane: _Lane, data: bytes) -> None:
        if lane.client._receive(data):
            what = f"client {lane.fileno} is not read from: {self._server.max_received} messages wait in its queue"
            self._guard(self._server.on_warning, what)

    def _tell(self, lane: _Lane, call: _Call) -> None:
        if self._event_threads is not None:
            self._event_threads.tell(lane, call)
        else:
            self._todo.append((lane, call))

    def _open(self, handle: int) -> None:
        server = self._server
        descriptor = _bindings.cerver_connection_duplicate(handle)
        if descriptor < 0:
            _bindings.cerver_connection_abort(handle)
            self._guard(server.on_warning, "no descriptor for another client")
            return
        # The family is known: the socket is not asked for it.
        conn = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, fileno=descriptor)
        try:
            address = conn.getpeername()
        except OSError:
            address = ("", 0)
        client = server.clients_class(conn, address, server.QUEUE_RECV_MESSAGES)
        client._handle, client._is_told_of = handle, True
        if client.recv_buffer is not None:
            client._max_received = server.max_received
        lane = self._lanes[handle] = _Lane(client, descriptor)
        server.clients[descriptor] = client
        self._tell(lane, (server.on_client_connect, (descriptor,)))

    def _keep(self, lane: _Lane) -> None:
        """Clients that have ended stay, but not without end."""
        self._kept.append(lane.fileno)
        while len(self._kept) > self._server.max_kept:
            fileno = self._kept.popleft()
            client = self._server.clients.get(fileno)
            if client is not None and client._handle is None:
                del self._server.clients[fileno]
                self._guard(self._server.on_warning, f"client {fileno} has ended and was still kept: it is let go")


class connection:
    """The module of the original in which Connection and Broken are."""

    Broken = Broken
    Connection = Connection
