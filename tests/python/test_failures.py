"""Handlers that raise: the client gets a 500, everything else goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from support import AT_ONCE, App, Client, raw

REQUESTS = 10_000


@pytest.mark.parametrize("path", ["/fail", "/leave", "/interrupt"])
@pytest.mark.parametrize("placement", ["reactor", "pool", "own"])
def test_exception_answers_500(start: Callable[..., App], placement: str, path: str) -> None:
    app = start("app.py", placement)
    with Client(app.port) as client:
        for _ in range(10):
            answer = client.get(path)
            assert answer.status == 500
            assert answer.json == {"error": "Internal error!"}
            assert client.get("/hello").status == 200
    assert app.end() < AT_ONCE
    assert app.process.returncode == 0


def test_exception_is_logged_with_its_traceback(app: App, client: Client) -> None:
    client.get("/fail")
    app.end()
    errors = app.errors()
    assert "ERROR:cerver:handler fail raised" in errors
    assert "ValueError: broken on purpose" in errors


def test_exception_in_a_callback_object(app: App, client: Client) -> None:
    """Only Python knows of it: it prints the traceback, and the library sees a handler without an answer."""
    client.get("/hello")
    connection = client.sock
    for _ in range(1000):
        answer = client.get("/callback-fail")
        assert (answer.status, answer.json) == (500, {"error": "Internal error!"})
    assert client.get("/hello").status == 200
    assert client.sock is connection, "the connection goes on"
    app.end()
    assert app.errors().count("ValueError: broken on purpose") == 1000


def test_no_answer(client: Client) -> None:
    client.get("/hello")
    connection = client.sock
    answer = client.get("/nothing")
    assert (answer.status, answer.json) == (500, {"error": "Internal error!"})
    assert client.get("/hello").status == 200
    assert client.sock is connection, "the connection goes on"


def test_exception_after_the_answer(app: App, client: Client) -> None:
    assert client.get("/answer-then-fail").text == "hello"
    with Client(app.port) as other:
        assert other.get("/hello").status == 200
    app.end()
    assert "after the answer" in app.errors()


def test_exception_in_a_stream_closes_the_connection(app: App) -> None:
    answer = raw(app.port, b"GET /stream-then-fail HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"5\r\nbegun\r\n" in answer
    assert not answer.endswith(b"0\r\n\r\n")
    assert b"500" not in answer


def test_interrupt_in_a_turned_handler_reaches_the_main_program(start: Callable[..., App]) -> None:
    app = start("app.py", "turned")
    with Client(app.port) as client:
        assert client.get("/interrupt").status == 500
    assert app.process.wait(5) == 0


@pytest.mark.parametrize("placement", ["reactor", "pool", "own", "turned"])
def test_many_exceptions(start: Callable[..., App], placement: str) -> None:
    app = start("app.py", placement, "quiet")
    statuses: list[int] = []

    def ask(count: int) -> None:
        with Client(app.port) as client:
            statuses.extend(client.get("/fail").status for _ in range(count))

    def ask_with(threads: int, count: int) -> None:
        clients = [threading.Thread(target=ask, args=(count // threads,)) for _ in range(threads)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()

    ask_with(4, REQUESTS // 5)
    before = app.memory()
    ask_with(4, REQUESTS - REQUESTS // 5)
    assert statuses == [500] * REQUESTS
    assert app.memory() - before < 1024, "the server grows with every exception"
