"""The interpreter ends while the server runs and is asked: no crash, no hang. The first argument is the way to end."""

import sys
import threading

import host


@host.Handler
def handler(receive, request):
    host.answer(receive)
    asked.set()


asked = threading.Event()
server = host.server(handler, pool=int(sys.argv[2]))
print("port", host.start(server), flush=True)
assert asked.wait(10), "nobody asked"
if sys.argv[1] == "sys.exit":
    sys.exit()
elif sys.argv[1] == "teardown":
    assert host.lib.cerver_teardown(server) == 0
# Otherwise: the end of the script.
