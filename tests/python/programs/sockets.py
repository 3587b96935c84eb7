"""A server of WebSocket routes: sockets.py PLACEMENT. /ws answers each message with itself; some texts are orders."""

import logging
import signal
import sys
import threading

from app import place, serve

from cerver import *
from cerver.http import *


def asked(receive, request):
    if http_request_get_query_value(http_request_get_query_params(request), "refuse"):
        http_send_response(receive, HTTP_STATUS_FORBIDDEN, {"error": "not you"})


def on_open(receive):
    room = http_request_get_param_text(http_web_sockets_get_request(receive), "room")
    check(http_web_sockets_send(receive, f"welcome to {room}"))


def on_message(receive, message):
    if message == "raise":
        raise ValueError("broken on purpose")
    if message == "close":
        check(http_web_sockets_close(receive, 4000, "as you wish"))
        assert http_web_sockets_send(receive, "late") == CERVER_ERROR_CLOSED
    elif message == "later":
        threading.Timer(0.05, lambda: check(http_web_sockets_send(receive, "from a thread"))).start()
    elif message == "bad":
        assert http_web_sockets_send(receive, b"\xff") == CERVER_ERROR_ARGUMENT
        check(http_web_sockets_send(receive, "refused"))
    else:
        check(http_web_sockets_send(receive, message))


def on_binary(receive, data):
    check(http_web_sockets_send_binary(receive, data))


def on_close(receive, reason):
    print(f"closed {http_web_sockets_get_close_code(receive)} {reason}", flush=True)


def on_error(receive, error):
    print(f"error {error}", flush=True)


def on_event(event):
    if event.kind == CERVER_EVENT_DATA:
        check(cerver_connection_send(event.connection, bytes(event), event.size))


def main():
    placement = sys.argv[1]
    logging.basicConfig(level=logging.INFO)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    server = cerver_create_web("sockets", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, placement)
    http = http_cerver_get(server)
    check(http_cerver_set_ws_compression(http, True))
    check(http_cerver_set_ws_compression_window(http, 15, True))
    check(http_cerver_set_ws_limits(http, 1 << 20, 1 << 20))
    route = http_create_route(http, REQUEST_METHOD_GET, "ws/:room", asked)
    http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_WEB_SOCKET)
    http_route_set_execute_handler(route, True)
    http_route_set_ws_on_open(route, on_open)
    http_route_set_ws_on_message(route, on_message)
    http_route_set_ws_on_binary(route, on_binary)
    http_route_set_ws_on_close(route, on_close)
    http_route_set_ws_on_error(route, on_error)
    check(http_route_ws_protocol_add(route, "chat"))
    both = http_create_route(http, REQUEST_METHOD_GET, "types", None)
    http_route_set_modifier(both, HTTP_ROUTE_MODIFIER_WEB_SOCKET)
    http_route_set_ws_on_message(both, lambda receive, message: http_web_sockets_send(receive, type(message).__name__))
    raw = http_create_route(http, REQUEST_METHOD_GET, "raw", None)
    check(http_route_take_upgrade(raw, "echo", on_event))
    try:
        serve(server, placement)
    except KeyboardInterrupt:
        pass
    finally:
        sys.exit(cerver_teardown(server))


if __name__ == "__main__":
    main()
