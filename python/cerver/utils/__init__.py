"""The log, and small helpers."""

from __future__ import annotations

from . import log, utils
from .log import *  # noqa: F403
from .utils import *  # noqa: F403

__all__ = sorted({*log.__all__, *utils.__all__})  # pyright: ignore
