"""Serves a folder: static.py FOLDER SETTER=VALUE ... calls its setters; FOLDER/page.txt is sent at /handler, too."""

import signal
import sys

from cerver import *
from cerver.http import *


def page(receive, request):
    http_response_send_file(receive, HTTP_STATUS_OK, f"{sys.argv[1]}/page.txt")


def main():
    server = cerver_create_web("static", 0, 128)
    http = http_cerver_get(server)
    folder = http_cerver_static_path_add(http, sys.argv[1])
    for option in sys.argv[2:]:
        name, _, value = option.partition("=")
        check(getattr(sys.modules["cerver.http"], f"http_static_path_set_{name}")(folder, int(value)))
    http_create_route(http, REQUEST_METHOD_GET, "handler", page)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    check(cerver_start_background(server))
    print(cerver_get_port(server), flush=True)
    try:
        while cerver_wait(server, -1) == CERVER_ERROR_INTERRUPTED:
            pass
    finally:
        cerver_teardown(server)


main()
