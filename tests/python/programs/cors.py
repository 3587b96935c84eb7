"""A server whose answers pages of other sites may read: cors.py PLACEMENT.

/own decides by itself, /plain leaves it to the library.
"""

import sys

from app import place, serve

from cerver import *
from cerver.http import *


def own(receive, request):
    response = http_response_create(HTTP_STATUS_OK, b"data", 4)
    http_response_add_cors_header(response, b"*")
    http_response_send(response, receive)
    http_response_delete(response)


def plain(receive, request):
    http_send_response(receive, HTTP_STATUS_OK, {"data": 1})


def main():
    (placement,) = sys.argv[1:]
    server = cerver_create_web("cors", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, placement)
    http = http_cerver_get(server)
    http_create_route(http, REQUEST_METHOD_GET, "own", own)
    http_create_route(http, REQUEST_METHOD_PUT, "plain", plain)
    for origin in ("https://page.example", "http://localhost:3000"):
        assert http_cerver_add_origin_to_whitelist(http, origin) == 0
    check(http_cerver_set_cors(http, True))
    check(http_cerver_set_cors_credentials(http, True))
    check(http_cerver_set_cors_exposed_headers(http, "ETag"))
    check(http_cerver_set_cors_max_age(http, 30))
    origin = http_origin_new()
    assert http_origin_get_len(origin) == 0 and http_origin_get_value(origin) is None
    http_origin_delete(origin)
    try:
        serve(server, placement)
    except KeyboardInterrupt:
        pass
    finally:
        left = cerver_teardown(server)
    sys.exit(left)


if __name__ == "__main__":
    main()
