"""Packets. The names are part of `cerver`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    CerverPacket,
    CerverPacketConnection,
    CerverPacketHeader,
    CerverPacketStats,
    CerverPacketType,
    CerverPacketVersion,
    PACKET_TYPE_APP,
    PACKET_TYPE_APP_ERROR,
    PACKET_TYPE_AUTH,
    PACKET_TYPE_BAD,
    PACKET_TYPE_CERVER,
    PACKET_TYPE_CLIENT,
    PACKET_TYPE_CUSTOM,
    PACKET_TYPE_ERROR,
    PACKET_TYPE_GAME,
    PACKET_TYPE_NONE,
    PACKET_TYPE_REQUEST,
    PACKET_TYPE_TEST,
    packet_append_data,
    packet_connection_abort,
    packet_connection_close,
    packet_connection_get_client,
    packet_connection_get_remote_address,
    packet_create,
    packet_create_ping,
    packet_create_request,
    packet_delete,
    packet_generate,
    packet_new,
    packet_send,
    packet_send_request,
    packet_set_data,
    packet_set_network_values,
)

__all__ = [
    "CerverPacket", "CerverPacketConnection", "CerverPacketHeader", "CerverPacketStats", "CerverPacketType",
    "CerverPacketVersion", "PACKET_TYPE_APP", "PACKET_TYPE_APP_ERROR", "PACKET_TYPE_AUTH", "PACKET_TYPE_BAD",
    "PACKET_TYPE_CERVER", "PACKET_TYPE_CLIENT", "PACKET_TYPE_CUSTOM", "PACKET_TYPE_ERROR", "PACKET_TYPE_GAME",
    "PACKET_TYPE_NONE", "PACKET_TYPE_REQUEST", "PACKET_TYPE_TEST", "packet_append_data", "packet_connection_abort",
    "packet_connection_close", "packet_connection_get_client", "packet_connection_get_remote_address", "packet_create",
    "packet_create_ping", "packet_create_request", "packet_delete", "packet_generate", "packet_new", "packet_send",
    "packet_send_request", "packet_set_data", "packet_set_network_values",
]
