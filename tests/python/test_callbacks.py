"""Callback objects live as long as the library may call them, and no longer."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable

import pytest

from support import App, Client


@pytest.mark.parametrize("placement", ["reactor", "pool", "own"])
def test_handlers_from_eight_threads_while_garbage_is_collected(start: Callable[..., App], placement: str) -> None:
    app = start("collecting.py", placement)
    wrong: list[int] = []

    def ask() -> None:
        with Client(app.port) as client:
            for number in range(200):
                answer = client.get(f"/route{number % 10}")
                if (answer.status, answer.text) != (200, f"answer {number % 10}"):
                    wrong.append(answer.status)

    clients = [threading.Thread(target=ask) for _ in range(8)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert wrong == []
    app.end()
    assert (app.process.returncode, app.errors()) == (0, "")


def test_teardown_lets_go_of_everything(python: str) -> None:
    done = subprocess.run([python, "-c", _TEARDOWN], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


_TEARDOWN = """
import gc, weakref
from cerver import *
from cerver.http import *

def one():
    class Handler:
        def __call__(self, receive, request):
            http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, "x")
    handlers = [Handler() for _ in range(5)]
    server = cerver_create_web("x", 0, 10)
    http = http_cerver_get(server)
    route = http_create_route(http, REQUEST_METHOD_GET, "a", handlers[0])
    http_route_set_handler(route, REQUEST_METHOD_PUT, handlers[1])
    http_create_child_route(route, REQUEST_METHOD_GET, "b", handlers[2])
    http_cerver_set_catch_all_route(http, handlers[3])
    http_cerver_set_not_found_route(http, handlers[4])
    return server, [weakref.ref(handler) for handler in handlers]

for _ in range(20):
    server, references = one()
    gc.collect()
    assert all(reference() is not None for reference in references)
    check(cerver_start_background(server))
    assert cerver_teardown(server) == 0
    gc.collect()
    assert all(reference() is None for reference in references)
assert cerver_teardown(server) == 1
assert cerver_last_error() == CERVER_ERROR_HANDLE

class Handler:
    def __call__(self, receive, request): pass
handler = Handler()
reference = weakref.ref(handler)
route = http_route_create(REQUEST_METHOD_GET, "a", handler)
child = http_create_child_route(route, REQUEST_METHOD_GET, "b", handler)
del handler
http_route_delete(child)      # refused: it has a parent
gc.collect()
assert reference() is not None
http_route_delete(route)
gc.collect()
assert reference() is None
import cerver._registry as registry
assert registry._callbacks == {} and registry._owned == {}
"""


def test_delete_functions_run_once(python: str) -> None:
    done = subprocess.run([python, "-c", _DELETE], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


_DELETE = """
import gc
from cerver import *
from cerver.http import *
deleted = []
server = cerver_create_web("x", 0, 10)
http = http_cerver_get(server)
http_cerver_set_custom_data(http, 77)
http_cerver_set_delete_custom_data(http, lambda data: deleted.append(data))
route = http_create_route(http, REQUEST_METHOD_GET, "a", lambda receive, request: None)
http_route_set_custom_data(route, 78)
http_route_set_delete_custom_data(route, lambda data: deleted.append(data))
gc.collect()
assert http_cerver_get_custom_data(http) == 77
assert cerver_teardown(server) == 0
assert sorted(deleted) == [77, 78]
"""


@pytest.mark.parametrize("threads", [0, 2])
def test_delete_functions_of_requests(python: str, threads: int) -> None:
    """Nobody but the package keeps them, and they run once, for their own request's data."""
    done = subprocess.run([python, "-c", _REQUESTS, str(threads)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


_REQUESTS = """
import ctypes, gc, sys, urllib.request
from cerver import *
from cerver.http import *
import cerver.http._custom_data as custom_data

deleted = []
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
BIG = 1 << 40

def handler(receive, request):
    way = bytes(http_request_get_url(request).contents)[1:].decode()
    number = BIG + len(deleted)
    assert http_request_get_custom_data(request) is None
    if way == "object":
        http_request_set_custom_data(request, number)
        callback = HttpDeleteCustom(lambda data: deleted.append(("object", data)))
        http_request_set_delete_custom_data(request, callback)
        del callback
    elif way == "function":
        http_request_set_delete_custom_data(request, lambda data: deleted.append(("function", data)))
        http_request_set_custom_data(request, 5)
        http_request_set_custom_data(request, ctypes.c_void_p(number))
    elif way == "default":
        http_request_set_custom_data(request, libc.malloc(100))
        http_request_set_default_delete_custom_data(request)
        number = http_request_get_custom_data(request)
        deleted.append(("default", number))
    elif way == "no-data":
        http_request_set_delete_custom_data(request, lambda data: deleted.append(("no-data", data)))
        number = None
    elif way == "dropped":
        http_request_set_custom_data(request, number)
        http_request_set_delete_custom_data(request, lambda data: deleted.append(("dropped", data)))
        http_request_set_delete_custom_data(request, None)
    gc.collect()
    assert http_request_get_custom_data(request) == number
    http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, str(number))

server = cerver_create_web("x", 0, 10)
cerver_set_thpool_n_threads(server, int(sys.argv[1]))
http_cerver_set_catch_all_route(http_cerver_get(server), handler)
check(cerver_start_background(server))
expected = []
for way in ["object", "function", "default", "no-data", "dropped"] * 20:
    answer = urllib.request.urlopen(f"http://127.0.0.1:{cerver_get_port(server)}/{way}", timeout=10).read()
    if way in ("object", "function", "default"):
        expected.append((way, int(answer)))
assert cerver_teardown(server) == 0
assert sorted(deleted) == sorted(expected), (deleted, expected)
assert custom_data._entries == {}

cerver_clear_last_error()
http_request_set_custom_data(5, 5)
assert cerver_last_error() == CERVER_ERROR_HANDLE
http_request_set_delete_custom_data(5, print)
assert custom_data._entries == {}
try:
    http_request_set_delete_custom_data(5, "no function")
except TypeError:
    pass
else:
    raise AssertionError("accepted")
"""


def test_teardown_inside_a_handler(python: str) -> None:
    done = subprocess.run([python, "-c", _INSIDE], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


_INSIDE = """
import gc, urllib.request
from cerver import *
from cerver.http import *
def end(receive, request):
    http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, "bye")
    cerver_teardown(server)
    gc.collect()
for threads in (0, 2):
    server = cerver_create_web("x", 0, 10)
    cerver_set_thpool_n_threads(server, threads)
    http_create_route(http_cerver_get(server), REQUEST_METHOD_GET, "/", end)
    check(cerver_start_background(server))
    try:
        assert urllib.request.urlopen(f"http://127.0.0.1:{cerver_get_port(server)}/", timeout=10).read() == b"bye"
    except OSError:
        pass    # the connection may be closed before the answer went out
    cerver_wait(server, 5000)
"""
