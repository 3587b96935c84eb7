"""A server for the tests of compression, cookies and negotiation: encoding.py PLACEMENT, as app.py has it."""

import signal
import sys
from datetime import datetime, timezone

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


def cookies(receive, request):
    answer = {
        "all": http_request_get_cookies(request),
        "session": http_request_get_cookie_text(request, "session"),
        "raw": bool(http_request_get_cookie(request, b"session")),
    }
    http_send_response(receive, HTTP_STATUS_OK, answer)


def login(receive, request):
    response = http_response_create(HTTP_STATUS_OK, b"in", 2)
    month = datetime(2038, 1, 1, tzinfo=timezone.utc)
    check(
        http_response_set_cookie(response, "session", "abc123", path="/", max_age=3600, http_only=True, same_site="Lax")
    )
    check(http_response_set_cookie(response, "theme", "dark", "Path=/; SameSite=Strict", expires=month))
    check(http_response_set_cookie(response, "deep", "1", path="/cookies/deep"))
    # None of these may reach a client.
    bad = [
        http_response_set_cookie(response, "split", "a\r\nX-Own: 1"),
        http_response_set_cookie(response, "semi", "a; Domain=example.org"),
        http_response_set_cookie(response, "__Host-a", "1", path="/"),
        http_response_set_cookie(response, "a", "1", "Unknown"),
        http_response_set_cookie(response, "a", "1", path="relative"),
    ]
    assert bad == [CERVER_ERROR_ARGUMENT] * 5, bad
    http_response_send(response, receive)
    http_response_delete(response)


def logout(receive, request):
    response = http_response_create(HTTP_STATUS_OK, b"out", 3)
    check(http_response_remove_cookie(response, "session", "Path=/"))
    http_response_send(response, receive)
    http_response_delete(response)


def choose(receive, request):
    answer = {
        "type": http_request_choose_type(request, "application/json", "text/html; charset=UTF-8"),
        "encoding": http_request_choose_encoding(request, "br", "gzip", "identity"),
        "language": http_request_choose_language(request, "en", "de"),
    }
    http_send_response(receive, HTTP_STATUS_OK, answer)


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
    for handler in (cookies, login, logout, choose):
        http_create_route(http, REQUEST_METHOD_GET, handler.__name__, handler)
    http_create_route(http, REQUEST_METHOD_GET, "cookies/deep", cookies)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    check(cerver_start_background(server))
    print(cerver_get_port(server), flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    cerver_teardown(server)


main()
