"""What streams and servers of cerver.tcpserver do, with callbacks and awaited. Prints nothing when all of it holds."""

import asyncio
import os
import socket
import sys
import time

from cerver.tcpserver import IOLoop, IOStream, StreamClosedError, TCPServer, connect


class Server(TCPServer):
    def __init__(self, handle, **options):
        super().__init__(**options)
        self.handle = handle

    def handle_stream(self, stream, address):
        return self.handle(stream, address)


async def serve(handle, **options):
    server = Server(handle, **options)
    return server, server.listen(0, "127.0.0.1")


async def fails(error, awaitable):
    try:
        await awaitable
    except error:
        return
    raise AssertionError(f"no {error}")


async def reads():
    """Each kind of read, with input that comes in pieces."""
    results = []
    done = asyncio.Event()

    async def handle(stream, address):
        assert address == "127.0.0.1"
        results.append(await stream.read_until(b"\r\n"))
        results.append(await stream.read_bytes(3))
        results.append(await stream.read_bytes(0))
        results.append(await stream.read_until_regex(rb"\d+;"))
        results.append(await stream.read_until_close())
        done.set()

    _, port = await serve(handle)
    client = await connect("127.0.0.1", port)
    for piece in (b"ab\r", b"\nxy", b"z1", b"2;re", b"st"):
        await client.write(piece)
        await asyncio.sleep(0.01)
    client.close()
    await asyncio.wait_for(done.wait(), 10)
    assert results == [b"ab\r\n", b"xyz", b"", b"12;", b"rest"], results


async def one_read_at_a_time_and_errors():
    ended = asyncio.Event()

    async def handle(stream, _):
        future = stream.read_until(b"never")
        assert stream.reading()
        try:
            stream.read_bytes(1)
            raise AssertionError("two reads")
        except RuntimeError:
            pass
        await fails(StreamClosedError, future)
        await fails(StreamClosedError, asyncio.wait_for(asyncio.shield(closed(stream)), 5))
        ended.set()

    async def closed(stream):
        return await stream.read_until(b"x")

    _, port = await serve(handle)
    client = await connect("127.0.0.1", port)
    client.write(b"something")
    client.close()
    assert client.closed()
    try:
        client.write(b"late")
        raise AssertionError("written")
    except StreamClosedError:
        pass
    await asyncio.wait_for(ended.wait(), 10)
    await fails(OSError, connect("127.0.0.1", 1))
    await fails(OSError, connect("no such name.invalid", 1))


async def a_failing_handler_closes_its_stream_alone():
    count = 0

    async def handle(stream, _):
        nonlocal count
        count += 1
        if count == 1:
            raise ValueError("on purpose")
        await stream.write(b"fine")

    _, port = await serve(handle)
    first = await connect("127.0.0.1", port)
    assert await first.read_until_close() == b""
    second = await connect("127.0.0.1", port)
    assert await second.read_until_close() == b"fine"


async def limits():
    size = 100_000
    closed = asyncio.Event()

    def handle(stream, _):
        stream.set_close_callback(closed.set)
        stream.read_until(b"never", lambda data: None)

    _, port = await serve(handle, max_buffer_size=size)
    client = await connect("127.0.0.1", port)
    client.write(b"x" * 10 * size)
    await asyncio.wait_for(closed.wait(), 10)

    refused = asyncio.Event()

    def flood(stream, _):
        try:
            for _ in range(1000):
                stream.write(b"x" * size)
        except BufferError:
            refused.set()
            stream.close()

    _, port = await serve(flood, max_buffer_size=10 * size)
    client = await connect("127.0.0.1", port)
    await asyncio.wait_for(refused.wait(), 10)


async def what_nobody_reads_waits():
    total, limit = 16_000_000, 100_000
    done = asyncio.Event()

    async def handle(stream, _):
        await stream.read_bytes(1)
        await asyncio.sleep(0.1)
        # What one pull brings comes on top.
        assert len(stream._buffer) < limit + 1_200_000, len(stream._buffer)
        got = 1
        pieces = []
        ended = asyncio.get_running_loop().create_future()
        stream.read_until_close(ended.set_result, pieces.append)
        assert await ended == b""
        got += sum(map(len, pieces))
        assert got == total, got
        done.set()

    _, port = await serve(handle, max_buffer_size=limit)
    client = await connect("127.0.0.1", port)
    await client.write(b"x" * total)
    client.close()
    await asyncio.wait_for(done.wait(), 20)


