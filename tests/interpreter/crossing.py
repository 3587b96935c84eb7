"""Python threads call in while handlers call out: nobody waits for the GIL with a lock that its holder needs."""

import ctypes
import threading
import time

import host

SECONDS = 4


@host.Handler
def handler(receive, request):
    ask()
    host.answer(receive)


def ask():
    buffer = ctypes.create_string_buffer(8192)
    length = ctypes.c_size_t()
    assert host.lib.cerver_stats_json(server, buffer, len(buffer), ctypes.byref(length)) == 0
    assert host.lib.cerver_is_running(server)
    counts[threading.get_ident()] = counts.get(threading.get_ident(), 0) + 1


def call_in():
    while time.monotonic() < end:
        ask()


def request():
    while time.monotonic() < end:
        assert host.get(port) == 200


counts = {}
end = time.monotonic() + SECONDS
for pool in (0, 4):
    server = host.server(handler, pool)
    port = host.start(server)
    end = time.monotonic() + SECONDS
    threads = [threading.Thread(target=call_in) for _ in range(8)] + [
        threading.Thread(target=request) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS + 20)
        assert not thread.is_alive(), "a thread hangs"
    assert host.lib.cerver_teardown(server) == 0
assert all(count > 1 for count in counts.values()), counts
