"""Streams: one read at a time, writes that wait in a bounded queue; callbacks, or something to await."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from . import _bindings, _pull
from ._ioloop import IOLoop
from .errors import last_error

_log = logging.getLogger("cerver.tcpserver")
_send = _pull.send
_BY_RESET = _bindings.CERVER_CLOSED_BY_RESET

DEFAULT_MAX_BUFFER_SIZE = 128 * 1024 * 1024


class StreamClosedError(OSError):
    """The stream has closed before what was asked for came."""


class _Read:
    """A read that is under way: `find` tells how many bytes end it."""

    __slots__ = ("count", "done", "find", "searched", "streaming", "to_close")

    def __init__(self, find: Callable[[bytearray, _Read], int], done: Any, streaming: Any, count: int, to_close: bool):
        self.find, self.done, self.streaming, self.count, self.to_close = find, done, streaming, count, to_close
        self.searched = 0


def _send_waiting(handle: int, unsent: deque[bytes]) -> int:
    """Sends what finds room, from the first on, and takes it out; its bytes."""
    size = 0
    while unsent and not _send(handle, unsent[0], len(unsent[0])):
        size += len(unsent.popleft())
    return size


def _never(_buffer: bytearray, _read: _Read) -> int:
    """No number of bytes ends the read."""
    return 0


class IOStream:
    """A stream over a connected socket, which it takes over.

    Reads take a callback, or are awaited: `data = await stream.read_until(b"\\n")`. One at a time: RuntimeError otherwise.
    """

    max_buffer_size = DEFAULT_MAX_BUFFER_SIZE
    _error: OSError | None = None
    _was_reset = False
    io_loop: IOLoop
    _handle: int | None
    # Made when bytes have to wait.
    _buffer: bytearray | None
    _read: _Read | None
    _unsent: deque[bytes] | None
    _unsent_size = 0
    # What is still to be sent on the connection of a stream that was closed.
    _left: tuple[int, deque[bytes]] | None = None
    _told_when_sent: tuple[Any, ...]
    _on_close: Callable[[], object] | None
    _is_paused: bool
    _task: Any = None
    _dialed: Any = None

    def __init__(
        self, sock: socket.socket, io_loop: IOLoop | None = None, max_buffer_size: int = DEFAULT_MAX_BUFFER_SIZE
    ) -> None:
        loop = io_loop or IOLoop.instance()
        loop._open()
        handle = self._adopt(loop._puller.server, sock.fileno())
        if not handle:
            raise last_error()
        sock.detach()
        self._begin_life(loop, handle)
        self.max_buffer_size = max_buffer_size
        loop._streams[handle] = self

    @property
    def error(self) -> OSError | None:
        """Why the stream has closed, where that is an error."""
        if self._was_reset and self._error is None:
            self._error = ConnectionResetError("the peer has reset the connection")
        return self._error

    def _adopt(self, server: int, descriptor: int) -> int | None:
        return _bindings.cerver_adopt(server, descriptor)

    def _begin_life(self, loop: IOLoop, handle: int) -> None:
        # What is used for each message stands in the stream itself, where it is found sooner than in the class.
        self.io_loop = loop
        self._handle = handle
        self._buffer = None
        self._read = None
        self._unsent = None
        self._told_when_sent = ()
        self._on_close = None
        self._is_paused = False

    def _waiting(self) -> bytearray:
        """The bytes that have come and were not given out."""
        buffer = self._buffer
        if buffer is None:
            buffer = self._buffer = bytearray()
        return buffer

    # Reading.

    def read_until(self, delimiter: bytes, callback: Callable[[bytes], object] | None = None) -> Any:
        """Everything up to some bytes, and with them."""
        if not delimiter:
            raise ValueError("a delimiter has at least one byte")
        length = len(delimiter)

        def find(buffer: bytearray, read: _Read) -> int:
            place = buffer.find(delimiter, max(0, read.searched - length + 1))
            read.searched = len(buffer)
            return place + length if place >= 0 else 0

        return self._begin(find, callback)

    def read_until_regex(self, pattern: bytes, callback: Callable[[bytes], object] | None = None) -> Any:
        """Everything up to the end of what a pattern matches."""
        compiled = re.compile(pattern)

        def find(buffer: bytearray, _: _Read) -> int:
            match = compiled.search(buffer)
            return match.end() if match else 0

        return self._begin(find, callback)

    def read_bytes(
        self,
        count: int,
        callback: Callable[[bytes], object] | None = None,
        streaming_callback: Callable[[bytes], object] | None = None,
    ) -> Any:
        """So many bytes; with a streaming callback as they come, and b"" at the end."""
        if count < 0:
            raise ValueError("a number of bytes is 0 or more")

        def find(buffer: bytearray, read: _Read) -> int:
            return read.count if len(buffer) >= read.count else 0

        return self._begin(find, callback, streaming_callback, count)

    def read_until_close(
        self,
        callback: Callable[[bytes], object] | None = None,
        streaming_callback: Callable[[bytes], object] | None = None,
    ) -> Any:
        """Everything until the stream closes; with a streaming callback as it comes, and b"" at the end."""
        return self._begin(_never, callback, streaming_callback, -1, True)

    def _begin(
        self, find: Any, callback: Any, streaming: Any = None, count: int = -1, to_close: bool = False
    ) -> asyncio.Future[bytes] | None:
        if self._read is not None:
            raise RuntimeError("Already reading.")
        future = None
        if callback is None and streaming is None:
            future = asyncio.get_running_loop().create_future()
        read = self._read = _Read(find, callback or future, streaming, count, to_close)
        if self._handle is None:
            if not (to_close or count == 0 or find(self._waiting(), read)):
                self._read = None
                raise StreamClosedError("the stream is closed")
            self.io_loop.add_callback(self._satisfy)
        elif self._buffer or count == 0:
            # Never inside this call.
            self.io_loop.add_callback(self._satisfy)
        elif to_close and streaming is not None:
            self.io_loop._takers[self._handle] = streaming
        if self._is_paused and self._handle is not None:
            self._is_paused = False
            _bindings.cerver_connection_set_paused(self._handle, False)
        return future

    def _take(self, data: bytes) -> None:
        """Bytes have come. While a read that needs no buffer is under way its callback gets them."""
        if self._handle is None:
            return
        buffer = self._waiting()
        buffer += data
        if self._read is not None:
            self._satisfy()
        else:
            self._watch_size()

    def _satisfy(self) -> None:
        """Gives the read that is under way what there is."""
        read = self._read
        if read is None:
            return
        buffer = self._waiting()
        if read.streaming:
            if buffer:
                size = len(buffer) if read.to_close else min(read.count, len(buffer))
                data = bytes(buffer[:size])
                del buffer[:size]
                if not read.to_close:
                    read.count -= size
                self._call(read.streaming, data)
                if self._read is not read:
                    return
                if read.to_close and self._handle is not None and not buffer:
                    self.io_loop._takers[self._handle] = read.streaming
            if read.count == 0 or self._handle is None:
                self._finish(read, b"")
        elif size := read.find(buffer, read):
            data = bytes(buffer[:size])
            del buffer[:size]
            self._finish(read, data)
        elif read.count == 0:
            self._finish(read, b"")
        elif self._handle is None:
            if read.to_close:
                data = bytes(buffer)
                buffer.clear()
                self._finish(read, data)
            else:
                self._fail(read)
        else:
            self._watch_size()

    def _finish(self, read: _Read, data: bytes) -> None:
        self._read = None
        done = read.done
        if isinstance(done, asyncio.Future):
            if not done.done():
                done.set_result(data)
        elif done is not None:
            self._call(done, data)

    def _fail(self, read: _Read) -> None:
        self._read = None
        if isinstance(read.done, asyncio.Future) and not read.done.done():
            read.done.set_exception(StreamClosedError("the stream has closed"))

    def _watch_size(self) -> None:
        """Closes a stream whose read does not end, and lets the peer of one that nobody reads from wait."""
        if len(self._waiting()) < self.max_buffer_size or self._handle is None:
            return
        if self._read is not None:
            self._error = OSError(f"a read has reached the limit of {self.max_buffer_size} bytes")
            _log.error("%s: the stream is closed", self._error)
            self.close()
        elif not self._is_paused:
            self._is_paused = True
            _bindings.cerver_connection_set_paused(self._handle, True)

    # Writing.

    def write(self, data: bytes, callback: Callable[[], object] | None = None) -> Awaitable[None]:
        """Sends data behind what waits already. Returns the stream, which may be awaited: until everything that was
        written has gone to the system.

        StreamClosedError on a closed stream, BufferError when more than max_buffer_size waits.
        """
        handle = self._handle
        if handle is None:
            raise StreamClosedError("the stream is closed")
        if self._unsent or _send(handle, data, len(data)):
            self._keep(data)
        if callback is not None:
            self._tell_when_sent(callback)
        return self

    def __await__(self) -> Generator[Any, None, None]:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._handle is None:
            raise StreamClosedError("the stream has closed")
        self._tell_when_sent(future)
        yield from future.__await__()

    def _keep(self, data: bytes) -> None:
        """Until the library takes it."""
        if self._unsent is None:
            self._unsent = deque()
        elif self._unsent and self._unsent_size + len(data) > self.max_buffer_size:
            raise BufferError("the peer takes less than is written: the limit of the stream is reached")
        self._unsent.append(bytes(data))
        self._unsent_size += len(data)

    def _tell_when_sent(self, done: Any) -> None:
        self._told_when_sent += (done,)
        if not self._unsent and self._handle is not None:
            _bindings.cerver_connection_tell_when_sent(self._handle)

    def _told(self, kind: int, text: Any) -> None:
        if kind == _pull.HALF_CLOSED:
            self.close()
        elif kind == _pull.DRAINED:
            self._send_on()
        elif kind == _pull.SENT and not self._unsent:
            told, self._told_when_sent = self._told_when_sent, ()
            for done in told:
                self._tell(done)
        elif kind == _pull.CONNECTED and self._dialed is not None:
            dialed, self._dialed = self._dialed, None
            self._tell(dialed[0], self)

    def _not_connected(self, text: bytes) -> None:
        """The connection was not made, or could not be secured."""
        self._error = OSError(text.decode(errors="replace"))
        dialed, self._dialed = self._dialed or (None, None), None
        self._ended(None)
        if isinstance(dialed[1], asyncio.Future):
            if not dialed[1].done():
                dialed[1].set_exception(self._error)
        elif dialed[1]:
            self._call(dialed[1], self._error)

    def _tell(self, done: Any, result: Any = None) -> None:
        if isinstance(done, asyncio.Future):
            if not done.done():
                done.set_result(result)
        elif done is not None:
            self._call(done, *([result] if result is not None else []))

    def _send_on(self) -> None:
        if self._left is not None:
            handle, unsent = self._left
            _send_waiting(handle, unsent)
            if not unsent:
                self._left = None
                _bindings.cerver_connection_close(handle)
            return
        if self._unsent and self._handle is not None:
            self._unsent_size -= _send_waiting(self._handle, self._unsent)
            if self._unsent:
                return
        if self._told_when_sent and self._handle is not None:
            _bindings.cerver_connection_tell_when_sent(self._handle)

    # The end.

    def set_close_callback(self, callback: Callable[[], object] | None) -> None:
        """Calls a function once, when the stream has closed, by either side."""
        self._on_close = callback

    def set_max_buffer_size(self, size: int) -> None:
        """Most bytes that wait to be read, and to be sent."""
        self.max_buffer_size = size

    def close(self) -> None:
        """Closes the stream; what was written and has not gone yet is still sent. Harmless a second time."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if self._unsent:
            # It goes first, and nothing is read meanwhile.
            self._left = (handle, self._unsent)
            _bindings.cerver_connection_set_paused(handle, True)
        else:
            _bindings.cerver_connection_close(handle)
        self._after_close(handle)

    def _ended(self, reason: int | None) -> None:
        handle, self._handle = self._handle, None
        if handle is None:
            return
        self._was_reset = reason == _BY_RESET
        self._after_close(handle)

    def _after_close(self, handle: int) -> None:
        self.io_loop._takers.pop(handle, None)
        if self._unsent is not None:
            self._unsent, self._unsent_size = None, 0
        if self._told_when_sent:
            told, self._told_when_sent = self._told_when_sent, ()
            for done in told:
                if isinstance(done, asyncio.Future) and not done.done():
                    done.set_exception(StreamClosedError("the stream has closed"))
        read = self._read
        if read is not None:
            if self._buffer or read.done is not None:
                self.io_loop.add_callback(self._satisfy)
            else:
                # Nobody wants to know of its end.
                self._read = None
        if self._on_close is not None:
            self.io_loop.add_callback(self._tell_close)

    def _tell_close(self) -> None:
        callback, self._on_close = self._on_close, None
        if callback is not None:
            self._call(callback)

    def _handled(self, task: asyncio.Task[Any]) -> None:
        """The coroutine of handle_stream has ended."""
        if not task.cancelled() and (error := task.exception()) is not None:
            if not isinstance(error, StreamClosedError):
                _log.error("handle_stream failed: its stream is closed", exc_info=error)
        self.close()

    def reading(self) -> bool:
        """Whether a read is under way."""
        return self._read is not None

    def writing(self) -> bool:
        """Whether something waits to be sent, as far as anybody wants to know of it."""
        return bool(self._unsent or self._told_when_sent)

    def closed(self) -> bool:
        """Whether the stream has closed."""
        return self._handle is None

    def _call(self, function: Callable[..., object], *arguments: Any) -> None:
        try:
            function(*arguments)
        except Exception:
            self._callback_failed()

    def _callback_failed(self) -> None:
        _log.exception("a callback failed: its stream is closed")
        self.close()


IOLoop._stream_class = IOStream
