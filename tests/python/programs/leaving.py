"""A server that ends its own interpreter after some requests: leaving.py PLACEMENT WAY."""

import sys
import threading
import time

from app import place

from cerver import *
from cerver.http import *

ENOUGH = 40


def main(placement, way):
    enough = threading.Event()
    count = 0

    def answer(receive, request):
        nonlocal count
        count += 1
        if count >= ENOUGH:
            enough.set()
        if way == "slow":
            time.sleep(0.02)
        http_send_response(receive, HTTP_STATUS_OK, {"count": count})

    server = cerver_create_web("leaving", 0, 128)
    place(server, placement)
    http_create_route(http_cerver_get(server), REQUEST_METHOD_GET, "/", answer)
    if way == "thread":
        threading.Thread(target=cerver_start, args=(server,), daemon=True).start()
        while cerver_get_port(server) == 0:
            time.sleep(0.001)
    else:
        check(cerver_start_background(server))
    print(cerver_get_port(server), flush=True)
    enough.wait()
    print("leaving", flush=True)
    if way == "exit":
        sys.exit()


main(*sys.argv[1:])
