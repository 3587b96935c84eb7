"""Pages: a folder of files, a file, rendered text and JSON."""

import ctypes
import os

from cerver import *
from cerver.http import *
from service import create, port, prepare

HERE = os.path.dirname(os.path.abspath(__file__))
PUBLIC = os.path.join(HERE, "public")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def file_handler(http_receive, request):
    http_response_send_file(http_receive, HTTP_STATUS_OK, os.path.join(PUBLIC, "index.html").encode("utf-8"))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def text_handler(http_receive, request):
    text = "<html><body><h1>caf\u00e9</h1></body></html>".encode("utf-8")
    http_response_render_text(http_receive, HTTP_STATUS_OK, text, len(text))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def json_handler(http_receive, request):
    json = b'{"msg": "okay"}'
    http_response_render_json(http_receive, HTTP_STATUS_OK, json, len(json))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def other_handler(http_receive, request):
    http_response_json_error_send(http_receive, HTTP_STATUS_NOT_FOUND, b"nothing here")


def main():
    prepare()
    cerver = create(b"web-service", port())
    http_cerver = http_cerver_get(cerver)
    http_cerver_static_path_add(http_cerver, PUBLIC.encode("utf-8"))
    render = http_route_create(REQUEST_METHOD_GET, b"render", file_handler)
    http_cerver_route_register(http_cerver, render)
    http_route_child_add(render, http_route_create(REQUEST_METHOD_GET, b"text", text_handler))
    http_route_child_add(render, http_route_create(REQUEST_METHOD_GET, b"json", json_handler))
    http_cerver_set_catch_all_route(http_cerver, other_handler)
    http_cerver_add_responses_header(http_cerver, HTTP_HEADER_CACHE_CONTROL, b"no-store")
    cerver_start(cerver)


if __name__ == "__main__":
    main()
