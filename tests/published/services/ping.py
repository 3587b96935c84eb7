"""Packets: a cerver that echoes test packets, answers app packets on two handlers, and counts its updates."""

import ctypes
import itertools

from cerver import *
from service import port, prepare, remember

updates = itertools.count()


class Answers:
    """Data of a handler."""

    base = 200


@HandlerDataCreate
def create_data(args):
    return Answers()


@HandlerMethod
def direct_handler(packet_ptr):
    """Runs where packets are received and gets the packet itself."""
    packet = ctypes.cast(packet_ptr, ctypes.POINTER(Packet)).contents
    packet_send_request(PACKET_TYPE_APP, 100 + packet.req_type, packet.cerver, packet.client, packet.connection, None)


@HandlerMethod
def queued_handler(data_ptr):
    """Runs on the handler's own thread and gets the packet in a HandlerData."""
    data = ctypes.cast(data_ptr, ctypes.POINTER(HandlerData)).contents
    packet = data.packet.contents
    packet_send_request(
        PACKET_TYPE_APP_ERROR, data.data.base + packet.req_type, packet.cerver, packet.client, packet.connection, None
    )


@CerverUpdateCb
def update(args):
    next(updates)


def main():
    prepare()
    cerver = cerver_create(CERVER_TYPE_CUSTOM, b"ping-cerver", port(), PROTOCOL_TCP, False, 10)
    remember(cerver, is_web=False)
    cerver_set_welcome_msg(cerver, b"Welcome to the ping cerver")
    cerver_set_receive_buffer_size(cerver, 4096)
    cerver_set_thpool_n_threads(cerver, 4)
    cerver_set_handler_type(cerver, CERVER_HANDLER_TYPE_THREADS)
    cerver_set_reusable_address_flags(cerver, True)
    app_handler = handler_create(direct_handler)
    handler_set_direct_handle(app_handler, True)
    app_error_handler = handler_create(queued_handler)
    handler_set_data_create(app_error_handler, create_data, None)
    cerver_set_app_handlers(cerver, app_handler, app_error_handler)
    cerver_set_update_interval(cerver, update, None, CerverUpdateDelete(), 1)
    cerver_start(cerver)


if __name__ == "__main__":
    main()
