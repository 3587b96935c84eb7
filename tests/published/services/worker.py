"""A worker that is given objects, stopped and started again."""

import ctypes
import json
import threading

from cerver import *
from cerver.http import *
from cerver.threads import *
from service import create, port, prepare

done = []
all_done = threading.Condition()
worker = None


@ctypes.CFUNCTYPE(None, ctypes.py_object)
def work(data):
    with all_done:
        done.append(data["n"])
        all_done.notify_all()


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def main_handler(http_receive, request):
    """What was done so far, when there is `n` of it: waits for it."""
    values = http_request_get_query_params(request)
    count = http_request_get_int_query_value(values, "n") or 0
    with all_done:
        all_done.wait_for(lambda: len(done) >= count, 5)
        body = json.dumps({"done": len(done), "in_order": done == sorted(done)}).encode("utf-8")
    http_response_render_json(http_receive, HTTP_STATUS_OK, body, len(body))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def work_handler(http_receive, request):
    body = http_request_get_body_json(request)
    for number in body["numbers"]:
        worker.push({"n": number})
    http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"Pushed!")


def answer(http_receive, failed):
    if failed:
        http_response_json_error_send(http_receive, HTTP_STATUS_INTERNAL_SERVER_ERROR, b"Wrong state!")
    else:
        http_response_json_msg_send(http_receive, HTTP_STATUS_OK, b"Done!")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def start_handler(http_receive, request):
    state = worker_get_state(worker.worker)
    answer(http_receive, worker.resume() if state == WORKER_STATE_STOPPED else worker.start())


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def stop_handler(http_receive, request):
    answer(http_receive, worker.stop())


@ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
def state_handler(http_receive, request):
    state = worker_state_to_string(worker_get_state(worker.worker))
    http_response_json_key_value_send(http_receive, HTTP_STATUS_OK, b"state", state)


def main():
    global worker
    prepare()
    worker = Worker("numbers", work)
    worker.start()
    cerver = create(b"worker-service", port())
    http_cerver = http_cerver_get(cerver)
    main_route = http_route_create(REQUEST_METHOD_GET, b"/", main_handler)
    http_cerver_route_register(http_cerver, main_route)
    work_route = http_route_create(REQUEST_METHOD_POST, b"work", work_handler)
    http_cerver_route_register(http_cerver, work_route)
    http_route_child_add(work_route, http_route_create(REQUEST_METHOD_GET, b"start", start_handler))
    http_route_child_add(work_route, http_route_create(REQUEST_METHOD_GET, b"stop", stop_handler))
    http_route_child_add(work_route, http_route_create(REQUEST_METHOD_GET, b"state", state_handler))
    cerver_start(cerver)


if __name__ == "__main__":
    main()
