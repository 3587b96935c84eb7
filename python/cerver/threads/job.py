"""Jobs and their queues.

Work is a function of one object or a ctypes callback object; it and the object are kept until the job was done or its
queue is deleted.
"""

from __future__ import annotations

import itertools
from ctypes import POINTER, c_void_p, cast

from .. import _bindings
from .._bindings import (
    CERVER_DEFAULT_JOB_QUEUE_LIMIT,
    JOB_QUEUE_TYPE_HANDLERS,
    JOB_QUEUE_TYPE_JOBS,
    JOB_QUEUE_TYPE_NONE,
    CerverJob,
    CerverJobHandler,
    CerverJobQueue,
    CerverJobQueueType,
    CerverJobQueueType as JobQueueType,
    CerverWork,
    job_comparator,
    job_handler_create,
    job_handler_delete,
    job_handler_get,
    job_handler_new,
    job_handler_reset,
    job_handler_return,
    job_handler_signal,
    job_queue_clear,
    job_queue_create,
    job_queue_new,
    job_queue_set_limit,
    job_queue_signal,
    job_queue_start,
    job_queue_stop,
    job_queue_wait,
    job_reset,
    job_return,
)
from .._registry import handle_value
from ._calls import WorkerMethod, as_work, invoke

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctypes import _Pointer
    from typing import Any

    from typing_extensions import TypeAlias

    from .._bindings import CerverOutcome
    from ._calls import Work

    Queue: TypeAlias = CerverJobQueue | c_void_p | None

__all__ = [
    "CERVER_DEFAULT_JOB_QUEUE_LIMIT",
    "JOB_QUEUE_TYPE_HANDLERS",
    "JOB_QUEUE_TYPE_JOBS",
    "JOB_QUEUE_TYPE_NONE",
    "CerverJob",
    "CerverJobHandler",
    "CerverJobQueue",
    "CerverJobQueueType",
    "CerverWork",
    "Job",
    "JobDataDelete",
    "JobMethod",
    "JobQueueHandler",
    "JobQueueType",
    "job_comparator",
    "job_create",
    "job_delete",
    "job_get",
    "job_handler_create",
    "job_handler_delete",
    "job_handler_get",
    "job_handler_new",
    "job_handler_reset",
    "job_handler_return",
    "job_handler_signal",
    "job_handler_wait",
    "job_new",
    "job_queue_clear",
    "job_queue_create",
    "job_queue_delete",
    "job_queue_new",
    "job_queue_pull",
    "job_queue_push",
    "job_queue_push_handler",
    "job_queue_push_job",
    "job_queue_push_job_with_id",
    "job_queue_request",
    "job_queue_set_handler",
    "job_queue_set_limit",
    "job_queue_signal",
    "job_queue_start",
    "job_queue_stop",
    "job_queue_wait",
    "job_reset",
    "job_return",
]

Job = CerverJob
Job.method = CerverJob.work  # type: ignore[attr-defined]
JobMethod = JobDataDelete = CerverWork
JobQueueHandler = WorkerMethod

_JobPointer = POINTER(CerverJob)
_tickets = itertools.count(1)

# Work and data of jobs that were not done yet, by the number that is the native argument.
_pending: dict[int, tuple[Any, object, set[int] | None]] = {}
# The numbers of jobs that were pushed to a queue, and its handlers.
_pushed: dict[int, set[int]] = {}
_handlers: dict[int, list[Any]] = {}
# Data of handlers and what deletes it, by the data's address.
_held: dict[int, list[tuple[object, Any]]] = {}


def job_new() -> _Pointer[CerverJob]:
    """Makes a job without work, to be given to `job_delete`."""
    return cast(_bindings.job_new() or 0, _JobPointer)


def job_create(work: Work, args: object = None, /) -> _Pointer[CerverJob]:
    """Makes a job that calls `work(args)`. Its fields `work` and `args` are native: call `job.contents.work` to do it."""
    return _bindings.job_create(_do, _remember(work, args))


def job_get(job_queue: Queue, /) -> _Pointer[CerverJob]:
    """Makes a job without work for a queue."""
    return _bindings.job_get(job_queue)


def job_delete(job: Any, /) -> None:
    """Frees a job of the program's."""
    if job and isinstance(job, _JobPointer):
        _bindings.cerver_clear_last_error()
        _bindings.job_comparator(job, job)
        if _bindings.cerver_last_error() == _bindings.CERVER_OK:
            _take(job.contents.args or 0)
    _bindings.job_delete(job)


