"""A web server with a page, JSON routes with parameters, a form and a folder of files.

    python examples/demo.py             http://127.0.0.1:8080/
    python examples/demo.py 9000        another port, or PORT=9000; 0 takes a free one

Ctrl-C or SIGTERM ends it.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

from cerver import *
from cerver.http import *

STATIC = Path(__file__).resolve().parent / "static"

PORT = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PORT", "8080")

try:
    server = cerver_create_web("demo", int(PORT), 128)
except ValueError:
    sys.exit(f"a port is a number from 0 to 65535, not {PORT}")


def page(receive: int, request: int) -> None:
    http_response_send_file(receive, HTTP_STATUS_OK, str(STATIC / "index.html"))


def hello(receive: int, request: int) -> None:
    name = http_request_get_param_text(request, "name")
    http_send_response(receive, HTTP_STATUS_OK, {"hello": name})


def add(receive: int, request: int) -> None:
    try:
        a, b = (int(part) for part in http_get_params_list(request) or [])
    except ValueError:
        http_response_json_error_send(receive, HTTP_STATUS_BAD_REQUEST, "two whole numbers expected")
        return
    http_send_response(receive, HTTP_STATUS_OK, {"sum": a + b})


def stats(receive: int, request: int) -> None:
    numbers = CerverStats(size=ctypes.sizeof(CerverStats))
    check(cerver_get_stats(server, numbers))
    body = json.dumps({"requests": numbers.requests, "connections": numbers.connections})
    http_response_render_json(receive, HTTP_STATUS_OK, body)


def form(receive: int, request: int) -> None:
    values = http_request_get_body_values(request)
    name = http_request_get_query_value(values, "name") or "nobody"
    colour = http_request_get_query_value(values, "colour") or "no colour"
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, f"Hello {name}, you chose {colour}.\n")


def upload(receive: int, request: int) -> None:
    lines = []
    for part in http_request_multi_parts(request):
        if http_multi_part_is_file(part):
            name = (http_multi_part_get_filename(part) or b"").decode() or "a file without a name"
            lines.append(f"{name}: {http_multi_part_get_size(part)} bytes\n")
    text = "".join(lines) or "no file\n"
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, text)


def main() -> None:
    http = http_cerver_get(server)
    http_cerver_static_path_add(http, str(STATIC))
    http_create_route(http, REQUEST_METHOD_GET, "/", page)
    http_create_route(http, REQUEST_METHOD_GET, "api/hello/:name", hello)
    http_create_route(http, REQUEST_METHOD_GET, "api/add/:a/:b", add)
    http_create_route(http, REQUEST_METHOD_GET, "api/stats", stats)
    http_create_route(http, REQUEST_METHOD_POST, "form", form)
    # Files stay in memory here; http_cerver_set_uploads_path() names a folder for them.
    uploads = http_create_route(http, REQUEST_METHOD_POST, "upload", upload)
    http_route_set_modifier(uploads, HTTP_ROUTE_MODIFIER_MULTI_PART)

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    try:
        check(cerver_start_background(server))
        print(f"http://127.0.0.1:{cerver_get_port(server)}/", flush=True)
        while cerver_wait(server, -1) == CERVER_ERROR_INTERRUPTED:
            pass
    except KeyboardInterrupt:
        pass
    except CerverError as error:
        sys.exit(str(error))
    finally:
        cerver_teardown(server)


if __name__ == "__main__":
    main()
