"""Folders whose files are served, and files that handlers send."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from support import App, Client

MODIFIED = "Sun, 09 Sep 2001 01:46:40 GMT"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    folder.mkdir()
    for name, text in (("page.txt", "0123456789"), ("page.txt.br", "brotli"), (".hidden", "hidden")):
        (folder / name).write_text(text)
        os.utime(folder / name, (1_000_000_000, 1_000_000_000))
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to("../secret.txt")
    return folder


def test_defaults(start: Callable[..., App], folder: Path) -> None:
    with Client(start("static.py", str(folder)).port) as client:
        for path in ("/page.txt", "/handler"):
            whole = client.ask("GET", path, Accept_Encoding="br")
            assert (whole.status, whole.text) == (200, "0123456789")
            assert whole.headers["Last-Modified"] == MODIFIED
            assert whole.headers["Cache-Control"] is whole.headers["Vary"] is None
            tag = whole.headers["ETag"]
            assert client.ask("GET", path, If_None_Match=tag).status == 304
            assert client.ask("GET", path, If_Modified_Since=MODIFIED).status == 304
            assert client.ask("GET", path, If_Match='"other"').status == 412
            part = client.ask("GET", path, Range="bytes=-3", If_Range=tag)
            assert (part.status, part.text, part.headers["Content-Range"]) == (206, "789", "bytes 7-9/10")
            assert client.ask("GET", path, Range="bytes=10-").status == 416
        for path in ("/", "/.hidden", "/out.txt", "/../secret.txt", "/%2e%2e/secret.txt"):
            assert client.get(path).status in (400, 404), path


def test_options(start: Callable[..., App], folder: Path) -> None:
    options = (
        "max_age=60",
        "immutable=1",
        "listing=1",
        "listing_limit=1",
        "dot_files=1",
        "precompressed=1",
        "kept_files=0",
        "range_limit=0",
    )
    with Client(start("static.py", str(folder), *options).port) as client:
        answer = client.ask("GET", "/page.txt", Accept_Encoding="gzip, br", Range="bytes=0-0")
        assert (answer.status, answer.text) == (200, "brotli")
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == "max-age=60, immutable"
        assert answer.headers["Accept-Ranges"] is None
        assert client.get("/.hidden").text == "hidden"
        assert "more than is shown" in client.get("/").text
        assert client.get("/out.txt").status == 404