async def what_was_written_is_sent_though_the_stream_is_closed():
    piece, closed = b"x" * 1_000_000, []

    def handle(stream, _):
        stream.set_close_callback(lambda: closed.append(stream.closed()))
        for _ in range(4):
            stream.write(piece)
        stream.write(b"end")
        stream.close()

    _, port = await serve(handle)
    client = await connect("127.0.0.1", port)
    data = await client.read_until_close()
    assert (len(data), data[-3:], closed) == (4_000_003, b"end", [True])


async def bind_accepts_after_start_only():
    def handle(stream, _):
        stream.write(b"now")

    server = Server(handle)
    port = server.bind(0, "127.0.0.1")
    client = await connect("127.0.0.1", port)
    read = client.read_bytes(3)
    await asyncio.sleep(0.1)
    assert not read.done()
    server.start()
    assert await asyncio.wait_for(read, 10) == b"now"
    try:
        server.start()
        raise AssertionError("started twice")
    except RuntimeError:
        pass
    server.stop()
    await fails(OSError, connect("127.0.0.1", port))


async def several_servers_and_families():
    answers = []
    for name, address in (("one", "127.0.0.1"), ("two", "127.0.0.1"), ("three", "::1")):

        def handle(stream, peer, name=name):
            assert peer in ("127.0.0.1", "::1"), peer
            stream.write(name.encode(), stream.close)

        port = Server(handle).listen(0, address)
        client = await connect(address, port)
        answers.append(await client.read_until_close())
    assert answers == [b"one", b"two", b"three"], answers


async def sockets_of_the_program():
    near, far = socket.socketpair()
    stream = IOStream(near)
    await stream.write(b"hi")
    assert far.recv(2) == b"hi"
    far.sendall(b"there\n")
    assert await stream.read_until(b"\n") == b"there\n"
    far.close()
    assert await stream.read_until_close() == b""


def callbacks_without_asyncio():
    loop = IOLoop.instance()
    order = []

    def handle(stream, _):
        def on_line(line):
            stream.write(line.upper())
            stream.read_until(b"\n", on_line)

        stream.read_until(b"\n", on_line)

    port = Server(handle).listen(0, "127.0.0.1")

    def connected(stream):
        stream.write(b"hello\nworld\n", lambda: order.append("sent"))
        stream.read_bytes(12, lambda data: finish(stream, data))

    def finish(stream, data):
        order.append(data)
        stream.set_close_callback(loop.stop)
        stream.close()

    connect("127.0.0.1", port, connected)
    timeout = loop.add_timeout(10, sys.exit, "too late")
    begun = time.monotonic()
    loop.add_timeout(0.02, lambda: order.append("later") if time.monotonic() - begun >= 0.02 else None)
    loop.start()
    loop.remove_timeout(timeout)
    assert b"HELLO\nWORLD\n" in order and "sent" in order, order
    loop.add_timeout(0.03, loop.stop)
    loop.start()
    assert "later" in order, order
    loop.close()


def a_timeout_that_is_set_again_leaves_time_to_others():
    loop, rounds = IOLoop(), []

    def again():
        rounds.append(None)
        if len(rounds) == 10:
            loop.add_callback(loop.stop)
        if len(rounds) < 1000:
            loop.add_timeout(0, again)

    loop.add_timeout(0, again)
    loop.start()
    assert len(rounds) < 100, len(rounds)
    loop.close()


def several_processes():
    class Number(TCPServer):
        def handle_stream(self, stream, _):
            stream.write(str(os.getpid()).encode(), stream.close)

    server = Number()
    port = server.bind(0, "127.0.0.1")
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        server.start(3)
        loop = IOLoop.instance()
        loop.add_timeout(20, loop.stop)
        loop.start()
        os._exit(0)
    assert os.getpid() == parent
    seen, begun = set(), time.monotonic()
    while len(seen) < 3 and time.monotonic() - begun < 15:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            seen.add(int(client.makefile("rb").read()))
    assert len(seen) == 3, seen
    for process in seen:
        os.kill(process, 9)
    os.waitpid(child, 0)


several_processes()
for test in (
    reads,
    one_read_at_a_time_and_errors,
    a_failing_handler_closes_its_stream_alone,
    limits,
    what_nobody_reads_waits,
    what_was_written_is_sent_though_the_stream_is_closed,
    bind_accepts_after_start_only,
    several_servers_and_families,
    sockets_of_the_program,
):
    asyncio.run(asyncio.wait_for(test(), 30))
callbacks_without_asyncio()
a_timeout_that_is_set_again_leaves_time_to_others()
print("all of it holds")
