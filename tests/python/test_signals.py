"""Ctrl-C and SIGTERM end a server at once, wherever its handlers run."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from http.client import HTTPException

import pytest

from support import AT_ONCE, App, Client

PLACEMENTS = ["reactor", "pool", "own"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("placement", [*PLACEMENTS, "turned"])
def test_signal_ends_an_idle_server(start: Callable[..., App], placement: str, number: int) -> None:
    app = start("app.py", placement)
    with Client(app.port) as client:
        assert client.get("/hello").status == 200
        assert app.end(number) < AT_ONCE
    assert app.process.returncode == 0
    assert app.errors() == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("placement", [*PLACEMENTS, "turned"])
def test_signal_ends_a_busy_server(start: Callable[..., App], placement: str, number: int) -> None:
    app = start("app.py", placement)

    def load() -> None:
        try:
            with Client(app.port) as client:
                while client.get("/hello").status == 200:
                    pass
        except (OSError, HTTPException):  # the end of the server
            pass

    clients = [threading.Thread(target=load) for _ in range(4)]
    for client in clients:
        client.start()
    with Client(app.port) as client:
        for _ in range(50):
            client.get("/hello")
    assert app.end(number) < AT_ONCE
    for thread in clients:
        thread.join()
    assert app.process.returncode == 0
    assert app.errors() == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("placement", PLACEMENTS)
def test_teardown_inside_the_signal_handler(start: Callable[..., App], placement: str, number: int) -> None:
    """The way programs written for pycerver end: teardown, cerver_end and sys.exit in the handler of the signal."""
    app = start("classic.py", placement)
    with Client(app.port) as client:
        assert client.get("/hello").text == "hello"
        assert app.end(number) < AT_ONCE
    assert app.process.returncode == 1
    assert app.errors().strip() == "Done!"


def test_other_signals_do_not_end_the_server(start: Callable[..., App]) -> None:
    app = start("classic.py", "reactor")
    app.process.send_signal(signal.SIGUSR1)
    with Client(app.port) as client:
        deadline = time.monotonic() + 5
        while client.get("/signals").json["signals"] == 0 and time.monotonic() < deadline:
            pass
        assert client.get("/signals").json == {"signals": 1}
