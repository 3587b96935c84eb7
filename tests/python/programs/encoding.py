"""A server for the tests of compression, cookies and negotiation: encoding.py PLACEMENT, as app.py has it."""

import signal
import sys

from app import place

from cerver import *
from cerver.http import *

PAGE = "".join(f"<li>Zeile {number} äöü</li>\n" for number in range(500))


def page(receive, request):
    http_response_render_text(receive, HTTP_STATUS_OK, PAGE)


def stream(receive, request):
    response = http_response_get()
    http_response_add_content_type_header(response, HTTP_CONTENT_TYPE_HTML)
    check(http_response_stream(response, receive))
    http_response_delete(response)
    for line in PAGE.splitlines(keepends=True)[:100]:
        data = line.encode()
        check(http_receive_stream_write(receive, data, len(data)))
    check(http_receive_stream_end(receive))


def main():
    server = cerver_create_web("encoding", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, sys.argv[1])
    http = http_cerver_get(server)
    check(http_cerver_set_compression(http, True))
    check(http_cerver_set_compression_level(http, 6))
    http_create_route(http, REQUEST_METHOD_GET, "page", page)
    secret = http_create_route(http, REQUEST_METHOD_GET, "secret", page)
    check(http_route_set_compression(secret, False))
    http_create_route(http, REQUEST_METHOD_GET, "stream", stream)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    check(cerver_start_background(server))
    print(cerver_get_port(server), flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    cerver_teardown(server)


main()
