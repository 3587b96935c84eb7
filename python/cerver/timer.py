"""Sleeping and the clock. The names are part of `cerver`, too."""

from __future__ import annotations

from ._bindings import timer_get_current_time, timer_sleep_for_seconds

__all__ = ["timer_get_current_time", "timer_sleep_for_seconds"]
