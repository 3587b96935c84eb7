"""hello.py PORT WORKERS: the benchmark server on the Python package, with plain functions as handlers.

The same paths as hello.c without files: GET /plaintext, GET /json, POST /echo. Ends on SIGINT and SIGTERM.
"""

import json as json_module
import signal
import sys

from cerver import *
from cerver.http import *

BACKLOG = 4096
MAX_CONNECTIONS = 100_000
GREETING = b"Hello, World!"


def plaintext(receive, request):
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, GREETING, len(GREETING))


def json(receive, request):
    text = json_module.dumps({"message": "Hello, World!"}).encode()
    http_response_render_json(receive, HTTP_STATUS_OK, text, len(text))


def echo(receive, request):
    body = http_request_get_body(request)
    data = bytes(body.contents) if body else b""
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_BIN, data, len(data))


def main(port, workers):
    server = cerver_create_web(b"hello", port, BACKLOG)
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_POLL)
    cerver_set_reusable_address_flags(server, True)
    cerver_set_bind_address(server, b"127.0.0.1")
    cerver_set_reactors(server, workers)
    cerver_set_max_connections(server, MAX_CONNECTIONS)

    http = http_cerver_get(server)
    for method, path, handler in (
        (REQUEST_METHOD_GET, b"plaintext", plaintext),
        (REQUEST_METHOD_GET, b"json", json),
        (REQUEST_METHOD_POST, b"echo", echo),
    ):
        http_cerver_route_register(http, http_route_create(method, path, handler))

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    signal.signal(signal.SIGINT, lambda number, frame: sys.exit(0))
    try:
        return cerver_start(server)  # returns when a signal came; Python's handler runs then
    finally:
        cerver_teardown(server)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
