"""What the tests of cerver.network say about it, checked in one process: each check is a function named on the command line."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import select
import signal
import socket
import ssl
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable

import cerver
import cerver.network as network
from cerver.network import Client, Server

TIMEOUT = 20.0


class Recorder(Server):
    """Notes what it is told."""

    def __init__(self) -> None:
        self.notes: list[Any] = []
        self.data = b""

    def onConnect(self) -> None:
        self.notes.append(("connect", self.is_connected()))

    def onDisconnect(self) -> None:
        self.notes.append(("disconnect", self.is_connected()))

    def onData(self, data: bytes) -> None:
        self.notes.append("data")
        self.data += data

    def onError(self, msg: str, code: int) -> None:
        self.notes.append(("error", msg, code))

    def onLog(self, msg: str) -> None:
        self.notes.append(("log", msg))


def opened(kind: type[Server] = Recorder) -> Any:
    server = kind()
    server.make_server_adapter()
    assert server.init(0, "127.0.0.1")
    return server


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT)


def rest(*ticked: Any) -> None:
    """Waits until a tick may have something to do."""
    descriptors = [one.fileno() for one in ticked if one.fileno() >= 0]
    select.select(descriptors, [], [], 0.02)


def tick_until(server: Any, done: Callable[[], object], *others: Any) -> None:
    end = time.monotonic() + TIMEOUT
    while not done():
        assert time.monotonic() < end, getattr(server, "notes", "the time is over")
        rest(server, *others)
        for one in (server, *others):
            one.tick()


def reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def states() -> None:
    """Closed, listening, connected, listening; a tick for what comes and what goes."""
    server = Recorder()
    assert not server.has_session() and not server.is_open() and not server.is_connected()
    server.tick()
    server.make_server_adapter()
    assert server.has_session() and not server.is_open() and server.port == 0
    server.tick()  # accepts on nothing, least of all on the descriptor 0
    assert server.init(0, "127.0.0.1") and server.is_open() and not server.is_connected()
    client = connect(server)
    client.sendall(b"question")
    tick_until(server, server.is_connected)
    assert server.notes == [("log", "connection accepted"), ("connect", True)], "nothing is read in the same tick"
    tick_until(server, lambda: server.data == b"question")
    client.shutdown(socket.SHUT_WR)
    assert server.send(b"answer")
    tick_until(server, lambda: not server.is_connected())
    assert server.notes[-2:] == [("log", "connection closed"), ("disconnect", True)]
    assert server.has_session() and server.is_open()
    server.tick()
    assert client.recv(100) == b"answer" and client.recv(1) == b""


def a_second_client_waits() -> None:
    server = opened()
    first, second = connect(server), connect(server)
    second.sendall(b"second")
    tick_until(server, server.is_connected)
    for _ in range(5):
        server.tick()
    assert server.data == b"", "nobody is told"
    first.close()
    tick_until(server, lambda: ("disconnect", True) in server.notes)
    assert server.notes.count(("connect", True)) == 1, "it is accepted at another tick"
    tick_until(server, lambda: server.data == b"second")


def messages() -> None:
    """The texts and numbers of onError."""
    server, other = opened(), Recorder()
    assert not other.init(0) and other.notes == [("error", "null server", -1)]
    other.make_server_adapter()
    for port, address, code in (
        (server.port, "127.0.0.1", errno.EADDRINUSE),
        (70000, "127.0.0.1", errno.EINVAL),
        (-1, "127.0.0.1", errno.EINVAL),
        (0, "nowhere", errno.EINVAL),
        (0, "192.0.2.1", errno.EADDRNOTAVAIL),
    ):
        assert not other.init(port, address) and not other.is_open()
        assert other.notes[-1] == ("error", "can't bind", code), other.notes
    assert not server.send(b"x") and server.notes[-1] == ("error", "can't send, not connected", -1)
    client = connect(server)
    tick_until(server, server.is_connected)
    reset(client)
    tick_until(server, lambda: not server.is_connected())
    assert server.notes[-2:] == [("error", "connection closed on error", errno.ECONNRESET), ("disconnect", True)]


def again_on_the_same_port() -> None:
    server = opened()
    port = server.port
    client = connect(server)
    tick_until(server, server.is_connected)
    assert server.init(port, "127.0.0.1") and not server.is_connected(), "the first listener is gone"
    assert client.recv(1) == b""
    with connect(server):
        tick_until(server, server.is_connected)
    server.delete()
    server = Recorder()
    server.make_server_adapter()
    assert server.init(port, "127.0.0.1"), "right after a client was served"
    assert server.init(0, "127.0.0.1") and server.port != port
    with contextlib.suppress(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
        raise AssertionError("nobody listens there")


def sends() -> None:
    """Nothing, too much, and to somebody who has gone: SIGPIPE has its default."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    server = opened()
    client = connect(server)
    tick_until(server, server.is_connected)
    assert server.send(b"") and server.send(bytearray(b"a")) and server.send(memoryview(b"bc"))
    server.tick()
    assert client.recv(3, socket.MSG_WAITALL) == b"abc"
    begun = time.monotonic()
    sent = 0
    while server.send(bytes(65536)):
        sent += 65536
        server.tick()
        assert sent < 64 << 20
    assert time.monotonic() - begun < TIMEOUT and server.notes[-1] == ("error", "can't send", errno.EAGAIN)
    told: list[str] = []
    server.onWritable = lambda: told.append("writable")
    client.setblocking(False)
    received = 0
    while not told:
        with contextlib.suppress(BlockingIOError):
            received += len(client.recv(1 << 20))
        server.tick()
    assert server.send(b"on")
    client.setblocking(True)
    while received < sent + 2:
        server.tick()
        received += len(client.recv(1 << 20))
    reset(client)
    for _ in range(20):
        server.send(b"still there?")
        server.tick()
    assert not server.is_connected() and server.notes.count(("disconnect", True)) == 1
    assert server.is_open()


