"""Compression, cookies and negotiation from Python, seen by other clients: curl, node and Python's own."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar

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


def test_a_cookie_jar_keeps_and_forgets(app: App) -> None:
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(path: str) -> bytes:
        with opener.open(f"http://127.0.0.1:{app.port}{path}", timeout=20) as answer:
            return answer.read()

    assert get("/login") == b"in"
    kept = {cookie.name: cookie for cookie in jar}
    assert sorted(kept) == ["deep", "session", "theme"]
    assert kept["theme"].expires == 2145916800
    assert (kept["session"].path, kept["deep"].path) == ("/", "/cookies/deep")
    assert kept["session"].has_nonstandard_attr("HttpOnly")
    assert kept["session"].get_nonstandard_attr("SameSite") == "Lax"
    assert json.loads(get("/cookies")) == {
        "all": {"session": "abc123", "theme": "dark"},
        "session": "abc123",
        "raw": True,
    }
    assert json.loads(get("/cookies/deep"))["all"] == {"deep": "1", "session": "abc123", "theme": "dark"}
    assert get("/logout") == b"out"
    assert sorted(cookie.name for cookie in jar) == ["deep", "theme"]
    assert json.loads(get("/cookies")) == {"all": {"theme": "dark"}, "session": None, "raw": False}


def test_cookies_as_they_are_sent(client: Client) -> None:
    answer = client.ask("GET", "/cookies", Cookie='a=1;session="x y"; flag; =no; a=2; session=later').json
    assert answer == {"all": {"a": "1", "session": '"x y"'}, "session": '"x y"', "raw": True}
    many = "; ".join(f"c{number}=v" for number in range(300))
    assert len(client.ask("GET", "/cookies", Cookie=many).json["all"]) == 256


def test_negotiation(client: Client) -> None:
    def choose(**headers: str) -> list[str | None]:
        return list(client.ask("GET", "/choose", **headers).json.values())

    html = "text/html; charset=UTF-8"
    assert choose(Accept_Encoding="") == ["application/json", "identity", "en"]
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert choose(Accept=browser, Accept_Encoding="gzip, deflate, br", Accept_Language="de-CH, de;q=0.9, en;q=0.8") == [
        html,
        "br",
        "de",
    ]
    assert choose(Accept="image/png", Accept_Encoding="identity;q=0", Accept_Language="fr") == [None, None, None]
    assert choose(Accept=";;,q=", Accept_Encoding="gzip;q=7", Accept_Language="*;q=0.1") == [
        "application/json",
        "identity",
        "en",
    ]


def test_node_reads_it(app: App) -> None:
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    done = subprocess.run(["node", "-e", _NODE, str(app.port)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == PAGE


_NODE = """
const http = require("http"), zlib = require("zlib");
http.get({port: process.argv[1], path: "/page", headers: {"Accept-Encoding": "gzip"}, agent: false}, answer => {
  if (answer.headers["content-encoding"] !== "gzip") throw new Error("not compressed");
  answer.pipe(zlib.createGunzip()).pipe(process.stdout);
});
"""
