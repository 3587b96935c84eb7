//! Packets: memory that programs make, fill and send.

use std::{
    ffi::{c_char, c_int, c_void},
    mem, ptr,
};

use cerver_core::packets::{Client, wire};

use super::{
    client::{CerverClient, CerverPacketConnection, client_of, connection_of},
    constants::{CERVER_PACKET_HEADER_SIZE, CerverPacketType, PACKET_TYPE_BAD, PACKET_TYPE_NONE, PACKET_TYPE_TEST},
    memory,
};
use crate::{
    boundary::{
        fork,
        guard::{guard, outcome},
        strings::bytes,
    },
    objects::ServerObject,
    server::CerverServer,
    status::{Code, Error},
};

/// The first 32 bytes of a packet, as they are on the wire (little-endian).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CerverPacketHeader {
    /// What the packet is.
    pub packet_type: CerverPacketType,
    /// Its bytes, these 32 included.
    pub packet_size: usize,
    /// Which handler it is for: see cerver_set_multiple_handlers().
    pub handler_id: u8,
    /// What is asked for.
    pub request_type: u32,
    /// 0.
    pub sock_fd: u16,
}

/// A version of a protocol.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CerverProtocolVersion {
    /// Major version.
    pub major: u16,
    /// Minor version.
    pub minor: u16,
}

/// Which protocol, and which version of it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CerverPacketVersion {
    /// The protocol.
    pub protocol_id: u32,
    /// Its version.
    pub protocol_version: CerverProtocolVersion,
}

/// A packet: memory that the program reads, and may write to while it owns the packet.
///
/// One from packet_new() or packet_create() is the program's until packet_delete(). One that a handler gets is the
/// library's: it is to be read only, on the thread that runs the handler, until the handler returns. Handed to a function,
/// the pointer is looked up before it is followed: one of neither kind is an error. Two threads must not use one packet at
/// the same time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CerverPacket {
    /// The server that it came to, or is sent by.
    pub cerver: *mut CerverServer,
    /// Who sent it, or gets it.
    pub client: *mut CerverClient,
    /// The connection on which it came, or goes.
    pub connection: *mut CerverPacketConnection,
    /// NULL.
    pub lobby: *mut c_void,
    /// What the packet is.
    pub packet_type: CerverPacketType,
    /// What is asked for.
    pub req_type: u32,
    /// Bytes at `data`.
    pub data_size: usize,
    /// The data, aligned to 8 bytes and with a NUL behind them; NULL when there are none. The packet's own: it goes with
    /// the packet, and moves when packet_append_data() or packet_set_data() changes it.
    pub data: *mut c_void,
    /// The beginning of the data.
    pub data_ptr: *mut c_char,
    /// Behind the last byte of the data.
    pub data_end: *mut c_char,
    /// false: the data belong to the packet.
    pub data_ref: bool,
    /// 0.
    pub remaining_data: usize,
    /// The header that came, or that packet_generate() has made.
    pub header: CerverPacketHeader,
    /// The version that came in front of the data, when the server checks packets; otherwise 0.
    pub version: CerverPacketVersion,
    /// Bytes at `packet`.
    pub packet_size: usize,
    /// Header and data as packet_generate() has made them; NULL before.
    pub packet: *mut c_void,
    /// false: what `packet` points to belongs to the packet.
    pub packet_ref: bool,
}

const _: () = {
    assert!(size_of::<CerverPacketHeader>() == CERVER_PACKET_HEADER_SIZE as usize);
    assert!(size_of::<CerverPacket>() == 152);
    assert!(mem::offset_of!(CerverPacket, data) == 48);
    assert!(mem::offset_of!(CerverPacket, header) == 88);
    assert!(mem::offset_of!(CerverPacket, version) == 120);
    assert!(mem::offset_of!(CerverPacket, packet) == 136);
};

impl CerverPacket {
    pub(super) const EMPTY: Self = Self {
        cerver: ptr::null_mut(),
        client: ptr::null_mut(),
        connection: ptr::null_mut(),
        lobby: ptr::null_mut(),
        packet_type: PACKET_TYPE_NONE,
        req_type: 0,
        data_size: 0,
        data: ptr::null_mut(),
        data_ptr: ptr::null_mut(),
        data_end: ptr::null_mut(),
        data_ref: false,
        remaining_data: 0,
        header: CerverPacketHeader {
            packet_type: PACKET_TYPE_NONE,
            packet_size: 0,
            handler_id: 0,
            request_type: 0,
            sock_fd: 0,
        },
        version: CerverPacketVersion { protocol_id: 0, protocol_version: CerverProtocolVersion { major: 0, minor: 0 } },
        packet_size: 0,
        packet: ptr::null_mut(),
        packet_ref: false,
    };

