"""A client of the class with events of cerver.esockets."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import weakref
from typing import Any

from . import _bindings, _pull

# Seconds that a send waits for a peer that takes nothing.
_SEND_TIMEOUT = 30.0
# Why a client is not read from.
_BY_QUEUE, BY_HANDLER = 1, 2


class Broken(Exception):
    """The peer has ended the connection."""


class _Received(queue.Queue[bytes]):
    """What a client has sent. Who takes from it makes room for more."""

    def __init__(self, client: Connection) -> None:
        super().__init__()
        self._client = weakref.ref(client)

    def _get(self) -> bytes:
        data = super()._get()
        client = self._client()
        if client is not None and client._is_full and self._qsize() <= client._max_received // 2:
            client._is_full = False
            client._set_paused(_BY_QUEUE, False)
        return data


class Connection:
    """One client. Its descriptor stays open, so that its number is given to nobody else, until the object goes."""

    # Messages that wait in `recv_buffer` before the client is not read from.
    _max_received = 1024
    _is_full = False
    _is_closing = False
    # Events of it, by its number, may still come.
    _is_told_of = False
    # Reasons not to read from it, as bits.
    _paused_by = 0

    def __init__(self, conn: socket.socket, address: Any, recv_queue: bool = False) -> None:
        self.conn = conn
        self.address = address
        self.recv_buffer: queue.Queue[bytes] | None = _Received(self) if recv_queue else None
        self.flushing_send_buffer = False
        self._handle: int | None = None
        self._lock = threading.Lock()

    @property
    def send_buffer(self) -> queue.Queue[bytes]:
        """The messages that wait because the peer takes less than is sent; made when there is one, or when asked for."""
        made: queue.Queue[bytes] | None = vars(self).get("_send_buffer")
        # A thread that comes second gets what the first one made.
        return made or vars(self).setdefault("_send_buffer", queue.Queue(maxsize=1024))

    @property
    def recv_queue(self) -> queue.Queue[bytes] | None:
        """The queue of what was received, if there is one."""
        return self.recv_buffer

    def fileno(self) -> int:
        """The number by which `clients` and the events name it."""
        return self.conn.fileno()

    def getip(self) -> str:
        """The peer as ip:port."""
        return f"{self.address[0]}:{self.address[1]}"

    def recv(self, n: int) -> bytes:
        """Receives past the events; Broken at the end."""
        data = self.conn.recv(n)
        if not data:
            raise Broken
        return data

    def send(self, msg: str | bytes) -> None:
        """Sends a message, whole and behind those before it; returns when the library has it, which may be before it has
        gone. TypeError for anything but text and bytes, Broken when the connection has ended, or when the peer takes
        nothing for 30 seconds while 1024 messages wait.
        """
        if isinstance(msg, str):
            msg = msg.encode()
        elif not isinstance(msg, (bytes, bytearray, memoryview)):
            raise TypeError("The message should be either a string or bytes object")
        data = bytes(msg)
        with self._lock:
            if self._handle is None or self._is_closing:
                raise Broken
            if not self.flushing_send_buffer:
                status = _pull.send(self._handle, data, len(data))
                if status == _bindings.CERVER_OK:
                    return
                if status != _bindings.CERVER_ERROR_AGAIN:
                    raise Broken
                self.flushing_send_buffer = True
            with contextlib.suppress(queue.Full):
                self.send_buffer.put_nowait(data)
                return
        try:
            self.send_buffer.put(data, timeout=_SEND_TIMEOUT)
        except queue.Full:
            raise Broken from None
        with self._lock:
            if self._handle is None:
                raise Broken
            # All that was before it may have gone meanwhile, and then nobody is told of room again.
            is_forgotten, self.flushing_send_buffer = not self.flushing_send_buffer, True
        if is_forgotten:
            self._flush()

    def _flush(self) -> None:
        """There is room again."""
        with self._lock:
            while self._handle is not None:
                try:
                    data = self.send_buffer.queue[0]
                except IndexError:
                    self.flushing_send_buffer = False
                    if self._is_closing:
                        _bindings.cerver_connection_close(self._handle)
                        self._handle = None
                    return
                if _pull.send(self._handle, data, len(data)) != _bindings.CERVER_OK:
                    return
                self.send_buffer.get_nowait()

    def shutdown(self, how: int) -> None:
        """Ends one side of the connection, or both, as socket.shutdown()."""
        self.conn.shutdown(how)

    def close(self) -> None:
        """Closes the connection when everything is sent. The number is kept until on_client_disconnect has been told."""
        with self._lock:
            self._is_closing = True
            if self._handle is not None and not self.flushing_send_buffer:
                _bindings.cerver_connection_close(self._handle)
                self._handle = None
            if self._is_told_of:
                return
        self.conn.close()

    def _is_over(self) -> None:
        """Nothing more is told of it."""
        with self._lock:
            self._is_told_of = False
            is_closing = self._is_closing
        if is_closing:
            self.conn.close()

    def _receive(self, data: bytes) -> bool:
        """Puts a message into the queue; whether that was too many, and the client is not read from now."""
        received = self.recv_buffer
        assert received is not None
        received.put(data)
        if self._is_full or received.qsize() < self._max_received:
            return False
        with received.mutex:
            # Nobody takes from it meanwhile.
            self._is_full = received._qsize() >= self._max_received
            if self._is_full:
                self._set_paused(_BY_QUEUE, True)
            return self._is_full

    def _set_paused(self, reason: int, is_paused: bool) -> None:
        """Reads from the peer only while there is no reason against it."""
        with self._lock:
            self._paused_by = self._paused_by | reason if is_paused else self._paused_by & ~reason
            if self._handle is not None:
                _bindings.cerver_connection_set_paused(self._handle, bool(self._paused_by))

    def _ended(self, reason: int) -> None:
        self._handle = None
        waiting = vars(self).get("_send_buffer")
        if waiting is not None:
            # Who waits to put something into it learns of the end.
            with waiting.mutex:
                waiting.queue.clear()
                waiting.not_full.notify_all()
        if reason == _bindings.CERVER_CLOSED_BY_RESET:
            return
        # The library has closed its descriptor; this tells the peer though the number is kept.
        with contextlib.suppress(OSError):
            self.conn.shutdown(socket.SHUT_RDWR)