def large_reads() -> None:
    server = opened()
    client = connect(server)
    tick_until(server, server.is_connected)
    client.setblocking(False)
    rest_of = memoryview(bytes(range(256)) * 4096)
    ticks = 0
    while len(server.data) < 1 << 20:
        with contextlib.suppress(BlockingIOError):
            rest_of = rest_of[client.send(rest_of) :]
        before = len(server.data)
        rest(server)
        server.tick()
        ticks += len(server.data) > before
        assert len(server.data) - before <= 65536
    assert server.data == bytes(range(256)) * 4096 and ticks <= 200, ticks
    small = Recorder()
    small.make_server_adapter()
    cerver.check(cerver.cerver_network_set_tick_bytes(small._server.handle, 4))
    assert small.init(0, "127.0.0.1")
    client = connect(small)
    client.sendall(b"abcdefgh")
    tick_until(small, lambda: small.data == b"abcdefgh")
    assert small.notes.count("data") == 2


def split_messages() -> None:
    server = opened()
    client = connect(server)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in b"one by one":
        client.send(bytes([byte]))
        server.tick()
    tick_until(server, lambda: server.data == b"one by one")


def deletes_inside_callbacks() -> None:
    for name in ("onConnect", "onData", "onDisconnect", "onLog"):
        server = opened()
        calls = []

        def delete(*_: Any, server: Any = server, calls: list[str] = calls, name: str = name) -> None:
            calls.append(name)
            server.delete()

        setattr(server, name, delete)
        client = connect(server)
        client.sendall(b"x")
        client.shutdown(socket.SHUT_WR)
        tick_until(server, lambda server=server: not server.has_session())
        server.tick()
        assert calls == [name] and not server.is_open() and not server.is_connected()
        assert client.recv(1) == b""
    server = opened()
    port = server.port
    del server
    gc.collect()
    with contextlib.suppress(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
        raise AssertionError("a server ends with its object")


def ticks_inside_callbacks() -> None:
    class Deep(Recorder):
        def onData(self, data: bytes) -> None:
            self.tick()
            super().onData(data)
            raise ValueError("of the program")

    server = opened(Deep)
    client = connect(server)
    client.sendall(b"x")
    try:
        tick_until(server, lambda: False)
        raise AssertionError("an exception comes out of tick()")
    except ValueError:
        pass
    assert server.data == b"x" and server.is_connected()
    client.close()
    tick_until(server, lambda: not server.is_connected())


def missing_callbacks() -> None:
    class Bare:
        _server = None

    class Without:
        pass

    bare = Bare()
    assert network.make_server(bare) is True
    assert network.server_init(bare._server, 0) and network.server_is_open(bare._server)
    with socket.create_connection(("127.0.0.1", bare._server.port)) as client:
        tick_until(bare._server, bare._server.is_connected)
        assert network.server_is_connected(bare._server) and network.server_send(bare._server, b"hi")
        network.server_tick(bare._server)
        assert client.recv(2) == b"hi"
    tick_until(bare._server, lambda: not bare._server.is_connected())
    null: tuple[tuple[Any, ...], ...] = (
        (network.make_server, Without()),
        (network.server_init, None, 0),
        (network.server_is_open, None),
        (network.server_is_connected, None),
        (network.server_tick, None),
        (network.server_send, None, b"x"),
        (network.server_restore, None, Bare()),
        (Recorder().restore, None),
        (network.gc0_save_ptr, "name", None),
    )
    for function, *arguments in null:
        try:
            function(*arguments)
        except RuntimeError as error:
            assert str(error) in ("null server", "can't make server")
        else:
            raise AssertionError(function)


def save_and_restore() -> None:
    server = opened()
    port, client = server.port, connect(server)
    tick_until(server, server.is_connected)
    client.sendall(b"before ")
    orphan = server.save()
    assert not server.has_session() and not server.is_open() and not server.is_connected() and server.port == 0
    assert server.save() is None and not server.init(0) and not server.send(b"x")
    server.tick()
    orphan.tick()
    assert not orphan.is_open() and not orphan.init(0) and not orphan.send(b"x")
    client.sendall(b"between ")

    after = Recorder()
    after.make_server_adapter()
    assert after.init(0, "127.0.0.1")
    fresh = after.port
    after.restore(orphan)
    assert after.port == port and after.is_open() and after.is_connected() and after.notes == []
    with contextlib.suppress(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", fresh))
        raise AssertionError("the fresh server is closed")
    client.sendall(b"after")
    tick_until(after, lambda: after.data == b"before between after")
    assert set(after.notes) == {"data"} and server.notes[-1] == ("error", "null server", -1), "only its own are told"
    try:
        Recorder().restore(orphan)
        raise AssertionError("another object has it")
    except RuntimeError as error:
        assert "not saved" in str(error)
    assert after.send(b"fine")
    after.tick()
    assert client.recv(4) == b"fine"

    orphan = after.save()
    del orphan
    gc.collect()
    assert client.recv(1) == b"", "an orphan that nobody keeps is closed"

    class Saving(Recorder):
        def onData(self, data: bytes) -> None:
            super().onData(data)
            self.orphan = self.save()

    server = opened(Saving)
    client = connect(server)
    client.sendall(b"save")
    tick_until(server, lambda: server.data)
    client.close()
    orphan, server.orphan = server.orphan, None
    after.restore(orphan)
    tick_until(after, lambda: not after.is_connected())


_SCRIPT = """
from cerver.network import Server, gc0_restore_ptr, gc0_save_ptr

class Agent(Server):
    def __init__(self):
        self.lines = []
        self.make_server_adapter()
        orphan = gc0_restore_ptr("agent")
        if orphan is not None:
            self.restore(orphan)
        else:
            assert self.init(0, "127.0.0.1")

    def onData(self, data):
        self.lines.append(data)
        self.send(b"{version}:" + data)

    def leave(self):
        gc0_save_ptr("agent", self.save())
"""


def reload_of_a_script() -> None:
    """The code changes while the client stays connected; also all of cerver's own modules are loaded anew."""
    folder = sys.argv[2]
    sys.path.insert(0, folder)

    def load(version: int) -> Any:
        for name in [name for name in sys.modules if name == "agent" or name.partition(".")[0] == "cerver"]:
            del sys.modules[name]
        with open(os.path.join(folder, "agent.py"), "w") as file:
            file.write(_SCRIPT.replace("{version}", str(version)))
        sys.dont_write_bytecode = True
        importlib.invalidate_caches()
        return importlib.import_module("agent").Agent()

    agent = load(1)
    port, client = agent.port, connect(agent)
    tick_until(agent, agent.is_connected)
    for version in (1, 2, 3):
        client.sendall(b"hello")
        tick_until(agent, lambda agent=agent: agent.lines)
        agent.tick()
        assert client.recv(100) == b"%d:hello" % version
        agent.leave()
        client.sendall(b"flight")
        del agent
        gc.collect()
        agent = load(version + 1)
        assert agent.port == port and agent.is_connected()
        tick_until(agent, lambda agent=agent: agent.lines)
        agent.tick()
        assert client.recv(100) == b"%d:flight" % (version + 1)
        agent.lines.clear()


def names_of_parked_servers() -> None:
    first, second = opened().save(), opened().save()
    network.gc0_save_ptr("one", first)
    try:
        network.gc0_save_ptr("one", second)
        raise AssertionError("the name is taken")
    except RuntimeError as error:
        assert "gc0 already there" in str(error)
    try:
        network.gc0_save_ptr("two", first)
        raise AssertionError("it is put aside already")
    except RuntimeError as error:
        assert "not saved" in str(error)
    server = Recorder()
    server.restore(second)
    assert server.is_open()
    assert network.gc0_restore_ptr("none") is None
    server.restore(network.gc0_restore_ptr("one"))
    assert server.is_open() and network.gc0_restore_ptr("one") is None


def silent_clients() -> None:
    """One that is dead holds up the others only as long as an option allows."""
    server = Recorder()
    server.make_server_adapter()
    cerver.check(cerver.cerver_set_idle_timeout(server._server.handle, 100))
    assert server.init(0, "127.0.0.1")
    silent, other = connect(server), connect(server)
    tick_until(server, lambda: server.notes.count(("connect", True)) == 2)
    assert ("error", "connection closed on error", errno.ETIMEDOUT) in server.notes
    assert silent.recv(1) == b"" and other.fileno() >= 0


def tls() -> None:
    sys.path.append(str(Path(__file__).parents[1]))
    from support import make_certificate

    certificate, key = make_certificate(Path(sys.argv[2]))
    server = Recorder()
    server.make_server_adapter()
    cerver.check(cerver.cerver_set_tls(server._server.handle, os.fsencode(certificate), os.fsencode(key)))
    assert server.init(0, "127.0.0.1")
    plain = connect(server)
    plain.sendall(b"plain text")
    tick_until(server, lambda: any(note[0] == "log" and "127.0.0.1" in note[1] for note in server.notes))
    assert not server.is_connected() and ("connect", True) not in server.notes
    plain.close()
    context = ssl.create_default_context(cafile=str(certificate))
    answers: list[bytes] = []

    def talk() -> None:
        with context.wrap_socket(connect(server), server_hostname="localhost") as client:
            client.sendall(b"secret")
            answers.append(client.recv(100))

    thread = threading.Thread(target=talk)
    thread.start()
    tick_until(server, lambda: server.data == b"secret")
    assert server.send(b"answer")
    tick_until(server, lambda: answers)
    thread.join()
    assert answers == [b"answer"]


def clients() -> None:
    class Talker(Client):
        def __init__(self) -> None:
            super().__init__()
            self.notes: list[Any] = []

        def onConnect(self) -> None:
            self.notes.append("connect")

        def onDisconnect(self) -> None:
            self.notes.append(("disconnect", self.is_connected()))

        def onData(self, data: bytes) -> None:
            self.notes.append(data)

        def onError(self, msg: str, code: int) -> None:
            self.notes.append((msg, code))

    server, client = opened(), Talker()
    assert not client.send(b"x") and client.notes.pop() == ("can't send, not connected", -1)
    assert not client.connect("127.0.0.1", 0) and client.notes.pop() == ("can't connect", errno.EINVAL)
    assert client.connect("localhost", server.port) and not client.is_connected()
    assert client.send(b"early ") and client.send(b"")
    tick_until(client, client.is_connected, server)
    assert client.send(b"late")
    tick_until(server, lambda: server.data == b"early late", client)
    assert server.send(b"answer")
    tick_until(client, lambda: b"answer" in client.notes, server)
    server.disconnect()
    assert not server.is_connected() and server.is_open()
    tick_until(client, lambda: not client.is_connected(), server)
    assert client.notes == ["connect", b"answer", ("disconnect", True)]
    assert client.connect("127.0.0.1", server.port)
    tick_until(client, client.is_connected, server)
    client.disconnect()
    tick_until(server, lambda: not server.is_connected(), client)
    assert client.notes[3:] == ["connect"]
    client.onDisconnect = lambda: client.connect("127.0.0.1", server.port)  # type: ignore[method-assign]
    assert client.connect("127.0.0.1", server.port)
    tick_until(server, server.is_connected, client)
    server.disconnect()
    tick_until(server, server.is_connected, client)
    tick_until(client, client.is_connected, server)
    assert client.notes[4:] == ["connect", "connect"], "it has connected again inside a callback"
    del client.onDisconnect
    port = server.port
    server.delete()
    assert client.connect("127.0.0.1", port, timeout=5)
    tick_until(client, lambda: ("can't connect", errno.ECONNREFUSED) in client.notes)
    client.delete()
    assert not client.connect("127.0.0.1", port) and client.fileno() == -1
    client.tick()


def published_names() -> None:
    from cerver.network import PROTOCOL_TCP, Protocol

    assert PROTOCOL_TCP == 6 and Protocol is network.CerverProtocol
    assert all(hasattr(network, name) for name in network.__all__)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
