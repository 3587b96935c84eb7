"""JSON: every helper that makes it, and bodies that come back."""

import ctypes

from cerver import *
from cerver.http import *
from service import create, port, prepare

OK = HTTP_STATUS_OK
CUSTOM = b'{"custom": true, "n": 7}'


def compiled(make):
    """A handler that compiles, sends and deletes the response that `make` gives."""

    @ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    def handler(http_receive, request):
        response = make()
        http_response_compile(response)
        http_response_send(response, http_receive)
        http_response_delete(response)

    return handler


def sent(send):
    """A handler that answers in one call."""

    @ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    def handler(http_receive, request):
        send(http_receive)

    return handler


def by_hand():
    response = http_response_get()
    http_response_set_status(response, HTTP_STATUS_ACCEPTED)
    http_response_add_content_type_header(response, HTTP_CONTENT_TYPE_JSON)
    http_response_add_content_length_header(response, len(CUSTOM))
    http_response_add_header(response, HTTP_HEADER_LOCATION, b"/json/hand?a=b&c=d")
    http_response_set_data_ref(response, CUSTOM, len(CUSTOM))
    return response


ROUTES = {
    b"int": compiled(lambda: http_response_json_int_value(OK, b"n", -5)),
    b"int/send": sent(lambda to: http_response_json_int_value_send(to, OK, b"n", 18)),
    b"large": compiled(lambda: http_response_json_large_int_value(OK, b"n", 1 << 40)),
    b"large/send": sent(lambda to: http_response_json_large_int_value_send(to, OK, b"n", -(1 << 40))),
    b"real": compiled(lambda: http_response_json_real_value(OK, b"x", 3.25)),
    b"real/send": sent(lambda to: http_response_json_real_value_send(to, OK, b"x", 7.5)),
    b"bool": compiled(lambda: http_response_json_bool_value(OK, b"b", True)),
    b"bool/send": sent(lambda to: http_response_json_bool_value_send(to, OK, b"b", False)),
    b"msg": compiled(lambda: http_response_json_msg(OK, b"okay")),
    b"msg/send": sent(lambda to: http_response_json_msg_send(to, OK, b"okay")),
    b"error": compiled(lambda: http_response_json_error(HTTP_STATUS_BAD_REQUEST, b'a "quoted" error')),
    b"error/send": sent(lambda to: http_response_json_error_send(to, HTTP_STATUS_BAD_REQUEST, b"bad request")),
    b"key": compiled(lambda: http_response_json_key_value(OK, b"key", b"value")),
    b"key/send": sent(lambda to: http_response_json_key_value_send(to, OK, b"key", b"value")),
    b"custom": compiled(lambda: http_response_json_custom(OK, CUSTOM)),
    b"custom/send": sent(lambda to: http_response_json_custom_send(to, OK, CUSTOM)),
    b"reference": compiled(lambda: http_response_json_custom_reference(OK, CUSTOM, len(CUSTOM))),
    b"reference/send": sent(lambda to: http_response_json_custom_reference_send(to, OK, CUSTOM, len(CUSTOM))),
    b"hand": compiled(by_hand),
    b"bare": sent(lambda to: http_response_create_and_send(OK, CUSTOM, len(CUSTOM), to)),
}


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def json_handler(http_receive, request):
    http_response_json_msg_send(http_receive, OK, b"main")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def echo_handler(http_receive, request):
    """Sends the body back, by its length: a body may have a NUL."""
    body = http_request_get_body(request)
    if not body:
        http_response_json_error_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"no body")
        return
    text = ctypes.string_at(_address_of(body), body.contents.len)
    http_response_render_json(http_receive, OK, text, len(text))


def _address_of(body):
    """Where the text begins: reading the field `str` stops at a NUL."""
    field = type(body.contents).str
    return ctypes.c_void_p.from_buffer(body.contents, field.offset).value


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def count_handler(http_receive, request):
    """Parses the body and answers with the number of its members."""
    try:
        body = http_request_get_body_json(request)
    except Exception:
        http_response_json_error_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"no JSON")
        return
    http_response_json_int_value_send(http_receive, OK, b"count", len(body))


def main():
    prepare()
    cerver = create(b"json-service", port())
    http_cerver = http_cerver_get(cerver)
    json_route = http_route_create(REQUEST_METHOD_GET, b"json", json_handler)
    http_route_set_handler(json_route, REQUEST_METHOD_POST, echo_handler)
    http_cerver_route_register(http_cerver, json_route)
    for path, handler in ROUTES.items():
        http_route_child_add(json_route, http_route_create(REQUEST_METHOD_GET, path, handler))
    http_route_child_add(json_route, http_route_create(REQUEST_METHOD_POST, b"count", count_handler))
    cerver_start(cerver)


if __name__ == "__main__":
    main()
