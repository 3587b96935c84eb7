"""Binary semaphores."""

from __future__ import annotations

from .._bindings import (
    CerverBsem,
    bsem_delete,
    bsem_init,
    bsem_new,
    bsem_post,
    bsem_post_all,
    bsem_reset,
    bsem_wait,
)

__all__ = [
    "CerverBsem",
    "bsem_delete",
    "bsem_init",
    "bsem_new",
    "bsem_post",
    "bsem_post_all",
    "bsem_reset",
    "bsem_wait",
]
