"""A queue whose thread does what handlers wait for."""

import ctypes
import json

from cerver import *
from cerver.http import *
from cerver.threads import *
from service import create, port, prepare

queue = None


class Work:
    """What a handler wants to have done."""

    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.result = None


@ctypes.CFUNCTYPE(None, ctypes.py_object)
def work_handler(work):
    work.result = f"{work.name} has {work.value * 2}"


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def main_handler(http_receive, request):
    http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"Jobs works!")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def jobs_handler(http_receive, request):
    try:
        body = json.loads(http_request_get_body(request).contents.str)
        work = Work(str(body["name"]), int(body["value"]))
    except (KeyError, TypeError, ValueError):
        http_response_json_error_send(http_receive, HTTP_STATUS_BAD_REQUEST, b"Bad job!")
        return
    job_handler_wait(queue, work, None)
    http_response_json_key_value_send(http_receive, HTTP_STATUS_OK, b"result", work.result.encode("utf-8"))


def main():
    global queue
    prepare()
    queue = job_queue_create(JOB_QUEUE_TYPE_HANDLERS)
    job_queue_set_handler(queue, work_handler)
    if job_queue_start(queue):
        raise SystemExit("The queue does not start")
    cerver = create(b"jobs-service", port())
    http_cerver = http_cerver_get(cerver)
    main_route = http_route_create(REQUEST_METHOD_GET, b"/", main_handler)
    http_cerver_route_register(http_cerver, main_route)
    http_route_child_add(main_route, http_route_create(REQUEST_METHOD_POST, b"jobs", jobs_handler))
    cerver_start(cerver)


if __name__ == "__main__":
    main()
