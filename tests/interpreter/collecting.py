"""Garbage collection runs all the time while callbacks come and servers go."""

import gc
import threading

import host

stop = threading.Event()


def collect():
    while not stop.is_set():
        gc.collect()


collector = threading.Thread(target=collect)
collector.start()
for round in range(20):
    rubbish = [[] for _ in range(100)]
    for item in rubbish:
        item.append(rubbish)

    @host.Handler
    def handler(receive, request):
        host.answer(receive, b"x" * len([object() for _ in range(50)]))

    server = host.server(handler, pool=round % 3)
    port = host.start(server)
    for _ in range(5):
        assert host.get(port) == 200
    assert host.lib.cerver_teardown(server) == 0
stop.set()
collector.join()
