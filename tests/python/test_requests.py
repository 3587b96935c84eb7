"""What handlers read of a request, and the answers they give, wherever they run."""

from __future__ import annotations

import json
import subprocess
from urllib.parse import quote

import pytest

from support import App, Client, raw


def test_answers(client: Client) -> None:
    for _ in range(20):
        answer = client.get("/hello")
        assert (answer.status, answer.text) == (200, "hello")
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.headers["Content-Length"] == "5"


def test_routes(client: Client) -> None:
    assert client.get("/both").text == "hello"
    assert client.ask("PUT", "/both", b"put").body == b"put"
    assert client.get("/parent").text == "hello"
    assert client.get("/parent/child").text == "hello"
    assert client.get("/parent/other").status == 404
    assert client.get("/nowhere").status == 404


def test_configuration_and_handlers_of_the_rest(python: str) -> None:
    done = subprocess.run([python, "-c", _CONFIGURATION], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


_CONFIGURATION = """
import json, urllib.error, urllib.request
from cerver import *
from cerver.http import *

def url(receive, request):
    http_send_response(receive, 200, {"url": str(http_request_get_url(request).contents)})

def missing(receive, request):
    http_response_json_error_send(receive, HTTP_STATUS_NOT_FOUND, b"nothing here")

def ask(server, path):
    try:
        answer = urllib.request.urlopen(f"http://127.0.0.1:{cerver_get_port(server)}{path}", timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, json.loads(answer.read())

for set_rest, expected in (
    (lambda http: http_cerver_set_catch_all_route(http, url), (200, {"url": "/b"})),
    (lambda http: http_cerver_set_not_found_route(http, missing), (404, {"error": "nothing here"})),
    (lambda http: None, (404, {"error": "Not found!"})),
):
    server = http_cerver_configuration("rest", port=0, connection_queue=128, n_threads=2)
    http = http_cerver_get(server)
    http_create_route(http, REQUEST_METHOD_GET, "a", url)
    set_rest(http)
    check(cerver_start_background(server))
    assert ask(server, "/a") == (200, {"url": "/a"})
    assert ask(server, "/b") == expected, ask(server, "/b")
    assert cerver_teardown(server) == 0
"""


def test_query(client: Client) -> None:
    answer = client.get(f"/query?text={quote('ä & ö')}&int=-7&float=2.5&bool=Yes").json
    assert answer == {"text": "ä & ö", "int": -7, "float": 2.5, "bool": True, "absent": None}
    assert client.get("/query?text=").json["text"] == ""
    assert client.get("/query").json["text"] is None
    assert client.get("/query?bool=off").json["bool"] is False


@pytest.mark.parametrize("query", ["int=x", "float=x", "bool=maybe", "text=%ff"])
def test_query_value_that_does_not_convert(client: Client, query: str) -> None:
    assert client.get(f"/query?{query}").status == 500
    assert client.get("/hello").status == 200


def test_form(client: Client) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    answer = client.ask("POST", "/form", f"name={quote('Jürgen')}+x&ort=%2F", **form)
    assert answer.json == {"name": "Jürgen x", "ort": "/"}
    assert client.ask("POST", "/form", "name=a").status == 200


def test_params(client: Client) -> None:
    assert client.get("/params/one/two").json == {"all": ["one", "two"], "second": "two"}
    assert client.get("/params/one/%C3%BC%20+%2525").json["second"] == "ü +%25"
    assert client.get("/params/one/%FF").status == 500


def test_head(client: Client) -> None:
    answer = client.ask("GET", "/head?x=1", x_custom="Wert", Host="example.org").json
    assert answer == {
        "method": 1,
        "token": "GET",
        "url": "/head",
        "host": "example.org",
        "custom": "Wert",
        "no_cookie": False,
    }


def test_body(client: Client) -> None:
    data = bytes(range(256)) * 1000
    assert client.ask("POST", "/echo", data).body == data
    assert client.ask("POST", "/echo", b"").body == b""


def test_json(client: Client) -> None:
    body = {"a": [1, 2.5, None, "ü"]}
    answer = client.ask("POST", "/json", json.dumps(body), Content_Type="Application/JSON; charset=utf-8")
    assert answer.json == {"is_json": True, "body": body}
    assert client.ask("POST", "/json", "[]", Content_Type="text/plain").json["is_json"] is False
    assert client.ask("POST", "/json", "{").status == 500
    assert client.ask("POST", "/json", b"").status == 500


@pytest.mark.parametrize("way", ["str", "bytes", "bytearray", "memoryview", "characters", "response"])
def test_unicode(client: Client, way: str) -> None:
    answer = client.get(f"/texts?way={way}")
    assert (answer.status, answer.text) == (200, "Grüße, 世界")


def test_ways_of_answering(client: Client) -> None:
    assert client.get("/texts?way=part").body == b'"ab"'
    assert client.get("/texts?way=empty").body == b""
    assert client.get("/texts?way=message").json == {"msg": "Grüße, 世界"}
    assert client.get("/texts?way=key").json == {"schlüssel": "Grüße, 世界"}
    assert client.get("/texts?way=reference").json == list(range(1000))
    made = client.get("/texts?way=response").headers
    assert made["X-Made"] == "ja"
    csv = client.get("/texts?way=body")
    assert (csv.status, csv.headers["Content-Type"]) == (201, "text/csv")


def test_redirect(client: Client) -> None:
    answer = client.get("/texts?way=redirect")
    assert answer.status == 303
    assert answer.headers["Location"] == '/a?b=1&c="2"'
    assert 'href="/a?b=1&amp;c=&quot;2&quot;"' in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("way", ["too_long", "number", "nul"])
def test_wrong_arguments_are_python_errors(client: Client, way: str) -> None:
    assert client.get(f"/texts?way={way}").status == 500
    assert client.get("/hello").status == 200


def test_late_answers(client: Client) -> None:
    for name in ("a", "ü"):
        assert client.get(f"/late?name={quote(name)}").json == {"late": name}


def test_streaming(client: Client) -> None:
    answer = client.get("/stream")
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.body == b"".join(b"%03d" % number * 1000 for number in range(200))
    assert client.get("/hello").text == "hello"


def test_close_without_an_answer(app: App) -> None:
    assert raw(app.port, b"GET /close HTTP/1.1\r\nHost: a\r\n\r\n") == b""


def test_pipelined_requests_are_answered_in_order(app: App) -> None:
    paths = ["/hello", "/params/a/b", "/late?name=x", "/hello"]
    requests = "".join(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n" for path in paths)
    last = "GET /both HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    answers = raw(app.port, (requests + last).encode())
    positions = [answers.find(part) for part in (b'"all"', b'{"late"')]
    assert answers.count(b"HTTP/1.1 200 OK") == 5
    assert 0 < positions[0] < positions[1]
