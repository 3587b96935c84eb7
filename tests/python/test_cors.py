"""Pages of other sites: what a browser is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import PLACEMENTS
from support import Answer, App, Client

PAGE = "https://page.example"


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_a_page_asks(start: Callable[..., App], placement: str) -> None:
    app = start("cors.py", placement)

    def ask(method: str, path: str, origin: str) -> Answer:
        with Client(app.port) as client:
            headers = {"Origin": origin}
            if method == "OPTIONS":
                headers["Access-Control-Request-Method"] = "PUT"
            client.request(method, path, headers=headers)
            return Answer(client.getresponse())

    answer = ask("PUT", "/plain", PAGE)
    assert (answer.status, answer.json) == (200, {"data": 1})
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE and answer.headers["Vary"] == "Origin"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
    answer = ask("OPTIONS", "/plain", PAGE)
    assert answer.status == 204 and answer.headers["Access-Control-Allow-Methods"] == "PUT, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert answer.headers["Access-Control-Max-Age"] == "30"
    for method in ("PUT", "OPTIONS"):
        answer = ask(method, "/plain", "https://other.example")
        assert answer.headers["Access-Control-Allow-Origin"] is None and answer.headers["Vary"] == "Origin"
        assert answer.headers["Access-Control-Allow-Methods"] is None
    answer = ask("GET", "/own", PAGE)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Credentials"] is None