def job_queue_push_job(job_queue: Queue, work: Work, args: object = None, /) -> CerverOutcome:
    """Adds a job that calls `work(args)`. 0 on success, 1 on error."""
    return job_queue_push_job_with_id(job_queue, 0, work, args)


def job_queue_push_job_with_id(job_queue: Queue, job_id: int, work: Work, args: object = None, /) -> CerverOutcome:
    """Adds a job for a thread that asks for it with `job_queue_request`. 0 on success, 1 on error."""
    if work is None:
        return _bindings.job_queue_push_job_with_id(job_queue, job_id, None, None)
    tickets = _pushed.setdefault(handle_value(job_queue) or 0, set())
    ticket = _remember(work, args, tickets)
    failed = _bindings.job_queue_push_job_with_id(job_queue, job_id, _do, ticket)
    if failed:
        _take(ticket)
    return failed


def job_queue_push(job_queue: Queue, job: Any, /) -> CerverOutcome:
    """Adds a job, or a job handler, of the program's: the queue's from then on. 0 on success, 1 on error."""
    return _bindings.job_queue_push(job_queue, job)


def job_queue_pull(job_queue: Queue, /) -> Any:
    """The first job (a pointer, as of `job_create`) or job handler (a number) of a queue; false when it is empty.

    It is the program's from then on.
    """
    found = _bindings.job_queue_pull(job_queue)
    return cast(found, _JobPointer) if found and not _is_handler(found) else found


def job_queue_request(job_queue: Queue, job_id: int, /) -> _Pointer[CerverJob]:
    """The first job with that id; waits for one. False on error."""
    return cast(_bindings.job_queue_request(job_queue, job_id) or 0, _JobPointer)


def job_queue_set_handler(queue: Queue, handler: Work, /) -> None:
    """Sets the function that a queue of handlers calls with the data of each."""
    callback = as_work(handler)
    # The one before may be running: all are kept until the queue is deleted.
    _handlers.setdefault(handle_value(queue) or 0, []).append(callback)
    _bindings.job_queue_set_handler(queue, callback)


def job_queue_push_handler(
    job_queue: Queue, cerver: Any, connection: Any, data: object, data_delete: Work = None, /
) -> CerverOutcome:
    """Adds data for the handler of a queue without waiting; `data_delete(data)` follows. 0 on success, 1 on error."""
    entry = (data, data_delete)
    _held.setdefault(id(data), []).append(entry)
    failed = _bindings.job_queue_push_handler(job_queue, cerver, connection, id(data), _release)
    if failed:
        _let_go(id(data))
    return failed


def job_handler_wait(job_queue: Queue, data: object, data_delete: Work = None, /) -> None:
    """Lets the handler of a queue work on `data`, and waits until it has."""
    _bindings.job_handler_wait(job_queue, id(data), as_work(data_delete))


def job_queue_delete(job_queue: Queue, /) -> None:
    """Stops and frees a queue; its thread is waited for, and jobs that wait are dropped."""
    _bindings.job_queue_delete(job_queue)
    number = handle_value(job_queue) or 0
    for ticket in _pushed.pop(number, ()):
        _pending.pop(ticket, None)
    _handlers.pop(number, None)


def _remember(work: Work, args: object, tickets: set[int] | None = None) -> int:
    if work is not None and not callable(work):
        raise TypeError(f"work is a function of one argument, not {work!r}")
    ticket = next(_tickets)
    _pending[ticket] = work, args, tickets
    if tickets is not None:
        tickets.add(ticket)
    return ticket


def _take(ticket: int) -> tuple[Any, object]:
    work, args, tickets = _pending.pop(ticket, (None, None, None))
    if tickets is not None:
        tickets.discard(ticket)
    return work, args


@CerverWork
def _do(ticket: Any) -> None:
    work, args = _take(ticket)
    if work is not None:
        invoke(work, args)


@CerverWork
def _release(address: Any) -> None:
    data, delete = _let_go(address)
    if delete is not None:
        invoke(delete, data)


def _let_go(address: int) -> tuple[object, Any]:
    entries = _held[address]
    entry = entries.pop()
    if not entries:
        del _held[address]
    return entry


def _is_handler(found: int) -> bool:
    """Handles have their kind in the upper bits, where addresses have none."""
    return found >> 48 != 0
