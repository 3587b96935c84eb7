"""A server whose routes ask who the client is: guarded.py PLACEMENT ALGORITHM PRIVATE PUBLIC."""

import ctypes
import sys

from app import place, serve

from cerver import *
from cerver.http import *


def token(receive, request):
    http_jwt_create_and_send(receive, HTTP_STATUS_OK, {"name": 'x "é"', "id": 7, "adm": True})


def claims(receive, request):
    http_send_response(receive, HTTP_STATUS_OK, http_jwt_token_decode(request))


def length(receive, request):
    http_send_response(receive, HTTP_STATUS_OK, {"length": http_request_get_decoded_data(request)})


def decode(address):
    text = ctypes.string_at(address)
    if b"refuse" in text:
        return None
    if b"raise" in text:
        raise ValueError("broken on purpose")
    return len(text)


deleted = []


def custom(receive, request):
    http_send_response(receive, HTTP_STATUS_OK, {"data": http_request_get_decoded_data(request), "deleted": deleted})


def check_key(receive, request):
    key = http_request_get_custom_header(request, "X-Key")
    if key == b"raise":
        raise ValueError("broken on purpose")
    http_request_set_decoded_data(request, 5)
    http_request_set_delete_decoded_data(request, deleted.append)
    return {b"open": 0, b"text": "no number", b"digits": "0", b"half": 0.5, b"wide": 1 << 32}.get(key, 1)


def main():
    placement, algorithm, private, public = sys.argv[1:]
    server = cerver_create_web("guarded", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, placement)
    http = http_cerver_get(server)
    http_cerver_auth_configuration(http, int(algorithm), private or None, public or None)
    http_create_route(http, REQUEST_METHOD_GET, "token", token)
    http_create_route(http, REQUEST_METHOD_GET, "claims", claims, HTTP_ROUTE_AUTH_TYPE_BEARER)
    route = http_create_route(http, REQUEST_METHOD_GET, "length", length, HTTP_ROUTE_AUTH_TYPE_BEARER)
    http_route_set_decode_data(route, decode, None)
    route = http_create_route(http, REQUEST_METHOD_GET, "custom", custom)
    http_route_set_auth(route, HTTP_ROUTE_AUTH_TYPE_CUSTOM)
    http_route_set_authentication_handler(route, check_key)
    try:
        serve(server, placement)
    except KeyboardInterrupt:
        pass
    finally:
        left = cerver_teardown(server)
    sys.exit(left)


if __name__ == "__main__":
    main()