    /// Points at data, behind which there is a NUL.
    pub(super) fn point_at(&mut self, data: *const u8, size: usize) {
        let data = if size == 0 { ptr::null_mut() } else { data.cast_mut() };
        self.data = data.cast();
        self.data_ptr = data.cast();
        self.data_end = data.wrapping_add(size).cast();
        self.data_size = size;
    }

    fn wire_header(&self, data_size: usize) -> wire::Header {
        let header = wire::Header::new(self.packet_type as u32, self.req_type, data_size);
        wire::Header { handler_id: self.header.handler_id, sock_fd: self.header.sock_fd, ..header }
    }

    /// Who gets it.
    fn target(&self) -> Result<Client, Error> {
        target(self.client, self.connection)
    }
}

impl From<wire::Header> for CerverPacketHeader {
    fn from(header: wire::Header) -> Self {
        Self {
            packet_type: header.packet_type as CerverPacketType,
            packet_size: header.packet_size as usize,
            handler_id: header.handler_id,
            request_type: header.request_type,
            sock_fd: header.sock_fd,
        }
    }
}

/// Makes an empty packet. NULL on error. The program's, to be given to packet_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn packet_new() -> *mut CerverPacket {
    guard("packet_new", || {
        fork::check()?;
        Ok(memory::make(CerverPacket::EMPTY))
    })
}

/// Makes a packet with a copy of `data_size` bytes at `data`. NULL on error. The program's, to be given to
/// packet_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL for the data, CERVER_ERROR_ARGUMENT for a type that is none, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn packet_create(
    packet_type: CerverPacketType,
    req_type: u32,
    data: *const c_void,
    data_size: usize,
) -> *mut CerverPacket {
    guard("packet_create", || {
        fork::check()?;
        let packet_type = valid_type(packet_type)?;
        // SAFETY: the caller passes `data_size` readable bytes.
        let data = unsafe { bytes(data, data_size, "data") }?;
        let packet = memory::make(CerverPacket { packet_type, req_type, ..CerverPacket::EMPTY });
        set_data(packet, |whole| whole.extend_from_slice(data))?;
        Ok(packet)
    })
}

/// Makes a packet without data: packet_create() without any.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for a type that is none, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn packet_create_request(packet_type: CerverPacketType, req_type: u32) -> *mut CerverPacket {
    guard("packet_create_request", || {
        fork::check()?;
        let packet_type = valid_type(packet_type)?;
        Ok(memory::make(CerverPacket { packet_type, req_type, ..CerverPacket::EMPTY }))
    })
}

/// Makes a packet of the type PACKET_TYPE_TEST, which the other side sends back.
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn packet_create_ping() -> *mut CerverPacket {
    guard("packet_create_ping", || {
        fork::check()?;
        Ok(memory::make(CerverPacket { packet_type: PACKET_TYPE_TEST, ..CerverPacket::EMPTY }))
    })
}

/// Frees a packet of the program's, with its data.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a pointer that is no packet of the program's (any more), as the one
/// that a handler got, CERVER_ERROR_TYPE for a handle.
#[unsafe(no_mangle)]
pub extern "C" fn packet_delete(packet_ptr: *mut c_void) {
    guard("packet_delete", || memory::free(packet_ptr.cast()))
}

/// Says to whom a packet goes: to `connection`, or else to `client`. All but the packet may be NULL, and take the place
/// of what was there.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_HANDLE for the packet.
#[unsafe(no_mangle)]
pub extern "C" fn packet_set_network_values(
    packet: *mut CerverPacket,
    cerver: *mut CerverServer,
    client: *mut CerverClient,
    connection: *mut CerverPacketConnection,
    lobby: *mut c_void,
) {
    guard("packet_set_network_values", || {
        check_network(cerver, client, connection)?;
        memory::change(packet, |packet, _| {
            (packet.cerver, packet.client, packet.connection) = (cerver, client, connection);
            packet.lobby = lobby;
        })
    })
}

/// Puts a copy of `data_size` bytes at `data` in the place of a packet's data. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn packet_set_data(packet: *mut CerverPacket, data: *const c_void, data_size: usize) -> u8 {
    outcome("packet_set_data", || {
        // SAFETY: the caller passes `data_size` readable bytes.
        let data = unsafe { bytes(data, data_size, "data") }?.to_vec();
        set_data(packet, |place| *place = data)
    })
}

/// Appends a copy of `data_size` bytes at `data` to a packet's data. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn packet_append_data(packet: *mut CerverPacket, data: *const c_void, data_size: usize) -> u8 {
    outcome("packet_append_data", || {
        // SAFETY: the caller passes `data_size` readable bytes; it may be a part of the packet's own data.
        let data = unsafe { bytes(data, data_size, "data") }?.to_vec();
        set_data(packet, |place| place.extend_from_slice(&data))
    })
}

