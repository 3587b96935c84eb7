"""Serves by TLS: tls.py CERTIFICATE KEY SETTER=VALUE ... calls cerver_set_tls_SETTER.

A line on standard input reloads the files.
"""

import signal
import sys
import threading

from cerver import *
from cerver.http import *

FACTS = (CERVER_TLS_VERSION, CERVER_TLS_SERVER_NAME, CERVER_TLS_PROTOCOL, CERVER_TLS_PEER_SUBJECT, CERVER_TLS_RESUMED)


def facts(receive, request):
    told = {str(fact): http_request_get_tls(request, fact) for fact in FACTS}
    told = {name: text.contents.str.decode() if text else None for name, text in told.items()}
    http_send_response(receive, HTTP_STATUS_OK, {"secure": http_request_is_secure(request), **told})


def reload(server):
    for _ in sys.stdin:
        try:
            check(cerver_reload_tls(server))
            print("reloaded", flush=True)
        except CerverError as error:
            print(error, flush=True)


def main():
    server = cerver_create_web("tls", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    for option in sys.argv[3:]:
        name, _, value = option.partition("=")
        setter = getattr(sys.modules["cerver"], f"cerver_set_tls_{name}")
        mode, comma, file = value.partition(",")
        if name == "client_auth":
            check(setter(server, int(mode), file))
        else:
            check(setter(server, value if name == "alpn" else int(value)))
    http_create_route(http_cerver_get(server), REQUEST_METHOD_GET, "", facts)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    check(cerver_set_tls(server, sys.argv[1], sys.argv[2]))
    check(cerver_start_background(server))
    print(cerver_get_port(server), flush=True)
    threading.Thread(target=reload, args=(server,), daemon=True).start()
    try:
        while cerver_wait(server, -1) == CERVER_ERROR_INTERRUPTED:
            pass
    finally:
        cerver_teardown(server)


main()
