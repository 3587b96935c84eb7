"""Tokens: auth.py PORT ALGORITHM PRIVATE_KEY PUBLIC_KEY. Routes for bearers, and for checks of our own."""

import ctypes
import json
import sys
import time

from cerver import *
from cerver.http import *
from service import create, port, prepare

AuthHandler = ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p)
ALGORITHMS = {"RS256": JWT_ALG_RS256, "HS256": JWT_ALG_HS256}
http_cerver = None


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def main_handler(http_receive, request):
    http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"open")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def token_handler(http_receive, request):
    """A token for the name and role of the query."""
    values = http_request_get_query_params(request)
    name = http_query_pairs_get_value(values, b"name")
    if not name:
        http_response_json_error_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"no name")
        return
    http_jwt = http_cerver_auth_jwt_new()
    http_cerver_auth_jwt_add_value_int(http_jwt, b"iat", int(time.time()))
    http_cerver_auth_jwt_add_value_int(http_jwt, b"id", 1007)
    http_cerver_auth_jwt_add_value(http_jwt, b"name", name.contents.str)
    http_cerver_auth_jwt_add_value_bool(http_jwt, b"admin", False)
    if http_cerver_auth_generate_bearer_jwt_json(http_cerver, http_jwt) == 0:
        http_response_render_json(
            http_receive, HTTP_STATUS_OK, http_jwt_get_json(http_jwt), http_jwt_get_json_len(http_jwt)
        )
    else:
        http_response_json_error_send(http_receive, HTTP_STATUS_INTERNAL_SERVER_ERROR, b"no token")
    http_cerver_auth_jwt_delete(http_jwt)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def bearer_handler(http_receive, request):
    """What the token says."""
    claims = json.loads(ctypes.cast(http_request_get_decoded_data(request), ctypes.c_char_p).value)
    body = json.dumps({"name": claims["name"], "id": claims["id"], "admin": claims["admin"]}).encode("utf-8")
    http_response_render_json(http_receive, HTTP_STATUS_OK, body, len(body))


@AuthHandler
def check_key(http_receive, request):
    """0 for the right key in a form."""
    return 0 if http_request_multi_parts_get_value(request, b"key") == b"okay" else 1


@AuthHandler
def check_password(http_receive, request):
    """0 for the right password in a header."""
    return 0 if http_request_get_custom_header(request, b"X-Password") == b"secret" else 1


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def passed_handler(http_receive, request):
    http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"passed")


def main():
    global http_cerver
    prepare()
    cerver = create(b"auth-service", port())
    http_cerver = http_cerver_get(cerver)
    http_cerver_auth_set_jwt_algorithm(http_cerver, ALGORITHMS[sys.argv[2]])
    http_cerver_auth_set_jwt_priv_key_filename(http_cerver, sys.argv[3].encode("utf-8"))
    http_cerver_auth_set_jwt_pub_key_filename(http_cerver, sys.argv[4].encode("utf-8"))
    http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_GET, b"test", main_handler))
    auth = http_route_create(REQUEST_METHOD_GET, b"auth", main_handler)
    http_cerver_route_register(http_cerver, auth)
    http_route_child_add(auth, http_route_create(REQUEST_METHOD_GET, b"token", token_handler))
    bearer = http_route_create(REQUEST_METHOD_GET, b"bearer", bearer_handler)
    http_route_set_auth(bearer, HTTP_ROUTE_AUTH_TYPE_BEARER)
    http_route_set_decode_data_into_json(bearer)
    http_route_child_add(auth, bearer)
    key = http_route_create(REQUEST_METHOD_POST, b"key", passed_handler)
    http_route_set_modifier(key, HTTP_ROUTE_MODIFIER_MULTI_PART)
    http_route_set_auth(key, HTTP_ROUTE_AUTH_TYPE_CUSTOM)
    http_route_set_authentication_handler(key, check_key)
    http_route_child_add(auth, key)
    password = http_route_create(REQUEST_METHOD_GET, b"password", passed_handler)
    http_route_set_auth(password, HTTP_ROUTE_AUTH_TYPE_CUSTOM)
    http_route_set_authentication_handler(password, check_password)
    http_route_child_add(auth, password)
    if cerver_start(cerver):
        sys.exit("The service does not start")


if __name__ == "__main__":
    main()
