"""A packet server in the style of pycerver: callback objects, cerver_start, the end in a signal handler."""

import ctypes
import signal
import sys
import threading

from cerver import *

server = None


def end(number, frame):
    cerver_stats_print(server, True, True)
    cerver_teardown(server)
    cerver_end()
    sys.exit("Done!")


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def app(argument):
    data = ctypes.cast(argument, ctypes.POINTER(CerverHandlerData)).contents
    packet = data.packet.contents
    if packet.req_type == 13:
        raise ValueError("asked for")
    packet_send_request(PACKET_TYPE_APP, packet.req_type + 1, packet.cerver, packet.client, packet.connection, None)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def app_error(argument):
    packet = ctypes.cast(argument, ctypes.POINTER(CerverPacket)).contents
    answer = packet_create(PACKET_TYPE_APP_ERROR, packet.req_type, bytes(packet), packet.data_size)
    packet_set_network_values(answer, packet.cerver, packet.client, packet.connection, None)
    packet_send(answer, 0, None, False)
    packet_delete(answer)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def update(argument):
    pass


def print_port():
    while (port := cerver_get_port(server)) == 0:
        pass
    print(port, flush=True)


def main():
    global server
    cerver_init()
    server = cerver_create(CERVER_TYPE_CUSTOM, b"ping", 0, PROTOCOL_TCP, False, 10)
    cerver_set_receive_buffer_size(server, 4096)
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS if sys.argv[1] == "own" else CERVER_HANDLER_TYPE_POLL)
    cerver_set_thpool_n_threads(server, 4 if sys.argv[1] == "pool" else 0)
    cerver_set_reusable_address_flags(server, True)
    cerver_set_welcome_msg(server, b"Welcome!")
    app_handler = handler_create(app)
    app_error_handler = handler_create(app_error)
    handler_set_direct_handle(app_error_handler, True)
    cerver_set_app_handlers(server, app_handler, app_error_handler)
    cerver_set_update(server, update, None, None, 60)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    threading.Thread(target=print_port).start()
    check(cerver_start(server))


if __name__ == "__main__":
    main()
