"""The same crossing through the package: its short calls and built-in functions keep the GIL while the library runs.

Handlers answer at once, answers come late and streams flow from Python threads, in every placement of the handlers.
"""

import faulthandler
import http.client
import os
import queue
import sys
import threading
import time
from pathlib import Path

os.environ["CERVER_LIBRARY"] = os.environ["CERVER_LIBRARY_FILE"]
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))

from cerver import *  # noqa: E402
from cerver.http import *  # noqa: E402

SECONDS = 2.0
LIMIT = 60
PIECE = b"piece" * 2000
PIECES = 50


def quick(receive, request):
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, b"quick")


def late(receive, request):
    check(http_receive_detach(receive))
    work.put((answer_late, receive))


def answer_late(receive):
    http_response_render_json(receive, HTTP_STATUS_OK, b'"late"')


def stream(receive, request):
    check(http_receive_detach(receive))
    response = http_response_get()
    check(http_response_stream(response, receive))
    http_response_delete(response)
    work.put((write_stream, receive))


def write_stream(receive):
    for _ in range(PIECES):
        while (status := http_receive_stream_write(receive, PIECE, len(PIECE))) == CERVER_ERROR_AGAIN:
            check(http_receive_stream_wait(receive, -1))
        check(status)
    check(http_receive_stream_end(receive))


EXPECTED = {"/quick": b"quick", "/late": b'"late"', "/stream": PIECE * PIECES}
work = queue.SimpleQueue()
failures = []


def worker():
    while (item := work.get()) is not None:
        task, receive = item
        task(receive)


def call_in(server, end):
    while time.monotonic() < end:
        assert http_response_render(5, 200, HTTP_CONTENT_TYPE_TXT, b"no request") == 1
        assert cerver_last_error() == CERVER_ERROR_HANDLE
        assert cerver_is_running(server)


def ask(port, path, end, counts):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    while time.monotonic() < end:
        connection.request("GET", path)
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, EXPECTED[path]), path
        counts[path] += 1
    connection.close()


def cross(placement):
    server = cerver_create_web("crossing", 0, 64)
    if placement == "own":
        cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS)
    elif placement == "pool":
        cerver_set_thpool_n_threads(server, 4)
    for name, handler in (("quick", quick), ("late", late), ("stream", stream)):
        http_create_route(http_cerver_get(server), REQUEST_METHOD_GET, name, handler)
    check(cerver_open(server) if placement == "turned" else cerver_start_background(server))
    counts = dict.fromkeys(EXPECTED, 0)
    end = time.monotonic() + SECONDS
    clients = [(ask, cerver_get_port(server), path, end, counts) for path in EXPECTED for _ in range(2)]
    threads = [threading.Thread(target=target, args=arguments) for target, *arguments in clients]
    threads += [threading.Thread(target=call_in, args=(server, end)) for _ in range(2)]
    for thread in threads:
        thread.start()
    while placement == "turned" and any(thread.is_alive() for thread in threads):
        check(cerver_turn(server, 20))
    for thread in threads:
        thread.join()
    assert all(count > 1 for count in counts.values()), (placement, counts)
    assert cerver_teardown(server) == 0


def failed(arguments):
    failures.append(arguments)
    sys.__excepthook__(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


# A thread of C's that needs no GIL shows where everybody hangs, and ends the process.
faulthandler.dump_traceback_later(LIMIT, exit=True)
threading.excepthook = failed
workers = [threading.Thread(target=worker) for _ in range(4)]
for thread in workers:
    thread.start()
try:
    for placement in ("reactor", "pool", "own", "turned"):
        cross(placement)
finally:
    for _ in workers:
        work.put(None)
for thread in workers:
    thread.join()
faulthandler.cancel_dump_traceback_later()
sys.exit(1 if failures else 0)
