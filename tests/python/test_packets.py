"""Packet servers: callback objects in the published style, and plain functions that raise."""

from __future__ import annotations

import socket
import struct
import subprocess
from collections.abc import Callable
from typing import BinaryIO

import pytest

from support import TIMEOUT, App

_CERVER, _CLIENT, _ERROR, _APP, _APP_ERROR, _TEST = 1, 2, 3, 7, 8, 10


class _Client:
    """A client that has read the info packet."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self._file: BinaryIO = self._socket.makefile("rb")
        kind, request, self.info = self.read()
        assert (kind, request, len(self.info)) == (_CERVER, 1, 656)

    def __enter__(self) -> _Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._socket.close()

    def say(self, kind: int, request: int = 0, data: bytes = b"") -> None:
        self._socket.sendall(struct.pack("<I4xQB3xIH6x", kind, 32 + len(data), 0, request, 0) + data)

    def read(self) -> tuple[int, int, bytes]:
        kind, size, _, request, _ = struct.unpack("<I4xQB3xIH6x", self._file.read(32))
        return kind, request, self._file.read(size - 32)

    def ask(self, kind: int, request: int = 0, data: bytes = b"") -> tuple[int, int, bytes]:
        self.say(kind, request, data)
        return self.read()

    def has_ended(self) -> bool:
        return self._file.read(1) == b""


@pytest.mark.parametrize("placement", ["reactor", "pool", "own"])
def test_a_published_program_pings_and_ends(start: Callable[..., App], placement: str) -> None:
    app = start("pinged.py", placement)
    with _Client(app.port) as client, _Client(app.port) as other:
        assert client.info[4:8] == b"ping" and client.info[132:141] == b"Welcome!\0"
        for _ in range(30):
            assert client.ask(_TEST) == (_TEST, 0, b"")
        assert client.ask(_APP, 4, b"data") == (_APP, 5, b"")
        client.say(_APP, 13)
        assert client.ask(_APP, 20) == (_APP, 21, b""), "a callback that raises loses no client"
        assert client.ask(_APP_ERROR, 6, b"with\0nul") == (_APP_ERROR, 6, b"with\0nul")
        client.say(_CLIENT, 1)
        assert client.has_ended()
        assert app.end() < 5
        assert other.read() == (_CERVER, 2, b"") and other.has_ended()
    assert "ValueError: asked for" in app.errors() and "Done!" in app.errors()
    assert app.process.stdout is not None
    printed = app.process.stdout.read()
    assert "test: 30" in printed and "app_error: 1" in printed


_PLAIN = """
import socket, struct, threading, time, logging, sys
from cerver import *

logging.basicConfig(stream=sys.stdout)
ticks = threading.Semaphore(0)

def queued(data):
    assert isinstance(data, CerverHandlerData) and data.handler_id == -1
    packet = data.packet.contents
    if packet.req_type == 13:
        raise ValueError("asked for")
    assert packet_send_request(PACKET_TYPE_APP, 1, packet.cerver, packet.client, packet.connection, None) == 0

def direct(packet):
    assert isinstance(packet, CerverPacket) and bytes(packet) == b"text" and packet.data_ptr == b"text"
    if packet.req_type == 13:
        raise KeyError("asked for")
    if packet.req_type == 99:
        assert cerver_teardown(packet.cerver) == 0
        return
    assert packet_send(packet, 0, None, False) == 0

def tick(update):
    assert update.cerver == server
    ticks.release()
    raise RuntimeError("of a tick")

server = cerver_create(CERVER_TYPE_CUSTOM, "plain", 0, PROTOCOL_TCP, False, 16)
check(cerver_set_bind_address(server, "127.0.0.1"))
app, app_error = handler_create(queued), handler_create(direct)
handler_set_direct_handle(app_error, True)
cerver_set_app_handlers(server, app, app_error)
cerver_set_update(server, tick, None, None, 100)
try:
    cerver_set_update(server, tick, None, None, 256)
    raise SystemExit("256 calls a second are taken")
except ValueError:
    pass
spare = handler_create_with_id(3, queued)
assert cerver_handlers_add(server, spare) == 1 and cerver_last_error() == CERVER_ERROR_ARGUMENT
handler_delete(spare)
check(cerver_start_background(server))
header = struct.Struct("<I4xQB3xIH6x")
client = socket.create_connection(("127.0.0.1", cerver_get_port(server)), timeout=20)
file = client.makefile("rb")
file.read(688)
for kind, request, data, answer in [
    (PACKET_TYPE_APP, 13, b"", None), (PACKET_TYPE_APP, 5, b"text", (PACKET_TYPE_APP, 1, b"")),
    (PACKET_TYPE_APP_ERROR, 13, b"text", None),
    (PACKET_TYPE_APP_ERROR, 7, b"text", (PACKET_TYPE_APP_ERROR, 7, b"text")),
]:
    client.sendall(header.pack(kind, 32 + len(data), 0, request, 0) + data)
    if answer is not None:
        kind, size, _, request, _ = header.unpack(file.read(32))
        assert (kind, request, file.read(size - 32)) == answer
for _ in range(5):
    assert ticks.acquire(timeout=20)
client.sendall(header.pack(PACKET_TYPE_APP_ERROR, 36, 0, 99, 0) + b"text")
while file.read(1):
    pass
assert cerver_teardown(server) == 1
print("done")
"""


def test_plain_functions_get_structs_and_may_raise(python: str) -> None:
    done = subprocess.run([python, "-c", _PLAIN], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "done" in done.stdout and "KeyError: 'asked for'" in done.stdout and "RuntimeError: of a tick" in done.stdout
    assert "ValueError: asked for" in done.stdout and done.stderr == ""
