"""The published defaults: by the environment for a program that knows nothing of them, and by a call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import AT_ONCE, App, Client

CATCH_ALL = '{"msg": "HTTP Cerver!"}'


@pytest.mark.parametrize("way", ["environment", "call"])
def test_published_defaults(start: Callable[..., App], tmp_path: Path, way: str) -> None:
    environment = {"CERVER_PUBLISHED_DEFAULTS": "1"} if way == "environment" else {}
    app = start("defaults.py", way, **environment)
    with Client(app.port) as client:
        answer = client.get("/nowhere?a=b")
        assert (answer.status, answer.text) == (200, CATCH_ALL)
        assert client.ask("POST", "/hello", b"x").text == CATCH_ALL
        assert client.get("/hello").text == "hello"
    assert app.end() < AT_ONCE
    log = (tmp_path / "log").read_text().splitlines()
    requests = [line.partition("]: 127.0.0.1 -> ")[2].split(" - ")[0] for line in log if " -> [" in line]
    assert requests == ["[GET] /nowhere", "[POST] /hello", "[GET] /hello"]
    assert "n_catch_all_requests: 2" in log
    assert any(line.endswith("Cerver defaults teardown was successful!") for line in log), log


def test_own_defaults(start: Callable[..., App], tmp_path: Path) -> None:
    app = start("defaults.py", "none", CERVER_PUBLISHED_DEFAULTS="0")
    with Client(app.port) as client:
        assert client.get("/nowhere").status == 404
        assert client.ask("POST", "/hello", b"x").status == 405
    app.end()
    statistics, nothing = (tmp_path / "log").read_text().splitlines()
    assert statistics.startswith("Routes: 1,") and nothing.startswith("Nothing is collected of them")
