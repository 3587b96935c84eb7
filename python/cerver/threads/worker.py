"""Workers: native threads that do one job after the other.

The objects that are pushed are kept until their job was done, the functions until the worker is deleted.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from ctypes import c_void_p

from .. import _bindings
from .._bindings import (
    WORKER_STATE_AVAILABLE,
    WORKER_STATE_ENDED,
    WORKER_STATE_NONE,
    WORKER_STATE_STOPPED,
    WORKER_STATE_WORKING,
    CerverRemoveReference,
    CerverWork as WorkerDataDelete,
    CerverWorker,
    CerverWorkerState,
    CerverWorkerState as WorkerState,
    worker_end,
    worker_get_state,
    worker_resume,
    worker_set_name,
    worker_set_queue_limit,
    worker_start,
    worker_start_with_state,
    worker_state_to_string,
    worker_stop,
)
from .._registry import handle_value
from ..errors import last_error
from ._calls import WorkerMethod, as_work, invoke

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import TypeAlias

    from .._bindings import CerverOutcome
    from ._calls import Work

    Handle: TypeAlias = CerverWorker | c_void_p | None

__all__ = [
    "WORKER_STATE_AVAILABLE",
    "WORKER_STATE_ENDED",
    "WORKER_STATE_NONE",
    "WORKER_STATE_STOPPED",
    "WORKER_STATE_WORKING",
    "CerverRemoveReference",
    "CerverWorker",
    "CerverWorkerState",
    "Worker",
    "WorkerDataDelete",
    "WorkerMethod",
    "WorkerState",
    "worker_create",
    "worker_create_with_id",
    "worker_delete",
    "worker_end",
    "worker_get_state",
    "worker_push_job",
    "worker_push_job_with_work",
    "worker_resume",
    "worker_set_delete_data",
    "worker_set_name",
    "worker_set_queue_limit",
    "worker_set_reference",
    "worker_set_remove_reference",
    "worker_set_work",
    "worker_start",
    "worker_start_with_state",
    "worker_state_to_string",
    "worker_stop",
]


class Worker:
    """A native worker with a name and the work that all its jobs share. `worker` is its handle."""

    def __init__(self, name: str | bytes, work: Work) -> None:
        self.worker: Any = None
        handle = worker_create()
        if handle is None:
            raise last_error()
        self.worker = handle
        worker_set_name(handle, name)
        worker_set_work(handle, work)

    def __del__(self) -> None:
        # While the interpreter ends, no job is begun any more and nobody waits for one.
        if self.worker is not None and not sys.is_finalizing():
            worker_delete(self.worker)

    @property
    def queue(self) -> list[object]:
        """The objects whose jobs are not done yet, the next one first."""
        kept = _workers.get(self.worker)
        return [] if kept is None else [args for args, _ in list(kept.jobs)]

    def start(self) -> int:
        """Starts the worker. 0 on success, 1 when it was started before."""
        return worker_start(self.worker)

    def start_with_state(self, state: CerverWorkerState) -> int:
        """Starts the worker; with WORKER_STATE_STOPPED its jobs wait for `resume`. 0 on success, 1 on error."""
        return worker_start_with_state(self.worker, state)

    def resume(self) -> int:
        """Lets a stopped worker go on. 0 on success, 1 on error."""
        return worker_resume(self.worker)

    def stop(self) -> int:
        """Waits for the present job and pauses. 0 on success, 1 on error."""
        return worker_stop(self.worker)

    def push(self, data: object) -> int:
        """Adds a job: the work is called with `data`. 0 on success, 1 on error."""
        return worker_push_job(self.worker, data)

    def end(self) -> int:
        """Waits for the present job and ends the thread. 0 on success, 1 when it does not run."""
        return worker_end(self.worker)


def worker_create() -> CerverWorker | None:
    """Makes a worker; None on error."""
    return _adopt(_bindings.worker_create())


def worker_create_with_id(id: int, /) -> CerverWorker | None:
    """Makes a worker called `worker-<id>`; None on error."""
    return _adopt(_bindings.worker_create_with_id(id))


def worker_delete(worker: Handle, /) -> None:
    """Ends and frees a worker. On its own thread nothing is waited for."""
    was_working = worker_get_state(worker) == WORKER_STATE_WORKING
    _bindings.worker_delete(worker)
    kept = _workers.pop(handle_value(worker) or 0, None)
    if kept is not None and was_working and kept.thread in (0, threading.get_ident()):
        _left.append(kept)  # its present job, perhaps this one, goes on with these functions


def worker_set_work(worker: Handle, work: Work, /) -> None:
    """Sets the work of jobs that were pushed without one of their own."""
    _bindings.worker_set_work(worker, _keep(worker, work))


def worker_set_delete_data(worker: Handle, delete_data: Work, /) -> None:
    """Sets a function that is called once with the data of each job, after its work or when it is given up."""
    _bindings.worker_set_delete_data(worker, _keep(worker, delete_data))


def worker_set_reference(worker: Handle, reference: object, /) -> None:
    """Sets the object that the function of `worker_set_remove_reference` is called with."""
    kept = _workers.get(handle_value(worker) or 0)
    if kept is None:
        _bindings.worker_set_reference(worker, None)
    else:
        kept.reference = reference


def worker_set_remove_reference(worker: Handle, remove_reference: Work, /) -> None:
    """Sets a function that is called after each job that was done, in the order of their pushing."""
    kept = _workers.get(handle_value(worker) or 0)
    if kept is None:
        _bindings.worker_set_remove_reference(worker, None)
    else:
        kept.remove = remove_reference


def worker_push_job(worker: Handle, args: object = None, /) -> CerverOutcome:
    """Adds a job: the worker's work is called with `args`. 0 on success, 1 on error."""
    return _push(worker, None, args)


