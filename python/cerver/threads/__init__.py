"""Threads of the library for programs: semaphores, mutexes, jobs and their queues, workers.

Functions that wait give the interpreter lock up meanwhile. When the interpreter ends, no further job is begun.
"""

from __future__ import annotations

from . import bsem, job, threads, worker
from .bsem import *  # noqa: F403
from .job import *  # noqa: F403
from .threads import *  # noqa: F403
from .worker import *  # noqa: F403

__all__ = sorted({*bsem.__all__, *job.__all__, *threads.__all__, *worker.__all__})  # pyright: ignore
