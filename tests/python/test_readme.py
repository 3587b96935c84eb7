"""The Python examples of the README and of docs/ run as they stand and do what they say."""

from __future__ import annotations

import hashlib
import signal
import socket
import ssl
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from websockets.sync.client import connect

from conftest import ROOT
from support import TIMEOUT, Client, TlsClient, make_certificate


def _serves(
    python: str,
    folder: Path,
    page: str,
    named: str,
    look: Callable[[int], None],
    *,
    ends: bool = True,
    number: int = 1,
) -> None:
    """Runs an example of a page on a free port in place of the one it names, until `look` has found it good."""
    code = (ROOT / page).read_text().split("<!-- example: python -->\n```python\n")[number].split("```")[0]
    with socket.socket() as probe:
        probe.bind(("", 0))
        port = probe.getsockname()[1]
    program = folder / "example.py"
    program.write_text(code.replace(named, str(port)))
    process = subprocess.Popen([python, str(program)], cwd=folder)
    try:
        begun = time.monotonic()
        while True:
            try:
                look(port)
                break
            except ConnectionRefusedError:
                assert process.poll() is None and time.monotonic() - begun < TIMEOUT
        if ends:
            process.send_signal(signal.SIGINT)
            assert process.wait(TIMEOUT) == 0
    finally:
        process.kill()
        process.wait()


def test_the_example_of_the_readme_serves(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with Client(port) as client:
            assert client.get("/hello/World").json == {"hello": "World"}

    _serves(python, tmp_path, "README.md", "8080", look)


def test_the_example_of_tls_is_secured(python: str, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    assert (certificate.name, key.name) == ("server.pem", "server.key")

    def look(port: int) -> None:
        with TlsClient(port, certificate) as client:
            assert client.get("/").json == {"tls": "TLSv1.3"}

    _serves(python, tmp_path, "docs/tls.md", "8443", look)


def test_the_example_of_uploads_sums(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with Client(port) as client:
            form = "--b\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\ncontent\r\n--b--"
            answer = client.ask("POST", "/upload", form, Content_Type="multipart/form-data; boundary=b")
            assert answer.json == {"a.txt": hashlib.sha256(b"content").hexdigest()}

    _serves(python, tmp_path, "docs/uploads.md", "8080", look)


def test_the_example_of_streams_echoes(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as client:
            client.sendall(b"hello")
            client.shutdown(socket.SHUT_WR)
            assert client.makefile("rb").read() == b"hello"

    _serves(python, tmp_path, "docs/streams.md", "7000", look)


def test_the_example_of_web_sockets_echoes(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with connect(f"ws://127.0.0.1:{port}/ws", open_timeout=TIMEOUT) as client:
            for message in ("hello", b"\xff"):
                client.send(message)
                assert client.recv(TIMEOUT) == message

    _serves(python, tmp_path, "docs/websocket.md", "8080", look)


def test_the_example_of_esockets_echoes(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as client:
            client.sendall(b"hello")
            assert client.recv(5) == b"hello"

    # Its threads go on until stop(), as those of the original.
    _serves(python, tmp_path, "docs/esockets.md", "7000", look, ends=False)


def test_the_example_of_tcpserver_shouts(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as client:
            client.sendall(b"hello\n")
            assert client.recv(6) == b"HELLO\n"

    _serves(python, tmp_path, "docs/tcpserver.md", "7000", look)


def test_the_example_of_tcpserver_with_tls_echoes(python: str, tmp_path: Path) -> None:
    certificate, _ = make_certificate(tmp_path)
    context = ssl.create_default_context(cafile=str(certificate))

    def look(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as client:
                client.sendall(b"hello\n")
                assert client.recv(6) == b"hello\n"

    _serves(python, tmp_path, "docs/tcpserver.md", "7443", look, number=2)


def test_the_example_of_network_echoes(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as client:
            client.sendall(b"hello")
            assert client.recv(5, socket.MSG_WAITALL) == b"hello"

    _serves(python, tmp_path, "docs/network.md", "9000", look)


def test_the_example_of_packets_answers(python: str, tmp_path: Path) -> None:
    def look(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as client, client.makefile("rb") as file:
            assert file.read(688)[164:173] == b"Welcome!\0"
            client.sendall(struct.pack("<I4xQB3xIH6x", 7, 36, 0, 5, 0) + b"text")
            assert struct.unpack("<I4xQB3xIH6x", file.read(32)) == (7, 32, 0, 5, 0)

    _serves(python, tmp_path, "docs/packets.md", "7000", look)
