"""Handlers of packets. The names are part of `cerver`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    CerverHandlerData,
    HandlerData,
    HandlerDataCreate,
    HandlerDataDelete,
    HandlerMethod,
    handler_create,
    handler_create_with_id,
    handler_delete,
    handler_set_data,
    handler_set_data_create,
    handler_set_data_delete,
    handler_set_direct_handle,
    handler_set_queue_limit,
)

__all__ = [
    "CerverHandlerData", "HandlerData", "HandlerDataCreate", "HandlerDataDelete", "HandlerMethod", "handler_create",
    "handler_create_with_id", "handler_delete", "handler_set_data", "handler_set_data_create",
    "handler_set_data_delete", "handler_set_direct_handle", "handler_set_queue_limit",
]
