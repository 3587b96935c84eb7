"""Threads that run once, mutexes and conditions."""

from __future__ import annotations

import itertools

from .. import _bindings
from .._bindings import (
    CerverCond,
    CerverMutex,
    CerverThreadWork,
    CerverWork as ThreadWork,
    thread_cond_broadcast,
    thread_cond_delete,
    thread_cond_new,
    thread_cond_signal,
    thread_cond_wait,
    thread_mutex_delete,
    thread_mutex_lock,
    thread_mutex_new,
    thread_mutex_unlock,
)
from ._calls import invoke

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._calls import Work

__all__ = [
    "CerverCond",
    "CerverMutex",
    "CerverThreadWork",
    "ThreadWork",
    "thread_cond_broadcast",
    "thread_cond_delete",
    "thread_cond_new",
    "thread_cond_signal",
    "thread_cond_wait",
    "thread_create_detached",
    "thread_mutex_delete",
    "thread_mutex_lock",
    "thread_mutex_new",
    "thread_mutex_unlock",
]

_tickets = itertools.count(1)
_pending: dict[int, tuple[Any, object]] = {}


def thread_create_detached(work: Work, args: object = None, /) -> int:
    """Starts a thread that calls `work(args)` once; nobody waits for it. Its number, 0 on error.

    Both are kept until then. When the interpreter ends first, the work is not begun any more.
    """
    if work is None:
        return _bindings.thread_create_detached(None, None)
    ticket = next(_tickets)
    _pending[ticket] = work, args
    number = _bindings.thread_create_detached(_run, ticket)
    if number == 0:
        _pending.pop(ticket, None)
    return number


@CerverThreadWork
def _run(ticket: Any) -> None:
    work, args = _pending.pop(ticket)
    invoke(work, args)
