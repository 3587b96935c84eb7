"""The examples of cerver.tcpserver, with callbacks and awaited, for the clients they want and for those they do not."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from support import TIMEOUT, make_certificate

STYLES = ("callbacks", "awaited")


class Example:
    """An example on a free port, listening."""

    def __init__(self, python: str, style: str, name: str, *more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        program = ROOT / "examples" / "tcpserver" / style / f"{name}.py"
        command = [python, str(program), str(self.port), *more]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        begun = time.monotonic()
        while True:
            try:
                self.client().close()
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None and time.monotonic() - begun < TIMEOUT
                time.sleep(0.005)

    def client(self, host: str = "127.0.0.1") -> socket.socket:
        client = socket.create_connection((host, self.port), TIMEOUT)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextlib.contextmanager
def running(python: str, style: str, name: str, *more: str) -> Iterator[Example]:
    example = Example(python, style, name, *more)
    try:
        yield example
    finally:
        example.end()


def hear(client: socket.socket, count: int) -> bytes:
    got = bytearray()
    while len(got) < count and (more := client.recv(count - len(got))):
        got += more
    return bytes(got)


def hear_of(client: socket.socket, text: bytes) -> None:
    got = b""
    while not got.endswith(text):
        more = client.recv(1)
        assert more, got
        got += more


def rest(client: socket.socket) -> bytes:
    with client.makefile("rb") as file:
        return file.read()


def test_echo(python: str, style: str) -> None:
    with running(python, style, "echo") as example, example.client() as client:
        client.sendall(b"hello")
        assert hear(client, 5) == b"hello"
        much = bytes(range(256)) * 4096
        sender = threading.Thread(target=client.sendall, args=(much,))
        sender.start()
        assert hear(client, len(much)) == much
        sender.join()


def test_lines(python: str, style: str) -> None:
    with running(python, style, "lines") as example, example.client() as client:
        for byte in b"ADD 20 22\r\nADD x\r\n":
            client.sendall(bytes([byte]))
        assert hear(client, 11) == b"42\r\nERROR\r\n"
        client.sendall(b"QUIT\r\n")
        assert rest(client) == b"BYE\r\n"
        with example.client() as endless:
            with contextlib.suppress(OSError):
                endless.sendall(bytes(1 << 20))
            with contextlib.suppress(ConnectionResetError):
                assert rest(endless) == b"", "a line has a limit"


def test_prefix(python: str, style: str) -> None:
    with running(python, style, "prefix") as example, example.client() as client:
        client.sendall(b"\0\0\0\x03abc\0\0\0\x02de\0\0")
        assert hear(client, 13) == b"\0\0\0\x03cba\0\0\0\x02ed"
        client.sendall(b"\0\0")
        assert hear(client, 4) == b"\0\0\0\0"
        client.sendall(b"\xff\xff\xff\xff")
        assert rest(client) == b"", "too long"


def test_chat(python: str, style: str) -> None:
    with running(python, style, "chat") as example, example.client() as anna:
        anna.sendall(b"nobody hears\n")
        with example.client() as bert:
            hear_of(anna, b"+ 127.0.0.1\n")
            bert.sendall(b"hello anna\n")
            hear_of(anna, b"hello anna\n")
            for piece in (b"hello ", b"bert\n"):
                anna.sendall(piece)
            hear_of(bert, b"hello bert\n")
        hear_of(anna, b"- 127.0.0.1\n")


def test_proxy(python: str, style: str) -> None:
    with running(python, style, "echo") as far, running(python, style, "proxy", "127.0.0.1", str(far.port)) as near:
        with near.client() as client:
            client.sendall(b"through")
            assert hear(client, 7) == b"through"
            client.shutdown(socket.SHUT_WR)
            assert rest(client) == b""
        far.end()
        with near.client() as client:
            assert rest(client) == b"", "nobody is there"


def test_several_listeners(python: str, style: str) -> None:
    with running(python, style, "listeners") as example:
        for host in ("127.0.0.1", "::1"):
            with example.client(host) as client:
                assert rest(client) == f"{host}\n".encode()


def test_echo_by_tls(python: str, style: str, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    context = ssl.create_default_context(cafile=str(certificate))
    with running(python, style, "tls_echo", str(certificate), str(key)) as example, example.client() as silent:
        with context.wrap_socket(example.client(), server_hostname="localhost") as client:
            client.sendall(b"hello")
            assert hear(client, 5) == b"hello"
            with example.client() as plain:
                plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
                assert not rest(plain).startswith(b"GET"), "it speaks no TLS"
            much = bytes(range(256)) * 1024
            client.sendall(much)
            assert hear(client, len(much)) == much
        with context.wrap_socket(silent, server_hostname="localhost") as client:
            client.sendall(b"at last")
            assert hear(client, 7) == b"at last"


_WRONG = """
import sys
from cerver import CerverError
from cerver.tcpserver import TCPServer

certificate, key = sys.argv[1:]
for error, options in (
    (ValueError, {"cert_file": certificate}),
    (CerverError, {"cert_file": "none.pem", "key_file": key}),
    (CerverError, {"cert_file": key, "key_file": key}),
):
    try:
        TCPServer(ssl_options=options)
        raise SystemExit(f"{options} were taken")
    except error:
        pass
"""


def test_wrong_files_are_told(python: str, tmp_path: Path) -> None:
    command = [python, "-c", _WRONG, *map(str, make_certificate(tmp_path))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_hostile_peers(python: str, style: str) -> None:
    """Never reads, resets in a message, never writes, floods, single bytes: others are served, the memory is bounded."""
    with running(python, style, "echo") as example, example.client() as silent, example.client() as greedy:
        for _ in range(50):
            rude = example.client()
            rude.sendall(b"abc")
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            rude.close()
        greedy.settimeout(0.3)
        sent = 0
        with contextlib.suppress(OSError):
            while sent < 512:
                greedy.sendall(bytes(1 << 20))
                sent += 1
        assert sent < 512, "what waits for who does not read has a limit"
        with example.client() as slow:
            for byte in b"one by one":
                slow.sendall(bytes([byte]))
                assert hear(slow, 1) == bytes([byte])
        silent.sendall(b"at last")
        assert hear(silent, 7) == b"at last"
        status = Path(f"/proc/{example.process.pid}/status").read_text()
        # The limit of a stream is 128 MiB.
        assert int(status.partition("VmHWM:")[2].split()[0]) < 512 * 1024
