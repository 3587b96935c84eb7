"""cerver.esockets: the class with events. What needs no process of its own is in programs/esockets_rules.py."""

from __future__ import annotations

import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

_PROGRAMS = Path(__file__).parent / "programs"


class Server:
    """The program of these tests, and what it has printed."""

    def __init__(self, python: str, *options: str) -> None:
        command = [python, str(_PROGRAMS / "esockets_events.py"), *options]
        self._errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True
        )
        self.lines: list[str] = []
        self._has_ended = False
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.port = int(self.expect("port ").split()[1])
        # on_start runs in the thread of start(), a client that came before its end would be told beside it.
        assert self.expect("start") == "start True"

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._arrived:
                self.lines.append(line.strip())
                self._arrived.notify_all()
        with self._arrived:
            self._has_ended = True
            self._arrived.notify_all()

    def expect(self, prefix: str) -> str:
        """Waits for a line."""

        def found() -> list[str]:
            return [line for line in self.lines if line.startswith(prefix)]

        with self._arrived:
            assert self._arrived.wait_for(lambda: found() or self._has_ended, 20), (prefix, self.lines)
            assert found(), (prefix, self.lines, self.errors())
            return found()[-1]

    def client(self) -> Client:
        return Client(self)

    def let_go(self) -> None:
        """A handler that waits goes on."""
        assert self.process.stdin
        self.process.stdin.write("open\n")
        self.process.stdin.flush()

    def errors(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait(20) == 0, self.errors()
        self._reader.join()


class Client:
    def __init__(self, server: Server) -> None:
        self._server = server
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        self._port = self.socket.getsockname()[1]

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def say(self, text: bytes) -> None:
        self.socket.sendall(text)

    def hear(self, count: int) -> bytes:
        got = bytearray()
        while len(got) < count and (more := self.socket.recv(65536)):
            got += more
        return bytes(got)

    def echo(self, text: bytes) -> None:
        self.say(text)
        assert self.hear(len(text)) == text

    def expect(self, event: str) -> str:
        """Waits until the server has told of an event of this client."""
        return self._server.expect(f"{self._port} {event}")

    def count(self, event: str) -> int:
        return self._server.lines.count(f"{self._port} {event}")


@pytest.fixture(scope="module")
def server(python: str) -> Iterator[Server]:
    running = Server(python)
    yield running
    running.end()


def test_events_come_in_their_order(python: str) -> None:
    server = Server(python)
    with server.client() as client:
        client.echo(b"hello")
        client.say(b"wrong")
        refusal = b"The message should be either a string or bytes object"
        assert client.hear(len(refusal)) == refusal
    client.expect("disconnect")
    server.end()
    assert [line.lstrip("0123456789 ") for line in server.lines[2:]] == [
        "connect client True False",
        "disconnect broken",
        "shutting down",
        "shut down",
    ]


def test_a_blocked_handler_delays_its_own_client_alone(server: Server) -> None:
    with server.client() as slow, server.client() as quick:
        slow.say(b"block")
        slow.expect("blocked")
        for _ in range(10):
            quick.echo(b"quick")
        slow.say(b"next")
        quick.echo(b"the next one of the other waits")
        server.let_go()
        assert slow.hear(9) == b"blocknext"


def comes_when_let_go(running: Server, quick: Client) -> None:
    """The client is not answered before the handler of another one goes on."""
    quick.say(b"quick")
    quick.socket.settimeout(0.1)
    with pytest.raises(socket.timeout):
        quick.hear(1)
    quick.socket.settimeout(20)
    running.let_go()
    assert quick.hear(5) == b"quick"


def test_at_the_limit_of_threads_clients_wait(python: str) -> None:
    running = Server(python, "max_threads=1")
    with running.client() as slow, running.client() as quick:
        slow.say(b"block")
        slow.expect("blocked")
        comes_when_let_go(running, quick)
    running.end()


def test_a_thread_for_each_event(python: str) -> None:
    running = Server(python, "thread_per_event=1")
    with running.client() as client:
        client.say(b"block")
        client.expect("blocked")
        client.echo(b"first")
        running.let_go()
        assert client.hear(5) == b"block"
    running.end()


def test_at_the_limit_of_event_threads_events_wait_and_none_is_lost(python: str) -> None:
    running = Server(python, "thread_per_event=1", "max_event_threads=1", "max_waiting=4", "BUFFER_SIZE=10")
    with running.client() as slow, running.client() as quick:
        slow.say(b"block")
        slow.expect("blocked")
        slow.say(b"x" * 5000)
        comes_when_let_go(running, quick)
        assert slow.hear(5005) == b"block" + b"x" * 5000
    running.end()


def test_large_messages_come_in_pieces_of_the_buffer(python: str) -> None:
    running = Server(python, "BUFFER_SIZE=100")
    with running.client() as client:
        client.echo(b"x" * 1000)
    running.end()
    assert running.errors() == ""


def test_an_exception_ends_nothing(server: Server) -> None:
    with server.client() as client:
        client.say(b"raise")
        client.expect("raises")
        client.echo(b"fine")
    assert "ValueError: asked for" in server.errors()


def test_messages_of_many_threads_are_whole_also_to_a_slow_reader(server: Server) -> None:
    with server.client() as client, server.client() as other:
        client.say(b"much")
        # More than the system and the library take of it: the rest waits in the queue.
        other.echo(b"others are served")
        lines = client.hear(8 * 50 * 60_001).splitlines()
        assert len(lines) == 400
        assert all(len(line) == 60_000 and len(set(line)) == 1 for line in lines)
        client.echo(b"it goes on afterwards")


def test_unregister_tells_of_the_end(server: Server) -> None:
    with server.client() as client:
        client.say(b"kick")
        assert client.hear(1) == b""
        client.expect("disconnect")


def test_hostile_peers(server: Server) -> None:
    """Resets in a message, never writes, never reads, floods, single bytes: others are served, each end is told once."""
    rude = []
    for number in range(40):
        client = server.client()
        # Half of them are gone before anybody knows them.
        if number % 2:
            client.expect("connect")
        client.say(b"abc")
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.socket.close()
        rude.append(client)
    with server.client() as silent, server.client() as greedy, server.client() as last:
        silent.expect("connect")
        greedy.socket.settimeout(0.1)
        sent = 0
        try:
            while sent < 256:
                greedy.say(bytes(1 << 20))
                sent += 1
        except OSError:
            pass
        assert sent < 256, "what waits for who does not read has a limit"
        for byte in b"one by one":
            last.echo(bytes([byte]))
    for client in (*rude[1::2], last):
        client.expect("disconnect")
    assert [client.count("disconnect broken") for client in rude[1::2]] == [1] * 20
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    assert int(status.partition("VmHWM:")[2].split()[0]) < 300_000


@pytest.mark.parametrize("program", ["esockets_rules.py", "esockets_functions.py"])
def test_the_rules(python: str, program: str) -> None:
    done = subprocess.run([python, str(_PROGRAMS / program)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "all of it holds\n"), done.stderr
    assert "Traceback" not in done.stderr.replace("a handler failed: its client is disconnected\nTraceback", ""), (
        done.stderr
    )
