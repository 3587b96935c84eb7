"""Services as people write them for pycerver, on this package and on pycerver's own, unmodified wheel.

The services are in tests/published/services. Each is asked everything once and its answers are looked at; then eight
clients at a time ask again, from C and from Python; then SIGTERM ends it, and it prints its statistics.
"""

from __future__ import annotations

import os
import re
import socket
import struct
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from driving import Request, Service, free_ports

FOLDER = ROOT / "tests" / "published"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 1, 1, 8, 2, 0, 0, 0) + bytes(64)
Start = Callable[..., Service]


@pytest.fixture(scope="session")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients in C."""
    program = tmp_path_factory.mktemp("drive") / "drive"
    command = ["gcc", "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program, FOLDER / "drive.c"]
    subprocess.run([*command, "-lcurl", "-pthread"], check=True)
    return program


@pytest.fixture(params=["own package", "published wheel"])
def serve(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    """Starts a service with arguments behind its ports; it is killed at the end of the test at the latest."""
    running: list[Service] = []
    is_own = request.param == "own package"

    def serve(name: str, *arguments: object, ports: int = 1) -> Service:
        environment = {}
        if is_own:
            interpreter = request.getfixturevalue("python")
        else:
            interpreter = request.getfixturevalue("published")
            environment["LD_PRELOAD"] = str(request.getfixturevalue("redirect"))
            environment["CERVER_LIBRARY"] = str(request.getfixturevalue("library"))
        numbers = free_ports(ports)
        command = [interpreter, str(FOLDER / "services" / f"{name}.py"), *map(str, numbers), *map(str, arguments)]
        running.append(Service(command, numbers, tmp_path, environment))
        return running[-1]

    yield serve
    for service in running:
        service.kill()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sequence[Path]]:
    """Key files by algorithm: private, public."""
    folder = tmp_path_factory.mktemp("keys")
    private, public, secret = folder / "private.pem", folder / "public.pem", folder / "secret"
    for command in (
        ["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", private],
        ["pkey", "-in", private, "-pubout", "-out", public],
    ):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    secret.write_text("a secret of more than thirty-two bytes for HS256")
    return {"RS256": (private, public), "HS256": (secret, secret)}


def file_of(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def finish(service: Service, drive: Path, requests: Sequence[Request]) -> None:
    """Eight clients at a time, and the end with the statistics."""
    service.drive(drive, requests)
    log = service.end()
    assert log.count("Routes: ") == len(service.ports) and log.endswith("Done!\n"), log


def test_web(serve: Start, drive: Path) -> None:
    service = serve("web")
    page = (FOLDER / "services/public/index.html").read_text()
    answer = service.get("/index.html")
    assert (answer.headers["content-type"], answer.body.decode()) == ("text/html; charset=UTF-8", page)
    assert service.get("/render").body.decode() == page
    answer = service.get("/render/text")
    assert answer.headers["content-type"] == "text/html; charset=UTF-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.body.decode() == "<html><body><h1>caf\u00e9</h1></body></html>"
    assert service.get("/render/json").json == {"msg": "okay"}
    requests = [
        Request("GET", "/index.html", contains="This page is a file."),
        Request("GET", "/style.css", contains="black"),
        Request("GET", "/render", contains="This page is a file."),
        Request("GET", "/render/text", contains="caf\u00e9"),
        Request("GET", "/render/json", contains='{"msg": "okay"}'),
        Request("GET", "/nowhere", status=404, contains="nothing here"),
        Request("GET", "/%2e%2e/web.py", status=404),
    ]
    finish(service, drive, requests)


def test_query(serve: Start, drive: Path) -> None:
    service = serve("query")
    raw = service.get("/query?name=a%20b%26c+d&other=%C3%A9", headers={"User-Agent": "me"}).json
    assert raw["name"] == "a b&c d"
    assert (raw["method"], raw["url"], raw["agent"]) == (1, "/query", True)
    assert service.get("/query").json["query"] is None
    requests = [
        Request("GET", "/query/value?other=1&value=text", contains='{"value": "text"}'),
        Request("GET", "/query/value?value=%C3%A9", contains="\\u00e9"),
        Request("GET", "/query/value", status=400, contains="Missing value!"),
        Request("GET", "/query/value?value", status=400),
        Request("GET", "/query/int?value=-18", contains='{"value": -18}'),
        Request("GET", "/query/int?value=x", status=400),
        Request("GET", "/query/float?value=1.5", contains='{"value": 1.5}'),
        Request("GET", "/query/bool?value=Yes", contains='{"value": true}'),
        Request("GET", "/query/bool?value=maybe", status=400),
        Request("GET", "/query/user/1234/name", contains='["1234", "name"]'),
    ]
    for request in requests:
        service.perform(request)
    finish(service, drive, requests)


def test_json(serve: Start, drive: Path, tmp_path: Path) -> None:
    service = serve("responses")
    custom = {"custom": True, "n": 7}
    expected: dict[str, Any] = {
        "int": {"n": -5},
        "int/send": {"n": 18},
        "large": {"n": 1 << 40},
        "large/send": {"n": -(1 << 40)},
        "real": {"x": 3.25},
        "real/send": {"x": 7.5},
        "bool": {"b": True},
        "bool/send": {"b": False},
        "msg": {"msg": "okay"},
        "msg/send": {"msg": "okay"},
        "key": {"key": "value"},
        "key/send": {"key": "value"},
        "custom": custom,
        "custom/send": custom,
        "reference": custom,
        "reference/send": custom,
        "bare": custom,
    }
    for path, value in expected.items():
        assert service.get(f"/json/{path}").json == value
    assert service.get("/json/error", status=400).json == {"error": 'a "quoted" error'}
    hand = service.get("/json/hand", status=202)
    assert (hand.json, hand.headers["location"]) == (custom, "/json/hand?a=b&c=d")
    big = b'{"list": [' + b", ".join(b'{"number": %d}' % number for number in range(2000)) + b"]}"
    assert len(big) > 34 * 1024
    for content in (big, b'{"a": "\x00b"}\x00', b"\x00" * 10, b"{}"):
        path = file_of(tmp_path, f"body-{len(content)}", content)
        assert service.perform(Request("POST", "/json", data=path)).body == content
    big_file, wrong_file = file_of(tmp_path, "big.json", big), file_of(tmp_path, "wrong", b"no JSON")
    requests = [Request("GET", f"/json/{path}", contains="{") for path in expected]
    requests += [
        Request("GET", "/json", contains='{"msg": "main"}'),
        Request("GET", "/json/error/send", status=400, contains="bad request"),
        Request("POST", "/json", data=big_file, size=len(big)),
        Request("POST", "/json", status=400, contains="no body"),
        Request("POST", "/json/count", data=big_file, contains='{"count": 1}'),
        Request("POST", "/json/count", data=big_file, headers={"Expect": "100-continue"}, contains='{"count": 1}'),
        Request("POST", "/json/count", data=wrong_file, status=400),
    ]
    finish(service, drive, requests)


@pytest.mark.parametrize("algorithm", ["RS256", "HS256"])
def test_auth(serve: Start, drive: Path, keys: dict[str, Sequence[Path]], algorithm: str) -> None:
    service = serve("auth", algorithm, *keys[algorithm])
    token = service.get("/auth/token?name=erick").json["token"]
    kind, _, jwt = token.partition(" ")
    assert kind == "Bearer" and jwt.count(".") == 2
    bearer = {"Authorization": token}
    assert service.get("/auth/bearer", headers=bearer).json == {"name": "erick", "id": 1007, "admin": False}
    refused = service.get("/auth/bearer", status=401)
    assert refused.json == {"error": "Failed to authenticate!"}
    head, claims, signature = jwt.split(".")
    last = "A" if signature[0] != "A" else "B"
    for wrong in (f"{head}.{claims}.{last}{signature[1:]}", f"{head}.{claims}.", "x", f"{claims}.{claims}.{signature}"):
        service.get("/auth/bearer", headers={"Authorization": f"Bearer {wrong}"}, status=401)
    requests = [
        Request("GET", "/test", contains="open"),
        Request("GET", "/auth/token?name=walker", contains='{"token": "Bearer '),
        Request("GET", "/auth/token", status=400),
        Request("GET", "/auth/bearer", headers=bearer, contains="erick"),
        Request("GET", "/auth/bearer", status=401, contains="Failed to authenticate!"),
        Request("GET", "/auth/password", headers={"x-password": "secret"}, contains="passed"),
        Request("GET", "/auth/password", headers={"X-Password": "wrong"}, status=401),
        Request("POST", "/auth/key", fields=[("key", "okay"), ("value", "187")], contains="passed"),
        Request("POST", "/auth/key", fields=[("key", "okays")], status=401),
    ]
    for request in requests:
        service.perform(request)
    finish(service, drive, requests)


@pytest.mark.parametrize("algorithm", ["RS256", "HS256"])
def test_api(serve: Start, drive: Path, keys: dict[str, Sequence[Path]], tmp_path: Path, algorithm: str) -> None:
    service = serve("api", algorithm, *keys[algorithm])
    good = file_of(tmp_path, "good", b"name=erick&password=hola12")
    # A client that escapes the whole body.
    escaped = file_of(tmp_path, "escaped", b"name%3Dmaria%26password%3Dotra34")
    wrong = file_of(tmp_path, "wrong", b"name=erick&password=hola13")
    users = "/api/users"
    service.perform(Request("POST", f"{users}/login", data=good, status=401))
    for body in (good, escaped):
        assert service.perform(Request("POST", f"{users}/register", data=body)).json == {"registered": True}
    login = service.perform(Request("POST", f"{users}/login", data=escaped)).json
    assert login["role"] == "common"
    profile = service.get(f"{users}/profile", headers={"Authorization": login["token"]})
    assert profile.json == {"profile": "maria"}
    requests = [
        Request("GET", users, contains="Users works!"),
        Request("POST", f"{users}/register", data=good, contains="registered"),
        Request("POST", f"{users}/register", status=400),
        Request("POST", f"{users}/login", data=good, contains="Bearer "),
        Request("POST", f"{users}/login", data=wrong, status=401),
        Request("GET", f"{users}/profile", headers={"Authorization": login["token"]}, contains="maria"),
        Request("GET", f"{users}/profile", status=401),
    ]
    finish(service, drive, requests)


def test_start_fails_with_a_reason(serve: Start, keys: dict[str, Sequence[Path]], tmp_path: Path) -> None:
    """The service says at its start what is wrong with a key or with its port, and ends."""
    private, public = keys["RS256"]
    garbage = file_of(tmp_path, "garbage", b"no key")
    for algorithm, first, second, reason in (
        ("RS256", Path("/nowhere/private"), public, "/nowhere/private"),
        ("RS256", private, Path("/nowhere/public"), "/nowhere/public"),
        ("RS256", garbage, public, str(garbage)),
        ("RS256", private, garbage, str(garbage)),
        ("RS256", public, private, str(public)),
        ("HS256", file_of(tmp_path, "empty", b""), private, "empty"),
    ):
        with pytest.raises(AssertionError, match="The service does not start") as raised:
            serve("auth", algorithm, first, second)
        assert "[ERROR]: auth-service does not start: " in str(raised.value) and reason in str(raised.value)


def test_port_is_taken(serve: Start) -> None:
    """The service says so on standard error, though it does not look at what cerver_start() gives."""
    service = serve("query")
    service.kill()
    with socket.create_server(("0.0.0.0", service.ports[0])):
        done = subprocess.run(service.command, capture_output=True, text=True, timeout=60, env=service.environment)
    assert "[ERROR]: query-service does not start: cannot listen on 0.0.0.0:" in done.stderr, done


@pytest.mark.parametrize("names", ["default", "own"])
def test_multi(serve: Start, drive: Path, tmp_path: Path, names: str) -> None:
    uploads = tmp_path / "uploads"
    (uploads / "own").mkdir(parents=True)
    service = serve("multi", uploads, *(["own"] if names == "own" else []))
    small, large = file_of(tmp_path, "small x.txt", b"small"), file_of(tmp_path, "large.bin", os.urandom(300_000))
    fields = [(f"field{number}", "v" * number * 100) for number in range(1, 5)]
    files = [("one", small), ("two", large), ("three", small)]
    request = Request("POST", "/test", fields=fields, files=files)
    answer = service.perform(request).json
    assert (answer["files"], answer["values"]) == (3, 4)
    assert [(part["name"], part["value"]) for part in answer["parts"] if "value" in part] == fields
    stored = [part for part in answer["parts"] if "saved" in part]
    assert [part["original"] for part in stored] == ["smallx.txt", "large.bin", "smallx.txt"]
    assert [(part["bytes"], part["wrote"]) for part in stored] == [(5, 5), (300_000, 300_000), (5, 5)]
    assert len({part["saved"] for part in stored}) == 3 and answer["dirname"]
    for part in stored:
        generated = part["generated"]
        assert part["saved"].endswith(f"/{answer['dirname']}/{generated}") and generated.endswith(part["original"])
    if names == "own":
        assert answer["dirname"].startswith("folder-") and all(part["generated"].startswith("own-") for part in stored)
        assert all(part["saved"].startswith(f"{uploads}/own/folder-") for part in stored)
    hostile = Request("POST", "/test", files=[("one", file_of(tmp_path, "..%2f..%2fx y.txt", b"1"))])
    assert "/" not in service.perform(hostile).json["parts"][0]["generated"]
    requests = [
        Request("POST", "/test", fields=fields, files=files, contains='"files": 3'),
        Request("POST", "/test", fields=fields[:1], contains='"files": 0'),
        Request("POST", "/test", files=files[1:2], contains='"wrote": 300000'),
    ]
    finish(service, drive, requests)


def test_upload(serve: Start, drive: Path, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    service = serve("upload", uploads)
    text = file_of(tmp_path, "text.txt", b"some text")
    other_text = file_of(tmp_path, "other.txt", b"other text")

    def send(path: str, file: Path = text, key: str = "okay", status: int = 200) -> Any:
        form = Request("POST", path, status=status, files=[("file", file)], fields=[("key", key)])
        return service.perform(form).json

    passing = Path(send("/upload")["path"])
    kept = Path(send("/keep", other_text)["path"])
    service.get("/test")
    assert kept.read_bytes() == b"other text" and not passing.exists()
    assert send("/move") == {"moved": True}
    assert (uploads / "moved $(touch x) file").read_bytes() == b"some text" and not (tmp_path / "x").exists()
    assert send("/discard") == {"kept": True}
    other = Request("POST", "/discard", status=400, files=[("file", text)], fields=[("key", "other")])
    assert service.perform(other).json == {"kept": False}
    requests = [
        Request("GET", "/test", contains="Test works!"),
        Request("POST", "/upload", files=[("file", text)], contains="path"),
        Request("POST", "/upload", fields=[("key", "okay")], status=400, contains="no file"),
        Request("POST", "/keep", files=[("file", text)], contains="path"),
        Request("POST", "/iter", files=[("file", text)], contains='{"files": 1}'),
        Request("POST", "/iter", data=text, status=400),
        other,
    ]
    finish(service, drive, requests)


def test_multiple(serve: Start, drive: Path) -> None:
    service = serve("multiple", ports=2)
    assert service.get("/").json == {"service": "first"}
    other = service.client_of(1)
    assert other.perform(Request("GET", "/second")).json == {"service": "second"}
    other.perform(Request("GET", "/first", status=404))
    requests = [
        Request("GET", "/", contains="first"),
        Request("GET", "/first", contains="first"),
        Request("GET", "/second", status=404, contains="Not found!"),
    ]
    finish(service, drive, requests)


def test_jobs(serve: Start, drive: Path, tmp_path: Path) -> None:
    service = serve("jobs")
    job = file_of(tmp_path, "job", b'{"name": "erick", "value": 18}')
    wrong = file_of(tmp_path, "wrong", b'{"name": 7}')
    assert service.perform(Request("POST", "/jobs", data=job)).json == {"result": "erick has 36"}
    requests = [
        Request("GET", "/", contains="Jobs works!"),
        Request("POST", "/jobs", data=job, contains="erick has 36"),
        Request("POST", "/jobs", data=wrong, status=400, contains="Bad job!"),
    ]
    finish(service, drive, requests)


def test_worker(serve: Start, drive: Path, tmp_path: Path) -> None:
    service = serve("worker")
    first = file_of(tmp_path, "first", b'{"numbers": %s}' % str(list(range(100))).encode())
    second = file_of(tmp_path, "second", b'{"numbers": %s}' % str(list(range(100, 200))).encode())
    service.perform(Request("POST", "/work", data=first))
    assert service.get("/?n=100").json == {"done": 100, "in_order": True}
    service.get("/work/start", status=500)
    service.get("/work/stop")
    assert service.get("/work/state").json == {"state": "Stopped"}
    service.get("/work/stop", status=500)
    service.perform(Request("POST", "/work", data=second))
    assert service.get("/").json["done"] == 100
    service.get("/work/start")
    assert service.get("/?n=200").json == {"done": 200, "in_order": True}
    requests = [
        Request("GET", "/?n=200", contains="done"),
        Request("POST", "/work", data=file_of(tmp_path, "one", b'{"numbers": [200]}'), contains="Pushed!"),
        Request("GET", "/work/start", status=500),
    ]
    finish(service, drive, requests)


def test_admin(serve: Start, drive: Path) -> None:
    service = serve("admin")
    admin = {"X-Admin": "yes"}
    info = service.get("/cerver/info", headers=admin)
    assert info.json["name"] == "admin-service" and info.json["alias"] == "admin-service"
    assert info.headers["access-control-allow-origin"] == "https://admin.example"
    stats = service.get("/cerver/stats", headers=admin).json
    assert stats["main_routes"] >= 1 and stats["routes"][0]["route"] == "/"
    (system,) = service.get("/cerver/stats/filesystems", headers=admin).json["filesystems"]
    assert system["path"] == "/" and system["total"] > 0
    (worker,) = service.get("/cerver/stats/workers", headers=admin).json["workers"]
    assert (worker["name"], worker["state"]) == ("helper", "Available")
    requests = [
        Request("GET", "/", contains="Admin works!"),
        Request("GET", "/cerver/info", headers=admin, contains="time_started"),
        Request("GET", "/cerver/info", status=401),
        Request("HEAD", "/cerver/info", headers=admin, size=0),
        Request("OPTIONS", "/cerver/info", headers=admin, status=204),
        Request("GET", "/cerver/stats", headers=admin, contains="children_routes"),
        Request("GET", "/cerver/stats/filesystems", headers=admin, contains="used_percentage"),
        Request("GET", "/cerver/stats/workers", headers=admin, contains="helper"),
    ]
    finish(service, drive, requests)


QUERY_RESULTS = {
    "validate_query_exists empty": [None, "Field empty is required."],
    "validate_query_value number": ["12", None],
    "validate_query_value long": [None, "Field long must be between 2 and 3 characters long."],
    "validate_query_value_with_cast none": [None, None],
    "validate_query_value_with_cast word": [None, "Field word is invalid."],
    "validate_query_int_limit_value number": [10, None],
    "validate_query_int_actual_value number": [12, None],
    "validate_query_int_value word": [None, "Field word is invalid."],
    "validate_query_int_value none": [None, "Field none is required."],
    "validate_query_float_value_with_default none": [7.5, None],
    "validate_query_bool_value yes": [True, None],
}
BODY_RESULTS = {
    "validate_body_value text": [None, "Field text must be between 2 and 3 characters long."],
    "validate_body_value_exists empty": [None, "Field empty is required."],
    "validate_body_string_value_exists_ignore_size empty": ["", None],
    "validate_body_int_value_exists int": [3, None],
    "validate_body_int_value_exists bool": [None, "Field bool is required."],
    "validate_body_float_value_exists int": [None, "Field int is required."],
    "validate_body_value_with_default none": ["default", None],
}
PART_RESULTS = {
    "validate_mparts_int_value number": [12, None],
    "validate_mparts_int word": [None, "Field word is invalid."],
    "validate_mparts_bool yes": [True, None],
    "validate_mparts_exists image": [None, "Field image is required."],
    "validate_mparts_file word": [{}, "Field word is not a file."],
    "validate_mparts_file none": [None, "File none is missing."],
    "validate_mparts_filename_exists image": ["image.png", None],
    "validate_mparts_file_is_image text": [None, "File text is not png or jpeg."],
    "validate_mparts_optional_file_is_image none": [None, None],
}


def test_validation(serve: Start, drive: Path, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    service = serve("validation", uploads)
    query = "/query?number=12&long=123456&word=abc&empty=&yes=Yes"
    found = service.get(query).json
    assert {name: found[name] for name in QUERY_RESULTS} == QUERY_RESULTS
    body = file_of(
        tmp_path,
        "body",
        b'{"text": "text", "empty": "", "int": 3, "float": 1.5, "bool": true, "list": [], "null": null}',
    )
    array = file_of(tmp_path, "array", b"[]")
    found = service.perform(Request("POST", "/body", data=body)).json
    assert {name: found[name] for name in BODY_RESULTS} == BODY_RESULTS
    fields = [("number", "12"), ("word", "abc"), ("empty", ""), ("yes", "on")]
    files = [("image", file_of(tmp_path, "image.png", PNG)), ("text", file_of(tmp_path, "text.txt", b"x" * 100))]
    form = Request("POST", "/parts", fields=fields, files=files)
    found = service.perform(form).json
    assert {name: found[name] for name in PART_RESULTS} == PART_RESULTS
    image, error = found["validate_mparts_file_is_image image"]
    assert (image["original"], image["type"], error) == ("image.png", 1, None)
    path, error = found["validate_mparts_saved_file_exists image"]
    assert Path(path).parent == uploads and error is None
    service.get("/query")
    assert list(uploads.iterdir()) == []
    requests = [
        Request("GET", query, contains="Field word is invalid."),
        Request("GET", "/query", contains="Field number is required."),
        Request("POST", "/body", data=body, contains="Field empty is required."),
        Request("POST", "/body", data=array, contains="Field text is required."),
        Request("POST", "/parts", fields=fields, files=files, contains="File text is not png or jpeg."),
    ]
    finish(service, drive, requests)


@pytest.mark.parametrize("algorithm", ["RS256", "HS256"])
def test_wrapper(serve: Start, drive: Path, keys: dict[str, Sequence[Path]], tmp_path: Path, algorithm: str) -> None:
    service = serve("wrapper", algorithm, *keys[algorithm])
    assert service.get("/").json == {"msg": "Wrapper works!", "list": [1, 2.5, None]}
    answer = service.get("/bytes", status=201)
    assert (answer.body, answer.headers["content-type"]) == (bytes(range(256)), "application/octet-stream")
    values = file_of(tmp_path, "values", b'{"name": "erick", "id": 7, "admin": true}')
    token = service.perform(Request("POST", "/token", data=values)).json["token"]
    bearer = {"Authorization": token}
    assert service.get("/auth", headers=bearer).json == {"name": "erick", "id": 7, "admin": True}
    made = service.get("/made").json["token"]
    assert service.get("/auth", headers={"Authorization": made}).json["name"] == "made"
    answer = service.get("/redirect", status=303)
    assert answer.headers["location"].startswith("/parent/child?a=") and b"<b>" not in answer.body
    as_json = {"Content-Type": "application/json; charset=utf-8"}
    requests = [
        Request("GET", "/", contains="Wrapper works!"),
        Request("GET", "/echo?value=18", contains="<p>Echo: 18</p>"),
        Request("GET", "/bytes", status=201, size=256),
        Request("POST", "/data", data=values, headers=as_json, contains='{"got": {"name": "erick"'),
        Request("POST", "/data", data=values, status=400),
        Request("POST", "/token", data=values, contains="Bearer "),
        Request("GET", "/auth", headers=bearer, contains="erick"),
        Request("GET", "/auth", status=401),
        Request("GET", "/parent", contains="Wrapper works!"),
        Request("GET", "/parent/child", contains='{"params": []}'),
        Request("GET", "/parent/child/1234", contains='{"params": ["1234"]}'),
    ]
    finish(service, drive, requests)


HEADER = struct.Struct("<I4xQB3xIH6x")
CERVER, CLIENT, APP, APP_ERROR, TEST = 1, 2, 7, 8, 10


class PacketClient:
    """A client of packets, on a plain socket."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 20)
        kind, request, data = self.receive()
        assert (kind, request, len(data)) == (CERVER, 1, 656)
        assert data[4:132].rstrip(b"\0") == b"ping-cerver"
        assert data[132:644].rstrip(b"\0") == b"Welcome to the ping cerver"

    def send(self, kind: int, request: int, data: bytes = b"") -> None:
        self._socket.sendall(HEADER.pack(kind, HEADER.size + len(data), 0, request, 0) + data)

    def receive(self) -> tuple[int, int, bytes]:
        kind, size, _, request, _ = HEADER.unpack(self._exactly(HEADER.size))
        return kind, request, self._exactly(size - HEADER.size)

    def _exactly(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            piece = self._socket.recv(length - len(data))
            assert piece, "the cerver has closed"
            data += piece
        return data

    def close(self) -> None:
        self.send(CLIENT, 1)
        assert self._socket.recv(1) == b""
        self._socket.close()


def ping(port: int) -> None:
    client = PacketClient(port)
    for _ in range(30):
        client.send(TEST, 0)
        assert client.receive() == (TEST, 0, b"")
    client.send(APP, 5, b"some data")
    assert client.receive()[:2] == (APP, 105)
    client.send(APP_ERROR, 7)
    assert client.receive()[:2] == (APP_ERROR, 207)
    client.close()


def test_ping(serve: Start) -> None:
    service = serve("ping")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ping, [service.ports[0]] * 16))
    log = service.end()
    assert log.startswith("ping-cerver (my-cerver):\n") and log.endswith("Done!\n"), log
    counters = {name: int(value) for name, value in re.findall(r"(\w+): (\d+)", log.partition("packets sent:")[0])}
    expected = {"client": 16, "app": 16, "app_error": 16, "test": 30 * 16}
    assert {name: counters[name] for name in expected} == expected
