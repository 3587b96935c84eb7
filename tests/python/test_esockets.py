"""cerver.esockets: the class with events, and the functions of its later versions."""

from __future__ import annotations

import contextlib
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

_PROGRAM = Path(__file__).parent / "programs" / "esockets_events.py"


class Server:
    """The program of these tests, and what it has printed."""

    def __init__(self, python: str, *options: str) -> None:
        command = [python, str(_PROGRAM), *options]
        self._errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True
        )
        self.lines: list[str] = []
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.port = int(self.expect("port ").split()[1])
        # on_start runs in the thread of start(), a client that came before its end would be told beside it.
        self.expect("start")

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._arrived:
                self.lines.append(line.strip())
                self._arrived.notify_all()

    def expect(self, prefix: str, count: int = 1) -> str:
        """Waits for so many lines."""

        def found() -> list[str]:
            return [line for line in self.lines if line.startswith(prefix)]

        with self._arrived:
            assert self._arrived.wait_for(lambda: len(found()) >= count, 20), (prefix, self.lines)
            return found()[-1]

    def client(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def end(self) -> str:
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait(20) == 0
        self._reader.join()
        self._errors.seek(0)
        return self._errors.read()


@pytest.fixture
def server(python: str) -> Iterator[Server]:
    running = Server(python)
    yield running
    if running.process.poll() is None:
        running.end()


def hear(client: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        more = client.recv(65536)
        if not more:
            break
        got += more
    return got


def test_events_come_in_their_order(server: Server) -> None:
    with server.client() as client:
        client.sendall(b"hello")
        assert hear(client, 5) == b"hello"
        client.sendall(b"wrong")
        refusal = b"The message should be either a string or bytes object"
        assert hear(client, len(refusal)) == refusal
    server.expect("broken")
    server.end()
    assert server.lines[1:] == [
        "start",
        "connect client 127.0.0.1 True",
        "disconnect True",
        "broken",
        "shutting down",
        "shut down",
    ]


def test_a_blocked_handler_delays_its_own_client_alone(server: Server) -> None:
    with server.client() as slow, server.client() as quick:
        slow.sendall(b"block")
        time.sleep(0.1)
        begun = time.monotonic()
        for _ in range(10):
            quick.sendall(b"quick")
            assert hear(quick, 5) == b"quick"
        assert time.monotonic() - begun < 0.8
        assert hear(slow, 5) == b"block"


def test_the_events_of_a_client_stay_in_order(server: Server) -> None:
    with server.client() as client:
        client.sendall(b"block")
        time.sleep(0.1)
        client.sendall(b"next")
        assert hear(client, 9) == b"blocknext"


def test_at_the_limit_of_threads_clients_wait(python: str) -> None:
    running = Server(python, "max_threads=1")
    with running.client() as slow, running.client() as quick:
        slow.sendall(b"block")
        time.sleep(0.1)
        begun = time.monotonic()
        quick.sendall(b"quick")
        assert hear(quick, 5) == b"quick"
        assert time.monotonic() - begun > 0.5
    running.end()


def test_an_exception_ends_nothing(server: Server) -> None:
    with server.client() as client:
        client.sendall(b"raise")
        time.sleep(0.05)
        client.sendall(b"fine")
        assert hear(client, 4) == b"fine"
    assert "ValueError: asked for" in server.end()


def test_messages_of_many_threads_are_whole_also_to_a_slow_reader(server: Server) -> None:
    with server.client() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"much")
        time.sleep(0.3)
        # From here on quick: with so small a window each piece waits for a timer.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        got = hear(client, 8 * 50 * 1001)
        lines = got.decode().splitlines()
        assert len(lines) == 400
        assert all(len(line) == 1000 and len(set(line)) == 1 for line in lines)
        client.sendall(b"again")
        assert hear(client, 5) == b"again", "it goes on afterwards"


def test_unregister_tells_of_the_end(server: Server) -> None:
    with server.client() as client:
        client.sendall(b"kick")
        assert hear(client, 1) == b""
    server.expect("disconnect")


def test_a_reset_is_told_once(server: Server) -> None:
    for _ in range(20):
        client = server.client()
        client.sendall(b"abc")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
    with server.client() as last:
        last.sendall(b"fine")
        assert hear(last, 4) == b"fine"
    server.expect("disconnect", 21)
    server.end()
    assert sum(line.startswith("disconnect") for line in server.lines) == 21


def test_large_messages_come_in_pieces_of_the_buffer(python: str) -> None:
    running = Server(python, "BUFFER_SIZE=100")
    with running.client() as client:
        client.sendall(b"x" * 1000)
        assert hear(client, 1000) == b"x" * 1000
    running.end()


def test_a_thread_for_each_event(python: str) -> None:
    running = Server(python, "thread_per_event=1")
    with running.client() as client:
        client.sendall(b"block")
        time.sleep(0.1)
        client.sendall(b"first")
        assert hear(client, 10) == b"firstblock"
    running.end()


_RULES = """
import socket, time
import cerver.esockets as ESocketS

first = ESocketS.Socket(port=0, host="127.0.0.1", QUEUE_RECV_MESSAGES=True, max_kept=2)
try:
    ESocketS.Socket(port=first.port, host="127.0.0.1")
    raise SystemExit("two on one port")
except OSError:
    pass
warnings = []
first.on_warning = warnings.append
first.start()
try:
    first.start()
    raise SystemExit("started twice")
except RuntimeError:
    pass
for number in range(4):
    with socket.create_connection(("127.0.0.1", first.port), timeout=10) as client:
        client.sendall(b"%d" % number)
        while not any(c.recv_queue.queue for c in list(first.clients.values()) if c._handle):
            time.sleep(0.01)
    while any(c._handle for c in list(first.clients.values())):
        time.sleep(0.01)
deadline = time.monotonic() + 10
while len(first.clients) > 2 and time.monotonic() < deadline:
    time.sleep(0.01)
assert sorted(c.recv_buffer.get_nowait() for c in first.clients.values()) == [b"2", b"3"], first.clients
assert len(warnings) == 2, warnings
first.stop()
assert ESocketS.connection.Broken is ESocketS.Broken
"""


def test_clients_are_kept_but_not_without_end(python: str) -> None:
    done = subprocess.run([python, "-c", _RULES], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


_FUNCTIONS = """
import socket, sys, time
from cerver.esockets import SocketServer

def incoming(client, address):
    return client.recv(1) == b"+"

def readable(client):
    data = client.recv(100)
    if data == b"raise":
        raise ValueError("asked for")
    if data == b"slow":
        time.sleep(0.5)
    client.send(data)
    return bool(data) and data != b"no"

server = SocketServer(port=0, host="127.0.0.1", handle_incoming=incoming, handle_readable=readable)
server.start()
print(server.port, flush=True)
sys.stdin.readline()
print(len(server.clients), flush=True)
server.stop()
server.start()
server.stop()
"""


def test_the_functions_of_the_later_versions(python: str) -> None:
    command = [python, "-c", _FUNCTIONS]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdin
        port = int(process.stdout.readline())

        def client(first: bytes = b"+") -> socket.socket:
            made = socket.create_connection(("127.0.0.1", port), timeout=20)
            made.sendall(first)
            return made

        with client(b"-") as refused:
            assert refused.recv(1) == b""
        kept, slow, raising, ended = client(), client(), client(), client()
        slow.sendall(b"slow")
        for text in (b"one", b"two"):
            kept.sendall(text)
            assert hear(kept, 3) == text
        ended.sendall(b"no")
        assert hear(ended, 3) == b"no"
        raising.sendall(b"raise")
        with contextlib.suppress(ConnectionResetError):
            assert raising.recv(1) == b""
        assert hear(slow, 4) == b"slow"
        out, errors = process.communicate("\n", timeout=30)
        assert process.returncode == 0, errors
        assert out.strip() == "2"
        assert "ValueError: asked for" in errors
        for one in (kept, slow, raising, ended):
            one.close()
