"""A server with the library's defaults, or the published ones: by the argument `call`, or by the environment."""

import os
import signal
import sys

from cerver import *
from cerver.http import *


def hello(receive, request):
    http_response_render_text(receive, HTTP_STATUS_OK, "hello")


def end(number, frame):
    http_cerver_all_stats_print(http_cerver_get(server))
    cerver_teardown(server)
    sys.exit(0)


# The log is written to standard output: into a file, but for the port.
output = os.fdopen(os.dup(1), "w")
os.dup2(os.open("log", os.O_WRONLY | os.O_CREAT, 0o600), 1)

if sys.argv[1] == "call":
    cerver_use_published_defaults(True)
server = cerver_create_web("defaults", 0, 16)
http_create_route(http_cerver_get(server), REQUEST_METHOD_GET, "hello", hello)
cerver_set_handler_type(server, CERVER_HANDLER_TYPE_POLL)
signal.signal(signal.SIGTERM, end)
check(cerver_start_background(server))
print(cerver_get_port(server), file=output, flush=True)
while True:
    cerver_wait(server, -1)
