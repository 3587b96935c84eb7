"""A program that ends while one of its functions runs for ever: endless.py KIND."""

import ctypes
import sys
import threading
import time

from cerver import *
from cerver.http import *
from cerver.threads import *

begun = threading.Event()


def run_for_ever(*_):
    """Comes back to Python again and again."""
    begun.set()
    while True:
        time.sleep(0.001)


request = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(run_for_ever)
work = ThreadWork(run_for_ever)
job = WorkerMethod(run_for_ever)
update = CerverUpdateCb(run_for_ever)
delete_update = CerverUpdateDelete(lambda args: None)


def main(kind):
    cerver_init()
    server = cerver_create_web(b"endless", 0, 16)
    cerver_set_thpool_n_threads(server, 2)
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS)
    http_create_route(http_cerver_get(server), REQUEST_METHOD_GET, "/", request)
    if kind == "thread":
        assert thread_create_detached(work, None)
    elif kind == "worker":
        worker = worker_create()
        worker_set_work(worker, job)
        assert worker_start(worker) == 0 and worker_push_job(worker, "job") == 0
    elif kind == "update":
        cerver_set_update(server, update, None, delete_update, 30)
    check(cerver_start_background(server))
    print(cerver_get_port(server), flush=True)
    assert begun.wait(20)
    print("leaving", flush=True)


main(sys.argv[1])
