"""The server most tests talk to: app.py PLACEMENT, where PLACEMENT says on which thread handlers run.

It prints its port, serves until SIGINT or SIGTERM, tears down and prints what is left.
"""

import gc
import json
import logging
import signal
import sys
import threading

from cerver import *
from cerver.http import *


def place(server, placement):
    if placement == "own":
        cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS)
    elif placement == "pool":
        cerver_set_thpool_n_threads(server, 4)


def hello(receive, request):
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, b"hello")


def fail(receive, request):
    raise ValueError("broken on purpose")


def leave(receive, request):
    sys.exit("no")


def interrupt(receive, request):
    raise KeyboardInterrupt


def answer_then_fail(receive, request):
    hello(receive, request)
    raise ValueError("after the answer")


def stream_then_fail(receive, request):
    begin_stream(receive)
    check(http_receive_stream_write(receive, b"begun", 5))
    raise ValueError("in the middle")


def nothing(receive, request):
    pass


def close(receive, request):
    check(http_receive_close(receive))


def late(receive, request):
    check(http_receive_detach(receive))

    def answer():
        name = str(http_request_query_params_get_value(request, "name").contents)
        http_send_response(receive, HTTP_STATUS_OK, {"late": name})

    threading.Timer(0.05, answer).start()


def begin_stream(receive):
    check(http_receive_detach(receive))  # the pieces come after the handler has returned
    response = http_response_get()
    http_response_add_content_type_header(response, HTTP_CONTENT_TYPE_TXT)
    check(http_response_stream(response, receive))
    http_response_delete(response)


def stream(receive, request):
    begin_stream(receive)

    def pieces():
        for number in range(200):
            piece = b"%03d" % number * 1000
            while http_receive_stream_write(receive, piece, len(piece)) == CERVER_ERROR_AGAIN:
                check(http_receive_stream_wait(receive, -1))
        check(http_receive_stream_end(receive))

    threading.Thread(target=pieces).start()


def echo(receive, request):
    body = http_request_get_body(request)
    data = bytes(body.contents) if body else b""
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_BIN, data, len(data))


def query(receive, request):
    values = http_request_get_query_params(request)
    answer = {
        "text": http_request_get_query_value(values, "text"),
        "int": http_request_get_int_query_value(values, "int"),
        "float": http_request_get_float_query_value(values, "float"),
        "bool": http_request_get_bool_query_value(values, b"bool"),
        "absent": http_request_get_query_value(values, "absent"),
    }
    http_send_response(receive, HTTP_STATUS_OK, answer)


def form(receive, request):
    values = http_request_get_body_values(request)
    names = ("name", "ort")
    http_send_response(receive, HTTP_STATUS_OK, {name: http_request_get_query_value(values, name) for name in names})


def params(receive, request):
    named = http_request_get_param_text(request, "second")
    if http_request_get_param_text(request, b"third") is not None:
        raise AssertionError("a parameter that is not there")
    http_send_response(receive, HTTP_STATUS_OK, {"all": http_get_params_list(request), "second": named})


def body_json(receive, request):
    answer = {"is_json": http_request_content_type_is_json(request), "body": http_request_get_body_json(request)}
    http_send_response(receive, HTTP_STATUS_OK, answer)


def head(receive, request):
    answer = {
        "method": http_request_get_method(request),
        "token": str(http_request_get_method_string(request).contents),
        "url": http_request_get_url(request).contents.str.decode(),
        "host": http_request_get_header(request, HTTP_HEADER_HOST).contents.str.decode(),
        "custom": (http_request_get_custom_header(request, "X-Custom") or b"").decode(),
        "no_cookie": bool(http_request_get_header(request, HTTP_HEADER_COOKIE)),
    }
    http_send_response(receive, HTTP_STATUS_OK, answer)


