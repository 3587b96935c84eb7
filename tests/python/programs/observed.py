"""A server with everything that is noted about requests: observed.py PLACEMENT LOG.

LOG is a path, or "function": then the lines go to standard error. SIGHUP opens the log again, and says so.
"""

import html
import signal
import sys

from app import place, serve

from cerver import *
from cerver.http import *
from cerver.threads import *


def ids(receive, request):
    texts = (
        http_request_get_id,
        http_request_get_trace_id,
        http_request_get_trace_parent,
        http_request_get_trace_state,
    )
    values = [text(request) for text in texts]
    http_send_response(receive, HTTP_STATUS_OK, [str(value.contents) if value else None for value in values])


def fail(receive, request):
    raise ValueError("broken on purpose")


def teapot(receive, request):
    http_response_error_page_send(receive, 418, "Short and stout.")


def page(error):
    if error.status == HTTP_STATUS_NOT_FOUND and error.accepted == HTTP_CONTENT_TYPE_HTML:
        return "text/html; charset=utf-8", f"<p>{error.method} {html.escape(error.path)}: {error.text}</p>"
    if error.status == HTTP_STATUS_NOT_FOUND:
        return b'{"own": true}'
    if error.status == 418:
        raise RuntimeError("the page fails")
    return None


def main():
    placement, log = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    server = cerver_create_web("observed", 0, 128)
    check(cerver_set_bind_address(server, "127.0.0.1"))
    place(server, placement)
    http = http_cerver_get(server)
    if log == "function":
        check(
            http_cerver_set_access_log_function(
                http, HTTP_ACCESS_LOG_JSON, lambda lines: sys.stderr.write(lines.decode())
            )
        )
    else:
        check(http_cerver_set_access_log(http, HTTP_ACCESS_LOG_JSON, log))

    def reopen(number, frame):
        check(http_cerver_reopen_access_log(http))
        print("reopened", flush=True)

    signal.signal(signal.SIGHUP, reopen)
    check(http_cerver_set_error_page(http, page))
    check(http_cerver_set_request_ids(http, HTTP_REQUEST_IDS_TRUST))
    check(http_cerver_set_route_metrics(http, True))
    check(http_cerver_add_metrics_route(http, "metrics"))
    assert http_cerver_metrics_text(http).startswith("# HELP cerver_")
    assert http_cerver_metrics_json(http)["requests"] == 0
    for path, handler in {"ids": ids, "fail": fail, "teapot": teapot, 'odd"route\\/:name': ids}.items():
        route = http_create_route(http, REQUEST_METHOD_GET, path, handler)
        if path == "ids":
            http_cerver_set_main_route(http, route)
    http_cerver_enable_admin_routes(http, True)
    http_cerver_enable_admin_cors_headers(http, True)
    http_cerver_admin_set_origin(http, "https://admin.example")
    http_cerver_register_admin_file_system(http, "/")
    worker = Worker('the "worker"', WorkerMethod(lambda data: None))
    http_cerver_register_admin_worker(http, worker.worker)
    try:
        serve(server, placement)
    finally:
        http_cerver_all_stats_print(http)
        cerver_teardown(server)


if __name__ == "__main__":
    main()
