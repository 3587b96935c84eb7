"""What the scripts share: the library through plain ctypes, as any program may load it. No package is involved."""

import ctypes
import http.client
import os

lib = ctypes.CDLL(os.environ["CERVER_LIBRARY_FILE"])

Handler = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)

# CERVER_ERROR_FORKED and the rest that the scripts compare with.
FORKED = 16

for name, result, arguments in [
    ("cerver_create_web", ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_uint16, ctypes.c_uint16]),
    ("cerver_set_thpool_n_threads", None, [ctypes.c_void_p, ctypes.c_uint16]),
    ("cerver_start", ctypes.c_uint8, [ctypes.c_void_p]),
    ("cerver_start_background", ctypes.c_int32, [ctypes.c_void_p]),
    ("cerver_drain", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32]),
    ("cerver_shutdown", ctypes.c_uint8, [ctypes.c_void_p]),
    ("cerver_teardown", ctypes.c_uint8, [ctypes.c_void_p]),
    ("cerver_get_port", ctypes.c_uint16, [ctypes.c_void_p]),
    ("cerver_is_running", ctypes.c_bool, [ctypes.c_void_p]),
    ("cerver_last_error", ctypes.c_int32, []),
    ("cerver_last_error_message", ctypes.c_char_p, []),
    ("cerver_stats_json", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p]),
    ("http_cerver_get", ctypes.c_void_p, [ctypes.c_void_p]),
    ("http_cerver_set_catch_all_route", None, [ctypes.c_void_p, Handler]),
    (
        "http_response_render_text",
        ctypes.c_uint8,
        [ctypes.c_void_p, ctypes.c_int32, ctypes.c_char_p, ctypes.c_size_t],
    ),
]:
    function = getattr(lib, name)
    function.restype = result
    function.argtypes = arguments


def answer(receive, text=b"ok"):
    return lib.http_response_render_text(receive, 200, text, len(text))


def server(handler, pool=0):
    """A server that is not started; the handler must be kept alive by the caller."""
    made = lib.cerver_create_web(b"interpreter", 0, 64)
    assert made, lib.cerver_last_error_message()
    lib.cerver_set_thpool_n_threads(made, pool)
    lib.http_cerver_set_catch_all_route(lib.http_cerver_get(made), handler)
    return made


def start(made):
    assert lib.cerver_start_background(made) == 0, lib.cerver_last_error_message()
    return lib.cerver_get_port(made)


def get(port, path="/"):
    """The status of an answer, None when the connection is closed without one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    except (http.client.RemoteDisconnected, ConnectionError):
        return None
    finally:
        connection.close()
