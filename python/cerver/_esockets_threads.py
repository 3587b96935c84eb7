"""Events of cerver.esockets that each have a thread of their own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .esockets import _Call, _Lane

_log = logging.getLogger("cerver.esockets")


class ThreadPerEvent:
    """Gives each event a thread, so many at a time. Events beyond that wait in their order until a thread ends; none is
    lost, and clients of which too many wait are not read from.
    """

    def __init__(self, most: int, most_waiting: int) -> None:
        self._most, self._most_waiting = most, most_waiting
        self._running = 0
        # Whose events wait, one entry for each.
        self._waiting: deque[_Lane] = deque()
        self._lock = threading.Lock()

    def tell(self, lane: _Lane, call: _Call) -> None:
        """Runs the event on a thread, now or when there may be one."""
        with self._lock:
            must_wait = self._running >= self._most
            if must_wait:
                lane.waiting.append(call)
                self._waiting.append(lane)
            else:
                self._running += 1
        if not must_wait:
            self._start(call)
        elif len(lane.waiting) >= self._most_waiting and not lane.is_held:
            lane.hold()

    def _start(self, call: _Call | None) -> None:
        while call is not None:
            try:
                threading.Thread(target=self._run, args=(call,), name="esockets-event", daemon=True).start()
                return
            except RuntimeError:
                # The system has no thread: this one does it.
                self._do(call)
                call = self._next()

    def _run(self, call: _Call) -> None:
        try:
            self._do(call)
        finally:
            self._start(self._next())

    def _do(self, call: _Call) -> None:
        try:
            call[0](*call[1])
        except Exception:
            _log.exception("an event handler failed")

    def _next(self) -> _Call | None:
        """A thread has ended: the event that is to have one in its place."""
        with self._lock:
            if not self._waiting:
                self._running -= 1
                return None
            lane = self._waiting.popleft()
            call = lane.waiting.popleft()
        if lane.is_held and not lane.waiting:
            lane.go_on()
        return call