def texts(receive, request):
    """Answers in one of the ways that take str or bytes, by the name in the query."""
    way = str(http_request_query_params_get_value(request, "way").contents)
    text = "Grüße, 世界"
    {
        "str": lambda: http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, text),
        "bytes": lambda: http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, text.encode()),
        "bytearray": lambda: http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, bytearray(text.encode())),
        "memoryview": lambda: http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, memoryview(text.encode())),
        "characters": lambda: http_response_render_text(receive, 200, text, len(text)),
        "part": lambda: http_response_render_json(receive, 200, b'"ab"cd', 4),
        "empty": lambda: http_send_response(receive, 200),
        "body": lambda: http_send_response(receive, 201, text, content_type=HTTP_CONTENT_TYPE_CSV),
        "message": lambda: http_response_json_msg_send(receive, 200, text),
        "key": lambda: http_response_json_key_value_send(receive, 200, "schlüssel", text.encode()),
        "redirect": lambda: redirect(receive, HTTP_STATUS_SEE_OTHER, '/a?b=1&c="2"'),
        "response": lambda: send_made_response(receive, text),
        "reference": lambda: send_json_reference(receive),
        "too_long": lambda: http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, b"abc", 4),
        "number": lambda: http_response_render(receive, 200, HTTP_CONTENT_TYPE_TXT, 5),
        "nul": lambda: http_response_json_msg_send(receive, 200, "a\0b"),
    }[way]()


def send_made_response(receive, text):
    response = http_response_get()
    http_response_set_data(response, text)
    http_response_add_content_type_header(response, HTTP_CONTENT_TYPE_TXT)
    http_response_add_header(response, HTTP_HEADER_SET_COOKIE, "a=ö")
    check(http_response_add_custom_header(response, "X-Made", "ja"))
    check(http_response_send(response, receive))
    http_response_delete(response)


def send_json_reference(receive):
    response = http_response_json_custom_reference(HTTP_STATUS_OK, json.dumps(list(range(1000))))
    gc.collect()
    check(http_response_send(response, receive))
    http_response_delete(response)


ROUTES = {
    "hello": hello,
    "fail": fail,
    "leave": leave,
    "interrupt": interrupt,
    "answer-then-fail": answer_then_fail,
    "stream-then-fail": stream_then_fail,
    "nothing": nothing,
    "close": close,
    "callback-fail": HttpHandler(fail),
    "late": late,
    "stream": stream,
    "query": query,
    "params/:first/:second": params,
    "head": head,
    "texts": texts,
}


def make_server(placement):
    server = cerver_create_web("app", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, placement)
    http = http_cerver_get(server)
    for path, handler in ROUTES.items():
        http_create_route(http, REQUEST_METHOD_GET, path, handler)
    for path, handler in {"echo": echo, "form": form, "json": body_json}.items():
        http_create_route(http, REQUEST_METHOD_POST, path, handler)
    both = http_route_create(REQUEST_METHOD_GET, "both", hello)
    http_route_set_handler(both, REQUEST_METHOD_PUT, echo)
    http_cerver_route_register(http, both)
    parent = http_create_route(http, REQUEST_METHOD_GET, "parent", hello)
    http_create_child_route(parent, REQUEST_METHOD_GET, "child", hello)
    return server


def serve(server, placement):
    """Serves until a signal's handler raises."""
    if placement == "turned":
        check(cerver_open(server))
        print(cerver_get_port(server), flush=True)
        while True:
            check(cerver_turn(server, -1))
    check(cerver_start_background(server))
    print(cerver_get_port(server), flush=True)
    while True:
        cerver_wait(server, -1)


def main():
    placement = sys.argv[1]
    logging.basicConfig(level=logging.CRITICAL if "quiet" in sys.argv else logging.INFO)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    server = make_server(placement)
    try:
        serve(server, placement)
    except KeyboardInterrupt:
        pass
    finally:
        sys.exit(cerver_teardown(server))


if __name__ == "__main__":
    main()
