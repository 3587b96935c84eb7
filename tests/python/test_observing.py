"""Error pages, access log, request ids and metrics, as Python programs and those who read them see it."""

from __future__ import annotations

import json
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from support import App, Client, raw

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(params=("reactor", "pool", "own", "turned"))
def observed(request: pytest.FixtureRequest, start: Callable[..., App], tmp_path: Path) -> App:
    return start("observed.py", request.param, str(tmp_path / "access.log"))


def lines(path: Path, count: int) -> list[dict[str, Any]]:
    """The lines of a log when there are so many."""
    end = time.monotonic() + 10
    while path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < end, path.read_text()
        time.sleep(0.01)
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_error_pages(observed: App) -> None:
    with Client(observed.port) as client:
        page = client.ask("GET", "/<x>", Accept=BROWSER)
        assert (page.status, page.text) == (404, "<p>GET /&lt;x&gt;: Not found!</p>")
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get("/none").json == {"own": True}
        failed = client.ask("GET", "/fail", Accept=BROWSER)
        assert (failed.status, failed.headers["Content-Type"]) == (500, "text/html; charset=UTF-8")
        assert "<p>Internal error!</p>" in failed.text
        assert client.get("/fail").json == {"error": "Internal error!"}
        teapot = client.get("/teapot")
        assert (teapot.status, teapot.json) == (418, {"error": "Short and stout."}), "the page raised"
        assert client.get("/ids").status == 200
    observed.end()
    assert "error page page raised" in observed.errors()
    assert "RuntimeError: the page fails" in observed.errors()


def test_ids_and_traces(observed: App, tmp_path: Path) -> None:
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with Client(observed.port) as client:
        answer = client.ask("GET", "/ids", X_Request_Id="mine", traceparent=parent, tracestate="a=1")
        assert answer.json == ["mine", trace, parent, "a=1"]
        assert answer.headers["X-Request-Id"] == "mine"
        made = client.ask("GET", "/ids", X_Request_Id="not good", traceparent=parent.upper(), tracestate="a=1")
        assert made.json == [made.headers["X-Request-Id"], None, None, None]
        assert len(made.headers["X-Request-Id"]) == 32
    first, second = lines(tmp_path / "access.log", 2)
    assert (first["request_id"], first["trace_id"], first["parent_id"]) == ("mine", trace, "b7ad6b7169203331")
    assert (second["request_id"], second["trace_id"]) == (made.headers["X-Request-Id"], None)


