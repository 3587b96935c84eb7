"""Forms with files, gates, and bodies that are read as they come, wherever handlers run."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import PLACEMENTS
from support import App, raw

_OPEN = "X-Key: open"


def _part(name: str, content: str, file: str | None = None) -> str:
    filename = "" if file is None else f'; filename="{file}"'
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{filename}\r\n\r\n{content}\r\n'


def _ask(app: App, parts: str, *headers: str, path: str = "/upload") -> tuple[int, str]:
    body = f"{parts}--b--\r\n"
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: h",
        "Connection: close",
        "Content-Type: multipart/form-data; boundary=b",
        f"Content-Length: {len(body.encode())}",
        *headers,
    ]
    answer = raw(app.port, ("\r\n".join(lines) + "\r\n\r\n" + body).encode())
    head, _, text = answer.decode().partition("\r\n\r\n")
    return int(head.split()[1]), text


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_uploads(start: Callable[..., App], tmp_path: Path, placement: str) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    app = start("uploading.py", placement, folder)
    parts = _part("a", "one") + _part("f", "content", "../é x.txt")
    status, text = _ask(app, parts, _OPEN)
    assert (status, json.loads(text)) == (
        200,
        {"parts": [["a", "one"], ["f", "../é x.txt", "x.txt", "content"]], "files": 1},
    )
    assert _ask(app, parts)[0] == 403
    assert _ask(app, parts, _OPEN, "X-Raise: yes")[0] == 500
    assert _ask(app, _part("f", "", "x") * 3, _OPEN)[0] == 413
    deadline = time.monotonic() + 5
    while any(folder.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_parts_come_to_functions(start: Callable[..., App], tmp_path: Path, placement: str) -> None:
    app = start("uploading.py", placement, tmp_path)
    large = "x" * (2 << 20)
    parts = _part("a", "one") + _part("f", large, "a.txt")
    status, text = _ask(app, parts, path="/parts")
    told = [["a", None, zlib.crc32(b"one"), 3], ["f", None, zlib.crc32(large.encode()), len(large)]]
    assert (status, json.loads(text)) == (200, {"parts": told, "a": "one"})
    assert _ask(app, _part("raise", "x"), path="/parts")[0] == 500
    assert app.process.stdout is not None
    for parts, refused in [
        (_part("f", "", "x") * 3, 413),
        (_part("a", "") * 6, 413),
        (_part("elevenchars", ""), 413),
        (_part("a", "", "x" * 200), 413),
        (_part("a", "x" * 21), 413),
        (_part("f", large * 2 + "x", "x"), 413),
        (_part("f", large + large[9:], "x") + _part("f", large, "x"), 413),
        ("--bad", 400),
    ]:
        for path in ("/parts", "/upload"):
            assert _ask(app, parts, _OPEN, path=path)[0] == refused
        assert app.process.stdout.readline() == f"form ended: {refused}\n"


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_files_are_named_by_functions(start: Callable[..., App], tmp_path: Path, placement: str) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    app = start("uploading.py", placement, folder, "named")
    status, text = _ask(app, _part("a", "one") + _part("f", "content", "../é x.txt"), _OPEN, "X-Where: yes")
    assert (status, json.loads(text)["where"]) == (200, str(folder / "mine" / "x.txt"))
    assert _ask(app, _part("f", "", "x") * 3, _OPEN)[0] == 413
    deadline = time.monotonic() + 5
    while any(folder.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_a_body_is_read_as_it_comes(start: Callable[..., App], tmp_path: Path, placement: str) -> None:
    app = start("uploading.py", placement, tmp_path)
    body = bytes(range(256)) * 8192
    head = "POST /sum HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
    for framed in (
        f"Content-Length: {len(body)}\r\n\r\n".encode() + body,
        f"Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n".encode() + body + b"\r\n0\r\nChecksum: 7\r\n\r\n",
    ):
        answer = json.loads(raw(app.port, head.encode() + framed).partition(b"\r\n\r\n")[2])
        late = "7" if b"Checksum" in framed else None
        assert answer == {"length": len(body), "crc": zlib.crc32(body), "trailer": late}
