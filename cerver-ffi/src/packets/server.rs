//! Options of a packet server.

use std::{ffi::c_char, time::Duration};

use cerver_core::config::PacketOptions;

use super::object::Slot;
use crate::{
    boundary::{
        guard::{guard, outcome, status},
        strings::text_cut,
    },
    handler::CerverHandler,
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Error},
};

/// Longest welcome message, in bytes.
const MAX_WELCOME: usize = 511;

/// A greeting that every client gets in the info packet, the first one of its connection; at most 511 bytes of the text
/// are copied, a longer one is cut between two characters. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the text, CERVER_ERROR_UNSUPPORTED
/// for a server without packets, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_welcome_msg(server: *mut CerverServer, msg: *const c_char) -> u8 {
    outcome("cerver_set_welcome_msg", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let msg = unsafe { text_cut(msg, MAX_WELCOME, "msg") }?;
        let packets = server.packets()?;
        server.set(|_| packets.set_welcome(msg))
    })
}

/// Sends packets of the type PACKET_TYPE_APP to `app_handler`, those of PACKET_TYPE_APP_ERROR to `app_error_handler`;
/// each may be NULL, and both may be the same. The server takes them over, and frees those that were there before.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE for a handler of another server, and while the server runs;
/// CERVER_ERROR_UNSUPPORTED for a server without packets. Then nothing is taken over.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_app_handlers(
    server: *mut CerverServer,
    app_handler: *mut CerverHandler,
    app_error_handler: *mut CerverHandler,
) {
    guard("cerver_set_app_handlers", || {
        set_handlers(server, &[(Slot::App, app_handler), (Slot::AppError, app_error_handler)])
    })
}

/// Sends packets of the type PACKET_TYPE_CUSTOM to `custom_handler`, which may be NULL. As cerver_set_app_handlers().
///
/// Thread: any.
/// Errors: those of cerver_set_app_handlers().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_custom_handler(server: *mut CerverServer, custom_handler: *mut CerverHandler) {
    guard("cerver_set_custom_handler", || set_handlers(server, &[(Slot::Custom, custom_handler)]))
}

/// Allows for so many handlers with numbers, at most 256: 0 to `n_handlers` - 1. Those that cerver_handlers_add() adds get
/// the packets of the type PACKET_TYPE_APP that have their number in the header, in place of the handler of
/// cerver_set_app_handlers(). Default 0.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for more than 256, or fewer than were added, CERVER_ERROR_UNSUPPORTED for a
/// server without packets, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_multiple_handlers(server: *mut CerverServer, n_handlers: u32) -> CerverStatus {
    status("cerver_set_multiple_handlers", || {
        let server = ServerObject::of(server)?;
        let packets = server.packets()?;
        server.set(|_| packets.set_most_numbered(n_handlers))?
    })
}

/// Adds a handler with a number, made by handler_create_with_id(); see cerver_set_multiple_handlers(). The server takes it
/// over. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for a number that the server does not allow, CERVER_ERROR_STATE for one
/// that it has, for a handler of a server, and while it runs; CERVER_ERROR_UNSUPPORTED for a server without packets.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_handlers_add(server: *mut CerverServer, handler: *mut CerverHandler) -> u8 {
    outcome("cerver_handlers_add", || {
        let server = ServerObject::of(server)?;
        let packets = server.packets()?;
        server.set(|_| packets.add_numbered(handler))?
    })
}

/// Largest packet that clients may send, in bytes with its header, at least 32; default
/// CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE. A client that announces a larger one is told so and closed.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_UNSUPPORTED for a server without packets, CERVER_ERROR_STATE
/// while it runs.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_max_received_packet_size(server: *mut CerverServer, size: usize) {
    guard("cerver_set_max_received_packet_size", || configure(server, |options| options.max_packet_size = size as u64))
}

/// Packets of one client that may be with handlers that do not run on the reactor's thread, waiting or being handled; at
/// least 1, default CERVER_DEFAULT_CLIENT_PACKETS. A client with more is not read until one is handled.
///
/// Thread: any.
/// Errors: those of cerver_set_max_received_packet_size().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_client_packets(server: *mut CerverServer, limit: u32) -> CerverStatus {
    status("cerver_set_client_packets", || configure(server, |options| options.client_packets = limit))
}

/// Bytes that may wait for a client; default CERVER_DEFAULT_CLIENT_SEND_LIMIT. A packet that finds some waiting and does
/// not fit beside them is refused with CERVER_ERROR_AGAIN.
///
/// Thread: any.
/// Errors: those of cerver_set_max_received_packet_size().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_client_send_limit(server: *mut CerverServer, size: usize) -> CerverStatus {
    status("cerver_set_client_send_limit", || configure(server, |options| options.client_send_limit = size))
}

/// Time from the first byte of a packet to its last one, in milliseconds; 0 for any. Default
/// CERVER_DEFAULT_PACKET_TIMEOUT. A client that takes longer is told so and closed.
///
/// Thread: any.
/// Errors: those of cerver_set_max_received_packet_size().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_packet_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_packet_timeout", || {
        configure(server, |options| options.packet_timeout = Duration::from_millis(timeout_ms.into()))
    })
}

/// Whether the data of packets for handlers begin with a CerverPacketVersion; default CERVER_DEFAULT_CHECK_PACKETS. A
/// client whose protocol is another one, whose major version is above, or whose minor version is below that of
/// cerver_set_packet_version() is told so and closed. Handlers get the data without it.
///
/// Thread: any.
/// Errors: those of cerver_set_max_received_packet_size().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_check_packets(server: *mut CerverServer, check_packets: bool) {
    guard("cerver_set_check_packets", || configure(server, |options| options.check_packets = check_packets))
}

/// The protocol and its version that cerver_set_check_packets() compares with; default 0, version 0.0.
///
/// Thread: any.
/// Errors: those of cerver_set_max_received_packet_size().
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_packet_version(
    server: *mut CerverServer,
    protocol_id: u32,
    major: u16,
    minor: u16,
) -> CerverStatus {
    status("cerver_set_packet_version", || {
        configure(server, |options| (options.protocol_id, options.protocol_version) = (protocol_id, (major, minor)))
    })
}

fn set_handlers(server: *mut CerverServer, handlers: &[(Slot, *mut CerverHandler)]) -> Result<(), Error> {
    let server = ServerObject::of(server)?;
    let packets = server.packets()?;
    server.set(|_| packets.set_handlers(handlers))?
}

fn configure(server: *mut CerverServer, change: impl FnOnce(&mut PacketOptions)) -> Result<(), Error> {
    let server = ServerObject::of(server)?;
    let packets = server.packets()?;
    server.set(|_| packets.app.configure(change))?
}
