"""WebSocket routes in Python, seen by a client of others: the package `websockets`."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from conftest import PLACEMENTS
from support import TIMEOUT, App


@pytest.fixture(params=PLACEMENTS)
def sockets(request: pytest.FixtureRequest, start: Callable[..., App]) -> App:
    return start("sockets.py", request.param)


@pytest.fixture
def opened(sockets: App) -> Callable[..., ClientConnection]:
    def opened(path: str = "/ws/blue", **options: object) -> ClientConnection:
        return connect(f"ws://127.0.0.1:{sockets.port}{path}", open_timeout=TIMEOUT, **options)  # type: ignore[arg-type]

    return opened


def test_messages_come_and_go(sockets: App, opened: Callable[..., ClientConnection]) -> None:
    for compression in ("deflate", None):
        with opened(subprotocols=["other", "chat"], compression=compression) as client:
            assert client.subprotocol == "chat"
            assert bool(client.protocol.extensions) == (compression is not None)
            assert client.recv(TIMEOUT) == "welcome to blue"
            for message in ("", "Grüße, 世界", "x" * 100_000, b"", bytes(range(256)) * 1000):
                for _ in range(2):
                    client.send(message)
                    assert client.recv(TIMEOUT) == message
            client.send(["in ", "parts"])
            assert client.recv(TIMEOUT) == "in parts"
            assert client.ping(b"there?").wait(TIMEOUT)
            client.send("later")
            assert client.recv(TIMEOUT) == "from a thread"
            client.send("bad")
            assert client.recv(TIMEOUT) == "refused"
        assert client.close_code == 1000
    assert sockets.end() < TIMEOUT
    assert sockets.process.returncode == 0


def test_ends(sockets: App, opened: Callable[..., ClientConnection]) -> None:
    ends = (("close", 4000, "as you wish"), ("raise", 1011, ""), ("x" * 2_000_000, 1009, "message too big"))
    for message, code, reason in ends:
        with opened(compression=None) as client:
            client.recv(TIMEOUT)
            client.send(message)
            with pytest.raises(ConnectionClosed):
                client.recv(TIMEOUT)
            assert (client.close_code, client.close_reason) == (code, reason)
    with pytest.raises(InvalidStatus) as refused:
        opened("/ws/blue?refuse=1")
    assert refused.value.response.status_code == 403
    with opened("/types") as client:
        for message, name in (("text", "str"), (b"text", "bytes")):
            client.send(message)
            assert client.recv(TIMEOUT) == name
    with opened() as client:
        client.recv(TIMEOUT)
        sockets.end()
        with pytest.raises(ConnectionClosed):
            client.recv(TIMEOUT)
        assert client.close_code == 1001, "the server stops gracefully"
    assert "broken on purpose" in sockets.errors()
    assert sockets.process.stdout is not None
    said = sockets.process.stdout.read().splitlines()
    assert "closed 4000 as you wish" in said
    assert "error 5" in said


def test_another_protocol(sockets: App) -> None:
    with socket.create_connection(("127.0.0.1", sockets.port), timeout=TIMEOUT) as client:
        client.sendall(b"GET /raw HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello")
        received = b""
        while not received.endswith(b"hello"):
            part = client.recv(4096)
            assert part
            received += part
        assert received.startswith(b"HTTP/1.1 101 ")
