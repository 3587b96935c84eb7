"""Limits and time-outs are functions of the generated module; each bites."""

from __future__ import annotations

import subprocess

import pytest


@pytest.mark.parametrize("threads", [0, 2])
def test_every_limit_bites(python: str, threads: int) -> None:
    done = subprocess.run([python, "-c", _LIMITS, str(threads)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


_LIMITS = r"""
import ctypes, socket, sys, time
from cerver import *
from cerver.http import *

def answer(receive, request):
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, "x")

def never(receive, request):
    check(http_receive_detach(receive))

def trailing(receive, request):
    response = http_response_get()
    check(http_response_stream(response, receive))
    http_response_delete(response)
    check(http_receive_stream_write(receive, b"abc", 3))
    check(http_receive_stream_trailer(receive, "X-Sum", "294"))
    assert http_receive_stream_trailer(receive, "Set-Cookie", "a=b") == CERVER_ERROR_ARGUMENT
    check(http_receive_stream_end(receive))

streams = []

def quiet(receive, request):
    check(http_receive_detach(receive))
    response = http_response_get()
    check(http_response_stream(response, receive))
    http_response_delete(response)
    check(http_receive_stream_write(receive, b"event", 5))
    streams.append(receive)

def talk(port, text):
    "What comes back until the server closes, and how long that takes."
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(text.encode())
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode(), time.monotonic() - begun

def get(path, more="", close=True):
    end = "Connection: close\r\n" if close else ""
    return f"GET {path} HTTP/1.1\r\nHost: h\r\n{more}{end}\r\n"

def status(port, text):
    return talk(port, text)[0].split()[1]

server = cerver_create_web("limits", 0, 128)
cerver_set_thpool_n_threads(server, int(sys.argv[1]))
http = http_cerver_get(server)
for path, handler in {"a": answer, "never": never, "trailing": trailing, "quiet": quiet}.items():
    http_create_route(http, REQUEST_METHOD_GET, path, handler)
sized = http_create_route(http, REQUEST_METHOD_POST, "sized", answer)
for done in (
    http_route_set_length_required(sized, True),
    cerver_set_idle_timeout(server, 500),
    cerver_set_write_timeout(server, 500),
    cerver_set_min_send_rate(server, 1000),
    cerver_set_max_connections(server, 100),
    cerver_set_max_connections_per_address(server, 3),
    http_cerver_set_request_line_limit(http, 100),
    http_cerver_set_head_limit(http, 400),
    http_cerver_set_header_count_limit(http, 5),
    http_cerver_set_head_timeout(http, 700),
    http_cerver_set_answer_timeout(http, 700),
    http_cerver_set_keep_alive_requests(http, 2),
    http_cerver_set_retry_after(http, 7),
    http_cerver_set_half_closed_timeout(http, 100),
):
    check(done)
check(cerver_start_background(server))
port = cerver_get_port(server)

assert status(port, get("/a")) == "200"
assert status(port, get("/a?" + "x" * 100)) == "414"
assert status(port, get("/a", "X: " + "x" * 400 + "\r\n")) == "431"
assert status(port, get("/a", "X: y\r\n" * 4)) == "431"
text, took = talk(port, "GET /a HT")
assert text.split()[1] == "408" and took >= 0.69, (text, took)
text, took = talk(port, get("/a", close=False))
assert text.count("HTTP/1.1 200") == 1 and took >= 0.49, (text, took)
text, took = talk(port, get("/a", close=False) * 3)
assert text.count("HTTP/1.1 200") == 2 and text.count("Connection: close") == 1, text
text, took = talk(port, get("/never"))
assert text.split()[1] == "503" and "Retry-After: 7\r\n" in text and took >= 0.69, (text, took)
assert status(port, get("/sized", "Transfer-Encoding: chunked\r\n").replace("GET", "POST")) == "411"
assert talk(port, get("/trailing", "TE: trailers\r\n"))[0].endswith("3\r\nabc\r\n0\r\nX-Sum: 294\r\n\r\n")
with socket.create_connection(("127.0.0.1", port), 10) as connection:
    connection.sendall(get("/quiet", close=False).encode())
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    connection.shutdown(socket.SHUT_WR)
    while connection.recv(65536):
        pass
assert http_receive_stream_write(streams[0], b"late", 4) in (CERVER_ERROR_CLOSED, CERVER_ERROR_HANDLE)

stats = CerverStats()
stats.size = ctypes.sizeof(stats)
while cerver_get_stats(server, stats) == CERVER_OK and stats.connections > 0:
    time.sleep(0.01)
inside = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(3)]
assert talk(port, "")[0] == ""
check(cerver_get_stats(server, stats))
assert stats.rejected == 1, stats.rejected
for connection in inside:
    connection.close()
check(http_cerver_set_retry_after(http, 0))
assert cerver_set_min_send_rate(server, 1) == CERVER_ERROR_STATE
assert cerver_teardown(server) == 0
"""
