"""Routes of the library's own that tell about the service."""

import ctypes

from cerver import *
from cerver.http import *
from cerver.threads import *
from service import create, port, prepare


@ctypes.CFUNCTYPE(None, ctypes.py_object)
def work(data):
    pass


@ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p)
def check_admin(http_receive, request):
    return 0 if http_request_get_custom_header(request, b"X-Admin") == b"yes" else 1


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def main_handler(http_receive, request):
    http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"Admin works!")


def main():
    prepare()
    worker = Worker("helper", work)
    worker.start()
    cerver = create(b"admin-service", port())
    http_cerver = http_cerver_get(cerver)
    main_route = http_route_create(REQUEST_METHOD_GET, b"/", main_handler)
    http_cerver_route_register(http_cerver, main_route)
    http_cerver_set_not_found_handler(http_cerver)
    http_cerver_enable_admin_routes(http_cerver, True)
    http_cerver_enable_admin_head_handlers(http_cerver, True)
    http_cerver_enable_admin_options_handlers(http_cerver, True)
    http_cerver_enable_admin_routes_authentication(http_cerver, HTTP_ROUTE_AUTH_TYPE_CUSTOM)
    http_cerver_admin_routes_set_authentication_handler(http_cerver, check_admin)
    http_cerver_enable_admin_cors_headers(http_cerver, True)
    http_cerver_admin_set_origin(http_cerver, b"https://admin.example")
    http_cerver_register_admin_file_system(http_cerver, b"/")
    http_cerver_register_admin_worker(http_cerver, worker.worker)
    cerver_start(cerver)


if __name__ == "__main__":
    main()