def worker_push_job_with_work(worker: Handle, work: Work, args: object = None, /) -> CerverOutcome:
    """Adds a job that calls `work(args)`. 0 on success, 1 on error."""
    if work is None:
        return _bindings.worker_push_job_with_work(worker, None, None)
    return _push(worker, as_work(work), args)


class _Kept:
    """What must live as long as a worker, or until its job was done."""

    def __init__(self) -> None:
        self.jobs: deque[tuple[object, Any]] = deque()
        self.pushing = threading.Lock()
        self.callbacks: list[Any] = []
        self.reference: object = None
        self.remove: Any = None
        self.thread = 0  # known after the first job


_workers: dict[int, _Kept] = {}
# Of workers that were deleted by their own job.
_left: list[_Kept] = []


def _adopt(worker: CerverWorker | None) -> CerverWorker | None:
    if worker is not None:
        _workers[worker] = _Kept()
        _bindings.worker_set_reference(worker, worker)
        _bindings.worker_set_remove_reference(worker, _job_done)
    return worker


def _keep(worker: Handle, function: Work) -> Any:
    callback = as_work(function)
    kept = _workers.get(handle_value(worker) or 0)
    if kept is not None and callback is not None:
        kept.callbacks.append(callback)
    return callback


def _push(worker: Handle, work: Any, args: object) -> CerverOutcome:
    kept = _workers.get(handle_value(worker) or 0)
    if kept is None:
        return _bindings.worker_push_job(worker, None)
    with kept.pushing:
        kept.jobs.append((args, work))
        if work is None:
            failed = _bindings.worker_push_job(worker, id(args))
        else:
            failed = _bindings.worker_push_job_with_work(worker, work, id(args))
        if failed:
            kept.jobs.pop()
        return failed


@CerverRemoveReference
def _job_done(worker: Any) -> None:
    kept = _workers.get(worker)
    if kept is None:
        return
    kept.thread = threading.get_ident()
    kept.jobs.popleft()
    if kept.remove is not None:
        invoke(kept.remove, kept.reference)
