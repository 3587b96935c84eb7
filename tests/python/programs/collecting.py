"""A server with many handlers that are referred to by nothing but cerver, collecting garbage all the time."""

import gc
import signal
import sys
import threading

from app import place

from cerver import *
from cerver.http import *


def add_routes(http):
    for number in range(10):

        def handler(receive, request, text=f"answer {number}"):
            http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, text)

        http_create_route(http, REQUEST_METHOD_GET, f"route{number}", handler)


server = cerver_create_web("collecting", 0, 128)
place(server, sys.argv[1])
add_routes(http_cerver_get(server))
check(cerver_start_background(server))
print(cerver_get_port(server), flush=True)
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
while not ended.is_set():
    gc.collect()
sys.exit(cerver_teardown(server))
