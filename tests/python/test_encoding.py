"""Compression, cookies and negotiation from Python, seen by other clients: curl, node and Python's own."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Callable, Iterator

import pytest

from support import App, Client

PAGE = "".join(f"<li>Zeile {number} äöü</li>\n" for number in range(500))


@pytest.fixture(params=["reactor", "pool", "own"])
def app(request: pytest.FixtureRequest, start: Callable[..., App]) -> App:
    return start("encoding.py", request.param)


@pytest.fixture
def client(app: App) -> Iterator[Client]:
    with Client(app.port) as client:
        yield client


def test_compressed_page(client: Client) -> None:
    coded = client.ask("GET", "/page", accept_encoding="gzip, deflate")
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.body).decode() == PAGE
    plain = client.ask("GET", "/page", accept_encoding="identity")
    assert (plain.headers["Content-Encoding"], plain.text) == (None, PAGE)
    assert coded.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    secret = client.ask("GET", "/secret", accept_encoding="gzip")
    assert (secret.headers["Content-Encoding"], secret.headers["Vary"], secret.text) == (None, None, PAGE)


def test_compressed_stream(client: Client) -> None:
    coded = client.ask("GET", "/stream", accept_encoding="gzip")
    assert (coded.headers["Content-Encoding"], coded.headers["Transfer-Encoding"]) == ("gzip", "chunked")
    assert gzip.decompress(coded.body).decode() == "".join(PAGE.splitlines(keepends=True)[:100])


@pytest.mark.parametrize("path", ["/page", "/stream"])
def test_curl_reads_it(start: Callable[..., App], path: str) -> None:
    url = f"http://127.0.0.1:{start('encoding.py', 'pool').port}{path}"
    command = ["curl", "--silent", "--show-error", "--fail", "--max-time", "20", "--compressed", url]
    assert PAGE.startswith(subprocess.run(command, capture_output=True, check=True).stdout.decode())
    size = subprocess.run([*command, "--output", "/dev/null", "--write-out", "%{size_download}"], capture_output=True)
    assert 0 < int(size.stdout) < len(PAGE) // 2
