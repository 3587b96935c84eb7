"""A server as programs written for pycerver have it: callback objects, cerver_start, the end in a signal handler."""

import ctypes
import json
import signal
import sys
import threading

from cerver import *
from cerver.http import *

server = None
signals = 0


def end(number, frame):
    cerver_teardown(server)
    cerver_end()
    sys.exit("Done!")


def count(number, frame):
    global signals
    signals += 1


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def hello(http_receive, request):
    text = b"hello"
    http_response_render_text(http_receive, HTTP_STATUS_OK, text, len(text))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def show_signals(http_receive, request):
    body = json.dumps({"signals": signals}).encode("utf-8")
    http_response_render_json(http_receive, HTTP_STATUS_OK, body, len(body))


def print_port():
    while (port := cerver_get_port(server)) == 0:
        pass
    print(port, flush=True)


def main():
    global server
    cerver_init()
    server = cerver_create_web(b"classic", 0, 10)
    cerver_set_alias(server, b"classic")
    cerver_set_receive_buffer_size(server, 4096)
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS if sys.argv[1] == "own" else CERVER_HANDLER_TYPE_POLL)
    cerver_set_thpool_n_threads(server, 4 if sys.argv[1] == "pool" else 0)
    cerver_set_reusable_address_flags(server, True)
    http_cerver = http_cerver_get(server)
    main_route = http_route_create(REQUEST_METHOD_GET, b"/", hello)
    http_cerver_route_register(http_cerver, main_route)
    http_route_child_add(main_route, http_route_create(REQUEST_METHOD_GET, b"hello", hello))
    http_route_child_add(main_route, http_route_create(REQUEST_METHOD_GET, b"signals", show_signals))
    for number, handler in ((signal.SIGINT, end), (signal.SIGTERM, end), (signal.SIGUSR1, count)):
        signal.signal(number, handler)
    threading.Thread(target=print_port).start()
    check(cerver_start(server))
    while cerver_wait(server, -1) == CERVER_ERROR_INTERRUPTED:  # a signal that does not end the program ends the wait
        pass


if __name__ == "__main__":
    main()
