"""Values of queries, and parameters of paths."""

import ctypes
import json

from cerver import *
from cerver.http import *
from service import create, port, prepare


def send(http_receive, status, value):
    body = json.dumps(value).encode("utf-8")
    http_response_render_json(http_receive, status, body, len(body))


def value_handler(get):
    """A handler that answers with the value as `get` reads it, 400 without one and when it does not convert."""

    @ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    def handler(http_receive, request):
        values = http_request_get_query_params(request)
        try:
            value = get(values, "value")
        except ValueError:
            value = None
        if value is None:
            http_response_json_error_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"Missing value!")
        else:
            send(http_receive, HTTP_STATUS_OK, {"value": value})

    return handler


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def raw_handler(http_receive, request):
    query = http_request_get_query(request)
    name = http_request_query_params_get_value(request, b"name")
    send(
        http_receive,
        HTTP_STATUS_OK,
        {
            "method": http_request_get_method(request),
            "url": http_request_get_url(request).contents.str.decode("utf-8"),
            "query": query.contents.str.decode("utf-8") if query else None,
            "name": name.contents.str.decode("utf-8") if name else None,
            "agent": bool(http_request_get_header(request, HTTP_HEADER_USER_AGENT)),
        },
    )


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def params_handler(http_receive, request):
    send(http_receive, HTTP_STATUS_OK, http_get_params_list(request))


GETTERS = {
    b"value": http_request_get_query_value,
    b"int": http_request_get_int_query_value,
    b"float": http_request_get_float_query_value,
    b"bool": http_request_get_bool_query_value,
}
HANDLERS = {name: value_handler(get) for name, get in GETTERS.items()}


def main():
    prepare()
    cerver = create(b"query-service", port())
    http_cerver = http_cerver_get(cerver)
    query = http_route_create(REQUEST_METHOD_GET, b"query", raw_handler)
    http_cerver_route_register(http_cerver, query)
    for name, handler in HANDLERS.items():
        http_route_child_add(query, http_route_create(REQUEST_METHOD_GET, name, handler))
    http_route_child_add(query, http_route_create(REQUEST_METHOD_GET, b"user/:id/:part", params_handler))
    cerver_start(cerver)


if __name__ == "__main__":
    main()
