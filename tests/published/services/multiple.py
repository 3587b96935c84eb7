"""Several services in one process: multiple.py PORT OTHER_PORT. One starts on a thread, one on the main thread."""

import ctypes
import threading

from cerver import *
from cerver.http import *
from cerver.timer import *
from cerver.utils import *
from service import create, port, prepare


def named(name):
    """A handler that tells which service it belongs to."""

    @ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    def handler(http_receive, request):
        http_response_json_key_value_send(http_receive, HTTP_STATUS_OK, b"service", name)

    return handler


HANDLERS = {name: named(name) for name in (b"first", b"second")}


def service(name, number):
    cerver = create(name, number)
    http_cerver = http_cerver_get(cerver)
    http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_GET, b"/", HANDLERS[name]))
    http_cerver_route_register(http_cerver, http_route_create(REQUEST_METHOD_GET, name, HANDLERS[name]))
    http_cerver_set_not_found_handler(http_cerver)
    return cerver


def main():
    prepare()
    first, second = service(b"first", port(1)), service(b"second", port(2))
    cerver_log_set_time_config(LOG_TIME_TYPE_BOTH)
    cerver_log_success(b"Two services are made")
    threading.Thread(target=cerver_start, args=[second], daemon=True).start()
    timer_sleep_for_seconds(0.01)
    cerver_start(first)


if __name__ == "__main__":
    main()
