"""Users that register, log in and see their profile: api.py PORT ALGORITHM PRIVATE_KEY PUBLIC_KEY."""

import ctypes
import hashlib
import json
import sys
import threading

from cerver import *
from cerver.http import *
from service import create, port, prepare

users = {}
users_lock = threading.Lock()
http_cerver = None


def field(request, name):
    """A field of the form, None without it."""
    value = http_query_pairs_get_value(http_request_get_body_values(request), name)
    return value.contents.str.decode("utf-8") if value else None


def digest(name, password):
    return hashlib.pbkdf2_hmac("sha256", password.encode("utf-8"), name.encode("utf-8"), 1000)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def main_handler(http_receive, request):
    http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"Users works!")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def register_handler(http_receive, request):
    name, password = field(request, b"name"), field(request, b"password")
    if not name or not password:
        http_response_json_error_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"Missing values!")
        return
    with users_lock:
        is_new = name not in users
        users[name] = digest(name, password)
    http_response_json_bool_value_send(http_receive, HTTP_STATUS_OK, b"registered", is_new)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def login_handler(http_receive, request):
    name, password = field(request, b"name"), field(request, b"password")
    if not name or not password or users.get(name) != digest(name, password):
        http_response_json_error_send(http_receive, HTTP_STATUS_UNAUTHORIZED, b"Wrong name or password!")
        return
    http_jwt = http_cerver_auth_jwt_new()
    http_cerver_auth_jwt_add_value(http_jwt, b"name", name.encode("utf-8"))
    http_cerver_auth_generate_bearer_jwt_json_with_value(http_cerver, http_jwt, b"role", b"common")
    text = http_jwt_get_json(http_jwt)
    response = http_response_create(HTTP_STATUS_OK, text, len(text))
    http_response_compile(response)
    http_response_send(response, http_receive)
    http_response_delete(response)
    http_cerver_auth_jwt_delete(http_jwt)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def profile_handler(http_receive, request):
    claims = json.loads(ctypes.cast(http_request_get_decoded_data(request), ctypes.c_char_p).value)
    http_response_json_key_value_send(http_receive, HTTP_STATUS_OK, b"profile", claims["name"].encode("utf-8"))


def main():
    global http_cerver
    prepare()
    cerver = create(b"api-service", port())
    http_cerver = http_cerver_get(cerver)
    http_cerver_auth_set_jwt_algorithm(http_cerver, {"RS256": JWT_ALG_RS256, "HS256": JWT_ALG_HS256}[sys.argv[2]])
    http_cerver_auth_set_jwt_priv_key_filename(http_cerver, sys.argv[3].encode("utf-8"))
    http_cerver_auth_set_jwt_pub_key_filename(http_cerver, sys.argv[4].encode("utf-8"))
    main_route = http_route_create(REQUEST_METHOD_GET, b"api/users", main_handler)
    http_cerver_route_register(http_cerver, main_route)
    http_route_child_add(main_route, http_route_create(REQUEST_METHOD_POST, b"register", register_handler))
    http_route_child_add(main_route, http_route_create(REQUEST_METHOD_POST, b"login", login_handler))
    profile = http_route_create(REQUEST_METHOD_GET, b"profile", profile_handler)
    http_route_set_auth(profile, HTTP_ROUTE_AUTH_TYPE_BEARER)
    http_route_set_decode_data_into_json(profile)
    http_route_child_add(main_route, profile)
    if cerver_start(cerver):
        sys.exit("The service does not start")


if __name__ == "__main__":
    main()
