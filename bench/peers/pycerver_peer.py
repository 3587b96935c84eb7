"""pycerver_peer.py PORT: the benchmark's paths as a service for pycerver's own, unmodified package, handlers on the reactor.

The package looks for the library at a fixed place; here it gets the one that CERVER_LIBRARY names.
"""

from __future__ import annotations

import ctypes
import json as json_module
import os
import signal
import sys

_CDLL = ctypes.CDLL
ctypes.CDLL = lambda _name: _CDLL(os.environ["CERVER_LIBRARY"])

from cerver import *  # noqa: E402
from cerver.http import *  # noqa: E402

GREETING = b"Hello, World!"


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def plaintext(http_receive, request):
    http_response_render_text(http_receive, HTTP_STATUS_OK, GREETING, len(GREETING))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def json(http_receive, request):
    text = json_module.dumps({"message": "Hello, World!"}).encode()
    http_response_render_json(http_receive, HTTP_STATUS_OK, text, len(text))


def end(number, frame):
    cerver_teardown(cerver)
    sys.exit(0)


cerver_init()
cerver = cerver_create_web(b"hello", int(sys.argv[1]), 4096)
cerver_set_handler_type(cerver, CERVER_HANDLER_TYPE_POLL)
cerver_set_thpool_n_threads(cerver, 0)
cerver_set_reusable_address_flags(cerver, True)
http_cerver = http_cerver_get(cerver)
http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_GET, b"plaintext", plaintext))
http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_GET, b"json", json))
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)
cerver_start(cerver)
