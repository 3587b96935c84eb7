"""TLS from Python, with Python's own ssl module on the other side."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from support import TIMEOUT, App, TlsClient, make_certificate, raw

VERSION, SERVER_NAME, PROTOCOL, PEER_SUBJECT, RESUMED = "0", "2", "3", "4", "6"


def line(app: App) -> str:
    assert app.process.stdout is not None
    return app.process.stdout.readline().strip()


def reload(app: App) -> str:
    assert app.process.stdin is not None
    app.process.stdin.write("again\n")
    app.process.stdin.flush()
    return line(app)


def test_a_request_tells_how_it_came(start: Callable[..., App], tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    app = start("tls.py", str(certificate), str(key))
    for version, text in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
        with TlsClient(app.port, certificate) as client:
            client.context.minimum_version = client.context.maximum_version = version
            client.context.set_alpn_protocols(["h2", "http/1.1"])
            told = client.get("/").json
        assert (told["secure"], told[VERSION], told[SERVER_NAME], told[PROTOCOL]) == (
            True,
            text,
            "localhost",
            "http/1.1",
        )
        assert told[PEER_SUBJECT] is told[RESUMED] is None
    assert b"400 Bad Request" in raw(app.port, b"GET / HTTP/1.1\r\n\r\n")


def test_options(start: Callable[..., App], tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    alice = make_certificate(tmp_path, "alice", "/O=Example/CN=alice")
    options = (f"client_auth=2,{alice[0]}", "min_version=13", "tickets=0", "alpn=mine", "handshake_timeout=20000")
    limits = ("handshake_bytes=20000", "handshakes_per_turn=2", "expiry_warning=0")
    app = start("tls.py", str(certificate), str(key), *options, *limits)
    with TlsClient(app.port, certificate, alice) as client:
        client.context.set_alpn_protocols(["other", "mine"])
        told = client.get("/").json
        assert (told[PEER_SUBJECT], told[PROTOCOL]) == ("CN=alice,O=Example", "mine")
        assert client.sock.session is None or not client.sock.session.has_ticket
    with TlsClient(app.port, certificate) as client, pytest.raises((ssl.SSLError, OSError)):
        client.get("/")
    with TlsClient(app.port, certificate, alice) as client, pytest.raises(ssl.SSLError):
        client.context.maximum_version = ssl.TLSVersion.TLSv1_2
        client.get("/")


def test_files_are_read_again_while_requests_go_on(start: Callable[..., App], tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    app = start("tls.py", str(certificate), str(key))
    with TlsClient(app.port, certificate) as there:
        assert there.get("/").status == 200
        key.write_text("nothing")
        assert "has no -----BEGIN PRIVATE KEY-----" in reload(app)
        with TlsClient(app.port, certificate) as client:
            assert client.get("/").status == 200
        make_certificate(tmp_path)
        assert reload(app) == "reloaded"
        with TlsClient(app.port, certificate) as client:
            assert client.get("/").status == 200
        assert there.get("/").status == 200


CONNECTING = """
import sys
from cerver import *

server = cerver_create_stream("client", 0, 8)
check(cerver_set_listening(server, False))
if sys.argv[2] == "any issuer":
    check(cerver_set_connect_tls_any_issuer(server, True))
else:
    check(cerver_set_connect_tls_ca(server, sys.argv[2]))
check(cerver_set_connect_tls_alpn(server, "mine"))
check(cerver_open(server))
events = (CerverEvent * 1)()


def next_event():
    for _ in range(100):
        if cerver_next_events(server, events, 1, 200) == 1:
            return events[0].kind, bytes(events[0])
    raise TimeoutError


connection = cerver_connect_tls(server, "localhost", int(sys.argv[1]), 5000, None)
check(cerver_connection_send(connection, b"hello", 5))
assert next_event()[0] == CERVER_EVENT_CONNECTED
assert next_event() == (CERVER_EVENT_DATA, b"HELLO mine")
assert cerver_connect_tls(server, "localhost", int(sys.argv[1]), 5000, "example.org")
kind, text = next_event()
while kind != CERVER_EVENT_CONNECT_FAILED:
    kind, text = next_event()
assert b"not valid for name" in text, text
cerver_teardown(server)
"""


@pytest.mark.parametrize("issuer", ["known issuer", "any issuer"])
def test_a_connection_that_the_program_makes(python: str, tmp_path: Path, issuer: str) -> None:
    certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["mine"])
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            plain, _ = listener.accept()
            with context.wrap_socket(plain, server_side=True) as peer:
                peer.sendall(peer.recv(100).upper() + b" " + (peer.selected_alpn_protocol() or "").encode())
            plain, _ = listener.accept()
            with plain, pytest.raises((ssl.SSLError, OSError)):
                context.wrap_socket(plain, server_side=True).recv(1)

        peer = threading.Thread(target=serve)
        peer.start()
        authority = issuer if issuer == "any issuer" else str(certificate)
        command = [python, "-c", CONNECTING, str(listener.getsockname()[1]), authority]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        peer.join(TIMEOUT)
