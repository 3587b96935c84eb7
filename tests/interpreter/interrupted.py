"""The main thread sits in cerver_start: SIGINT becomes KeyboardInterrupt at once, a Python handler for SIGTERM runs."""

import os
import signal
import sys
import threading
import time

import host


@host.Handler
def handler(receive, request):
    host.answer(receive)


def kill_when_served(server, number):
    while not host.lib.cerver_get_port(server):
        time.sleep(0.001)
    port = host.lib.cerver_get_port(server)
    assert host.get(port) == 200
    sent.append(time.monotonic())
    os.kill(os.getpid(), number)


def terminated(number, frame):
    sys.exit(42)


# A shell starts its background jobs with SIGINT ignored, and Python leaves it so.
signal.signal(signal.SIGINT, signal.default_int_handler)
sent = []
for _ in range(10):
    server = host.server(handler)
    threading.Thread(target=kill_when_served, args=(server, signal.SIGINT)).start()
    try:
        host.lib.cerver_start(server)
        time.sleep(5)  # the handler runs between two instructions of this thread
        raise AssertionError("no KeyboardInterrupt")
    except KeyboardInterrupt:
        assert time.monotonic() - sent[-1] < 4, time.monotonic() - sent[-1]
    assert host.lib.cerver_is_running(server), "a signal stops nothing by itself"
    assert host.lib.cerver_teardown(server) == 0

signal.signal(signal.SIGTERM, terminated)
server = host.server(handler)
threading.Thread(target=kill_when_served, args=(server, signal.SIGTERM)).start()
host.lib.cerver_start(server)
time.sleep(5)
sys.exit("no SIGTERM")
