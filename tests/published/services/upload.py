"""Uploads that are kept, moved, discarded or removed by themselves: upload.py PORT UPLOADS."""

import ctypes
import os
import sys

from cerver import *
from cerver.files import *
from cerver.http import *
from service import create, port, prepare


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def test_handler(http_receive, request):
    http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"Test works!")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def passing_handler(http_receive, request):
    """The file goes with its request."""
    send_path(http_receive, request)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def keep_handler(http_receive, request):
    http_request_multi_part_keep_files(request)
    send_path(http_receive, request)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def move_handler(http_receive, request):
    part = http_request_multi_parts_get(request, b"file")
    target = os.path.join(sys.argv[2], "moved $(touch x) file").encode("utf-8")
    failed = http_multi_part_move_file(part, target)
    http_response_json_bool_value_send(
        http_receive,
        HTTP_STATUS_OK,
        b"moved",
        failed == 0 and http_multi_part_get_moved_file(part) and file_exists(target),
    )


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def discard_handler(http_receive, request):
    key = http_request_multi_parts_get_value(request, b"key")
    path = http_request_multi_parts_get_saved_filename(request, b"file")
    http_request_multi_part_keep_files(request)
    if key != b"okay":
        http_request_multi_part_discard_files(request)
        is_there = path and file_exists(path)
        http_response_json_bool_value_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"kept", bool(is_there))
    else:
        http_response_json_bool_value_send(http_receive, HTTP_STATUS_OK, b"kept", file_exists(path))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def iter_handler(http_receive, request):
    """Whether there is any part to go through."""
    status = HTTP_STATUS_OK if http_request_multi_parts_iter_start(request) else HTTP_STATUS_BAD_REQUEST
    http_response_json_int_value_send(http_receive, status, b"files", http_request_get_n_files(request))


def send_path(http_receive, request):
    path = http_request_multi_parts_get_saved_filename(request, b"file")
    if path:
        http_response_json_key_value_send(http_receive, HTTP_STATUS_OK, b"path", path)
    else:
        http_response_json_error_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"no file")


def main():
    prepare()
    files_create_recursive_dir(sys.argv[2].encode("utf-8"), 0o755)
    cerver = create(b"upload-service", port())
    http_cerver = http_cerver_get(cerver)
    http_cerver_set_uploads_path(http_cerver, sys.argv[2].encode("utf-8"))
    http_cerver_set_default_uploads_filename_generator(http_cerver)
    http_cerver_set_uploads_delete_when_done(http_cerver, True)
    http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_GET, b"test", test_handler))
    routes = {
        b"upload": passing_handler,
        b"keep": keep_handler,
        b"move": move_handler,
        b"discard": discard_handler,
        b"iter": iter_handler,
    }
    for path, handler in routes.items():
        route = http_route_create(REQUEST_METHOD_POST, path, handler)
        http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_MULTI_PART)
        http_cerver_route_register(http_cerver, route)
    if cerver_start(cerver):
        sys.exit("The service does not start")


if __name__ == "__main__":
    main()
