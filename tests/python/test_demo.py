"""The two demos, in Python and in C, give the same answers and end cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from support import AT_ONCE, App, Client

STATIC = ROOT / "examples" / "static"


@pytest.fixture(scope="session")
def c_demo(library: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The C demo, compiled against the header and linked with the library."""
    program = tmp_path_factory.mktemp("demo") / "demo"
    command = [
        "gcc",
        "-std=c99",
        "-O1",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-I",
        ROOT / "include",
        "-o",
        program,
        ROOT / "examples" / "demo.c",
        library,
        f"-Wl,-rpath,{library.parent}",
        "-pthread",
    ]
    subprocess.run(command, check=True, timeout=60)
    return [str(program)]


@pytest.fixture(params=["python", "c"])
def demo(request: pytest.FixtureRequest, python: str, c_demo: list[str], tmp_path: Path) -> Iterator[App]:
    command = [python, str(ROOT / "examples" / "demo.py")] if request.param == "python" else c_demo
    (tmp_path / "examples").symlink_to(ROOT / "examples")  # the C demo looks for its files from where it is started
    app = App([*command, "0"], tmp_path, {"PORT": "1"})
    yield app
    app.kill()


def test_pages_and_files(demo: App) -> None:
    with Client(demo.port) as client:
        for path, name in (
            ("/", "index.html"),
            ("/index.html", "index.html"),
            ("/style.css", "style.css"),
            ("/demo.js", "demo.js"),
            ("/clip.webm", "clip.webm"),
        ):
            answer = client.get(path)
            assert (answer.status, answer.body) == (200, (STATIC / name).read_bytes()), path
        assert client.get("/").headers["Content-Type"].startswith("text/html")
        assert client.get("/style.css").headers["Content-Type"].startswith("text/css")
        assert client.get("/nowhere").status == 404
        assert client.get("/../demo.py").status in (400, 404)


def test_ranges_of_the_video(demo: App) -> None:
    whole = (STATIC / "clip.webm").read_bytes()
    with Client(demo.port) as client:
        part = client.ask("GET", "/clip.webm", Range="bytes=1000-1999")
        assert (part.status, part.body) == (206, whole[1000:2000])
        assert part.headers["Content-Type"] == "video/webm"
        assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole)}"
        assert client.ask("GET", "/clip.webm", If_None_Match=part.headers["ETag"]).status == 304


def test_json(demo: App) -> None:
    with Client(demo.port) as client:
        assert client.get("/api/hello/you").json == {"hello": "you"}
        assert client.get("/api/hello/J%C3%BCrgen").json["hello"] == "Jürgen"
        assert client.get("/api/add/2/-5").json == {"sum": -3}
        refused = client.get("/api/add/2/x")
        assert (refused.status, list(refused.json)) == (400, ["error"])
        stats = client.get("/api/stats").json
        assert stats["requests"] >= 3 and stats["connections"] == 1


def test_form(demo: App) -> None:
    with Client(demo.port) as client:
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        answer = client.ask("POST", "/form", "name=J%C3%BCrgen+M&colour=", **form)
        assert answer.text == "Hello Jürgen M, you chose no colour.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_on_a_signal(demo: App, number: int) -> None:
    with Client(demo.port) as client:
        client.get("/")
        assert demo.end(number) < AT_ONCE
    assert (demo.process.returncode, demo.errors()) == (0, "")


def refused(command: list[str], port: str) -> None:
    """The program says in one line what is wrong with the port, and ends with 1."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, env={**os.environ, "PORT": port})
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1 and port in done.stderr, done.stderr


def test_port_in_use(demo: App, python: str, c_demo: list[str]) -> None:
    for command in ([python, str(ROOT / "examples" / "demo.py")], c_demo):
        refused(command, str(demo.port))


@pytest.mark.parametrize("port", ["abc", "", "8080x", "-1", "65536", "99999999999999999999"])
def test_port_that_is_none(python: str, c_demo: list[str], port: str) -> None:
    for command in ([python, str(ROOT / "examples" / "demo.py")], c_demo):
        refused(command, port)


def test_uploads(demo: App) -> None:
    url = f"http://127.0.0.1:{demo.port}/upload"
    command = [
        "curl",
        "-sS",
        "--max-time",
        "10",
        "-F",
        f"file=@{STATIC / 'style.css'}",
        "-F",
        "file=@-;filename=../b c",
    ]
    done = subprocess.run([*command, url], input=b"12345", capture_output=True, check=True)
    size = (STATIC / "style.css").stat().st_size
    assert done.stdout.decode() == f"style.css: {size} bytes\nbc: 5 bytes\n"
