"""The functions that make several calls one: wrapper.py PORT ALGORITHM PRIVATE_KEY PUBLIC_KEY."""

import ctypes
import sys

from cerver import *
from cerver.http import *
from service import prepare, remember

http_cerver = None


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def main_handler(http_receive, request):
    http_send_response(http_receive, HTTP_STATUS_OK, {"msg": "Wrapper works!", "list": [1, 2.5, None]})


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def echo_handler(http_receive, request):
    value = http_request_get_query_value(http_request_get_query_params(request), "value")
    http_send_response(http_receive, HTTP_STATUS_OK, f"<p>Echo: {value}</p>")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def bytes_handler(http_receive, request):
    data = bytes(range(256))
    http_send_response(http_receive, HTTP_STATUS_CREATED, data, len(data), HTTP_CONTENT_TYPE_BIN)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def data_handler(http_receive, request):
    if not http_request_content_type_is_json(request):
        http_send_response(http_receive, HTTP_STATUS_BAD_REQUEST, {"error": "JSON, please"})
        return
    http_send_response(http_receive, HTTP_STATUS_OK, {"got": http_request_get_body_json(request)})


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def token_handler(http_receive, request):
    values = http_request_get_body_json(request)
    http_jwt_create_and_send(http_receive, HTTP_STATUS_OK, values)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def auth_handler(http_receive, request):
    http_send_response(http_receive, HTTP_STATUS_OK, http_jwt_token_decode(request))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def made_handler(http_receive, request):
    """A token that is made here and sent by hand."""
    jwt = http_jwt_create({"name": "made", "id": 9, "ok": True})
    failed = http_cerver_auth_generate_bearer_jwt(http_cerver, jwt)
    bearer = http_jwt_get_bearer(jwt).decode("utf-8")
    http_cerver_auth_jwt_delete(jwt)
    http_send_response(http_receive, HTTP_STATUS_OK if failed == 0 else 500, {"token": bearer})


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def redirect_handler(http_receive, request):
    redirect(http_receive, HTTP_STATUS_SEE_OTHER, "/parent/child?a=<b>")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def child_handler(http_receive, request):
    http_send_response(http_receive, HTTP_STATUS_OK, {"params": http_get_params_list(request)})


def main():
    global http_cerver
    prepare()
    cerver = http_cerver_configuration("wrapper", port=int(sys.argv[1]), connection_queue=16)
    remember(cerver)
    http_cerver = http_cerver_get(cerver)
    algorithm = {"RS256": JWT_ALG_RS256, "HS256": JWT_ALG_HS256}[sys.argv[2]]
    http_cerver_auth_configuration(http_cerver, algorithm, sys.argv[3], sys.argv[4])
    http_create_route(http_cerver, REQUEST_METHOD_GET, "/", main_handler)
    http_create_route(http_cerver, REQUEST_METHOD_GET, "echo", echo_handler)
    http_create_route(http_cerver, REQUEST_METHOD_GET, "bytes", bytes_handler)
    http_create_route(http_cerver, REQUEST_METHOD_POST, "data", data_handler)
    http_create_route(http_cerver, REQUEST_METHOD_POST, "token", token_handler)
    http_create_route(http_cerver, REQUEST_METHOD_GET, "made", made_handler)
    http_create_route(http_cerver, REQUEST_METHOD_GET, "auth", auth_handler, HTTP_ROUTE_AUTH_TYPE_BEARER)
    http_create_route(http_cerver, REQUEST_METHOD_GET, "redirect", redirect_handler)
    parent = http_create_route(http_cerver, REQUEST_METHOD_GET, "parent", main_handler)
    http_create_child_route(parent, REQUEST_METHOD_GET, "child", child_handler)
    http_create_child_route(parent, REQUEST_METHOD_GET, "child/:id", child_handler)
    if cerver_start(cerver):
        sys.exit("The service does not start")


if __name__ == "__main__":
    main()