def test_log_lines_are_json_whatever_comes(start: Callable[..., App], tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    app = start("observed.py", "reactor", str(path))
    chance = random.Random(7)
    inputs = [
        b'"',
        b"\\",
        b"\x00",
        b"\x1b[31m",
        b"\r",
        b"\xff\xfe",
        "\u2028\u009b\u202e\U0001f980".encode(),
        b"a" * 9000,
        b"\\u0022",
    ]
    for count in range(1, 60):
        text = b"".join(chance.choice(inputs) for _ in range(chance.randrange(1, 6)))
        request = chance.choice(
            (
                b"GET /%s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nUser-Agent: %s\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nReferer: %s\r\n\r\n",
                b"%s\r\n\r\n",
            )
        )
        assert raw(app.port, request % text)
        written = lines(path, count)
        assert len(written) == count
        assert 200 <= written[-1]["status"] < 600
        assert set(written[-1]) == set(written[0])
    for line in path.read_text("utf-8").split("\n"):
        assert line.isprintable() or all(letter.isprintable() or ord(letter) >= 0xA0 for letter in line), line


def test_rotation(start: Callable[..., App], tmp_path: Path) -> None:
    path, old = tmp_path / "access.log", tmp_path / "access.log.1"
    app = start("observed.py", "reactor", str(path))
    with Client(app.port) as client:
        client.get("/ids")
        lines(path, 1)
        path.rename(old)
        client.get("/ids")
        assert len(lines(old, 2)) == 2
        app.process.send_signal(signal.SIGHUP)
        assert app.process.stdout is not None
        assert app.process.stdout.readline() == "reopened\n"
        client.get("/teapot")
        assert [line["status"] for line in lines(path, 1)] == [418]
        assert len(lines(old, 2)) == 2


@pytest.mark.parametrize("placement", ("reactor", "pool"))
def test_a_function_takes_the_lines(start: Callable[..., App], placement: str) -> None:
    app = start("observed.py", placement, "function")
    with Client(app.port) as client:
        client.get("/ids")
        client.get("/none")
    app.end()
    logged = [json.loads(line) for line in app.errors().splitlines() if line.startswith("{")]
    assert [(line["request"], line["status"]) for line in logged] == [
        ("GET /ids HTTP/1.1", 200),
        ("GET /none HTTP/1.1", 404),
    ]


def test_metrics(observed: App) -> None:
    with Client(observed.port) as client:
        for path in ("/ids", "/ids", "/fail", "/none", '/odd"route\\/x'):
            client.get(path)
        assert raw(observed.port, b"garbage\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        answer = client.get("/metrics")
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        families = {family.name: family for family in text_string_to_metric_families(answer.text)}
        assert all(family.documentation and name.startswith("cerver_") for name, family in families.items())
        asked = client.ask("GET", "/metrics", Accept="application/json").json

    def value(family: str, name: str, **labels: str) -> float:
        (found,) = [
            sample.value for sample in families[family].samples if sample.name == name and sample.labels == labels
        ]
        return found

    def route(route: str, status: str, method: str = "GET") -> float:
        name = "cerver_route_requests"
        return value(name, f"{name}_total", method=method, route=route, status=status)

    assert families["cerver_requests"].type == "counter"
    assert value("cerver_requests", "cerver_requests_total") == 6
    assert value("cerver_requests_in_flight", "cerver_requests_in_flight") == 1
    assert value("cerver_refusals", "cerver_refusals_total", status="400") == 1
    assert value("cerver_access_log_lines", "cerver_access_log_lines_total") >= 5
    assert [route("/ids", "200"), route("/fail", "500"), route('/odd"route\\/:name', "200")] == [2, 1, 1]
    assert [route("(none)", "404", ""), route("(none)", "400", "")] == [1, 1]
    duration = families["cerver_request_duration_seconds"]
    assert duration.type == "histogram"
    counts = [
        (float(sample.labels["le"]), sample.value)
        for sample in duration.samples
        if sample.name.endswith("_bucket") and sample.labels["route"] == "/ids" and sample.labels["class"] == "2xx"
    ]
    assert [count for _, count in counts] == sorted(count for _, count in counts)
    assert counts == sorted(counts) and len(counts) == 17 and counts[-1] == (float("inf"), 2)
    assert [entry["statuses"] for entry in asked["routes"] if entry["route"] == "/ids"] == [{"200": 2}]
    assert asked["requests"] == 7 and asked["refusals"] == {"400": 1}


def test_admin_routes(observed: App) -> None:
    with Client(observed.port) as client:
        for _ in range(2):
            client.get("/ids")
        info = client.get("/ids/cerver/info")
        assert info.headers["Access-Control-Allow-Origin"] == "https://admin.example"
        assert {"name": "observed", "alias": "my-cerver"}.items() <= info.json.items()
        assert abs(info.json["time_started"] + info.json["uptime"] - time.time()) < 60
        stats = client.get("/ids/cerver/stats").json
        (ids,) = [route for route in stats["routes"] if route["route"] == "/ids"]
        assert (ids["handlers"][0]["method"], ids["handlers"][0]["requests"]) == ("GET", 2)
        assert ids["handlers"][0]["min_response_size"] > len("[null, null, null, null]")
        assert [child["route"] for child in ids["children"]][:2] == ["/ids/cerver/info", "/ids/cerver/stats"]
        assert [route["route"] for route in stats["routes"]][-1] == '/odd"route\\/:name'
        (root,) = client.get("/ids/cerver/stats/filesystems").json["filesystems"]
        assert root["path"] == "/" and 0 < root["used"] <= root["total"]
        (worker,) = client.get("/ids/cerver/stats/workers").json["workers"]
        assert (worker["name"], worker["state"]) == ('the "worker"', "None")
    assert observed.process.stdout is not None
    observed.end()
    assert "GET /ids: 2 requests\n" in observed.process.stdout.read()
    warning = "everybody may use the admin routes: set who may with http_cerver_enable_admin_routes_authentication()"
    assert observed.errors().count(warning) == 1
