"""A handler that raises on every second request: that request gets a 500, all others their answer."""

import sys

import host

COUNT = 400
calls = 0


@host.Handler
def handler(receive, request):
    global calls
    calls += 1
    if calls % 2 == 0:
        raise ValueError("as planned")
    host.answer(receive)


sys.unraisablehook = lambda unraisable: None  # ctypes reports each of them
for pool in (0, 2):
    calls = 0
    server = host.server(handler, pool)
    port = host.start(server)
    results = [host.get(port) for _ in range(COUNT)]
    assert results.count(200) == COUNT // 2, results
    assert results.count(500) == COUNT // 2, results
    assert host.lib.cerver_teardown(server) == 0