/// Makes header and data as they are sent: `header`, `packet` and `packet_size` of the packet. packet_send() needs no
/// such call before. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
#[unsafe(no_mangle)]
pub extern "C" fn packet_generate(packet: *mut CerverPacket) -> u8 {
    outcome("packet_generate", || {
        memory::change(packet, |packet, parts| {
            let header = packet.wire_header(parts.data.len());
            parts.whole = [&header.write()[..], &parts.data].concat();
            packet.header = header.into();
            packet.packet = parts.whole.as_mut_ptr().cast();
            packet.packet_size = parts.whole.len();
        })
    })
}

/// Sends a copy of a packet to its connection, or else to its client: whole or not at all, and without waiting. What the
/// system does not take at once waits in the connection's queue; `raw` sends the data without a header. `*total_sent` is
/// the number of bytes, and may be NULL; `flags` has no effect. 0 on success, 1 on error.
///
/// The packet is one of the program's, or the one that the handler has which runs on this thread: that one goes back to
/// who sent it.
///
/// Thread: any.
/// Errors: handle errors for connection and client, CERVER_ERROR_HANDLE also when the client has gone;
/// CERVER_ERROR_NULL when the packet has neither, and for the packet; CERVER_ERROR_HANDLE for a pointer that is no packet;
/// CERVER_ERROR_AGAIN when too much waits for the client already: see cerver_set_client_send_limit();
/// CERVER_ERROR_CLOSED after a close.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn packet_send(
    packet: *const CerverPacket,
    flags: c_int,
    total_sent: *mut usize,
    raw: bool,
) -> u8 {
    outcome("packet_send", || {
        let _ = flags;
        let sent = memory::look(packet, |packet, data| {
            let client = packet.target()?;
            if raw {
                client.send_raw(data)?;
                return Ok(data.len());
            }
            client.send(packet.wire_header(data.len()), data)?;
            Ok::<_, Error>(wire::HEADER_SIZE + data.len())
        })??;
        if !total_sent.is_null() {
            // SAFETY: not NULL, so the caller's place for a size.
            unsafe { total_sent.write(sent) };
        }
        Ok(())
    })
}

/// Sends a packet without data to `connection`, or else to `client`; one of them, `cerver` and `lobby` may be NULL. 0 on
/// success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors, CERVER_ERROR_HANDLE also when the client has gone; CERVER_ERROR_NULL when there is neither
/// connection nor client; CERVER_ERROR_ARGUMENT for a type that is none; CERVER_ERROR_AGAIN when too much waits for the
/// client already, CERVER_ERROR_CLOSED after a close.
#[unsafe(no_mangle)]
pub extern "C" fn packet_send_request(
    packet_type: CerverPacketType,
    request_type: u32,
    cerver: *mut CerverServer,
    client: *mut CerverClient,
    connection: *mut CerverPacketConnection,
    lobby: *mut c_void,
) -> u8 {
    outcome("packet_send_request", || {
        let _ = lobby;
        let packet_type = valid_type(packet_type)?;
        check_network(cerver, client, connection)?;
        target(client, connection)?.send(wire::Header::new(packet_type as u32, request_type, 0), &[])
    })
}

/// The client that a packet goes to.
fn target(client: *mut CerverClient, connection: *mut CerverPacketConnection) -> Result<Client, Error> {
    if connection.is_null() { client_of(client) } else { connection_of(connection) }
}

fn valid_type(packet_type: CerverPacketType) -> Result<CerverPacketType, Error> {
    if (PACKET_TYPE_NONE..=PACKET_TYPE_BAD).contains(&packet_type) {
        return Ok(packet_type);
    }
    Err(Error::new(Code::Argument, format!("{packet_type} is no type of packets")))
}

/// Changes the data of a packet, and what points to it.
fn set_data(packet: *mut CerverPacket, change: impl FnOnce(&mut Vec<u8>)) -> Result<(), Error> {
    memory::change(packet, |packet, parts| {
        change(&mut parts.data);
        parts.whole = Vec::new();
        (packet.packet, packet.packet_size) = (ptr::null_mut(), 0);
        let size = parts.data.len();
        // A NUL behind the data, for who takes them for a text.
        parts.data.reserve_exact(1);
        parts.data.spare_capacity_mut()[0].write(0);
        packet.point_at(parts.data.as_ptr(), size);
    })
}

/// Refuses handles that are given and are none.
fn check_network(
    cerver: *mut CerverServer,
    client: *mut CerverClient,
    connection: *mut CerverPacketConnection,
) -> Result<(), Error> {
    if !cerver.is_null() {
        ServerObject::of(cerver)?;
    }
    if !client.is_null() {
        client_of(client)?;
    }
    if !connection.is_null() {
        connection_of(connection)?;
    }
    Ok(())
}
