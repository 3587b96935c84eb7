//! Clients of a packet server, and their connections.

use std::{
    ffi::{c_char, c_void},
    ptr,
    sync::Arc,
};

use cerver_core::packets::Client;

use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, client, client_token},
        strings::{fill, out},
    },
    callback::CustomData,
    http::cerver::CerverDelete,
    status::{CerverStatus, Code, Error},
};

/// A client of a packet server. A handle, valid from its connection to the end of that; after that it is stale and never
/// means another client.
pub struct CerverClient {
    _private: (),
}

/// The connection of a client of a packet server. A handle, valid as long as the connection.
pub struct CerverPacketConnection {
    _private: (),
}

/// The live client behind a handle.
pub(super) fn client_of(handle: *const CerverClient) -> Result<Client, Error> {
    live(client(Kind::Client, handle)?)
}

/// The live client behind the handle of its connection.
pub(super) fn connection_of(handle: *const CerverPacketConnection) -> Result<Client, Error> {
    live(client(Kind::PacketConnection, handle)?)
}

fn live(client: Client) -> Result<Client, Error> {
    client.check().map(|()| client)
}

pub(super) fn client_handle(client: Client) -> *mut CerverClient {
    client_token(Kind::Client, client)
}

pub(super) fn connection_handle(client: Client) -> *mut CerverPacketConnection {
    client_token(Kind::PacketConnection, client)
}

/// Counters of a client. Later versions add members at the end only: `size` tells how many the caller knows.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CerverClientStats {
    /// Set by the caller to sizeof(CerverClientStats) before the call.
    pub size: usize,
    /// Packets that have come.
    pub packets_received: u64,
    /// Their bytes.
    pub bytes_received: u64,
    /// Packets that were sent.
    pub packets_sent: u64,
    /// Bytes that were sent, whether the system has taken them or not.
    pub bytes_sent: u64,
}

/// A number of the client's that no other client has at the same time, and that is not used again soon; 0 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn client_get_id(client: *const CerverClient) -> u64 {
    guard("client_get_id", || Ok(client_of(client)?.token() + 1))
}

/// The connection of a client. NULL on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn client_get_connection(client: *const CerverClient) -> *mut CerverPacketConnection {
    guard("client_get_connection", || Ok(connection_handle(client_of(client)?)))
}

/// Gives the client data of the program's. When the client goes, or gets others, they are given to `delete_data`, which
/// may be NULL, once: on a thread of the library in the first case.
///
/// Thread: any.
/// Errors: handle errors; then nothing is taken.
#[unsafe(no_mangle)]
pub extern "C" fn client_set_data(
    client: *mut CerverClient,
    data: *mut c_void,
    delete_data: CerverDelete,
) -> CerverStatus {
    status("client_set_data", || {
        let client = client_of(client)?;
        let kept = CustomData::default();
        kept.set(data);
        // Only when the client has taken it: one that has gone meanwhile must not delete it.
        let kept = Arc::new(kept);
        let before = client.set_data(Some(kept.clone()))?;
        kept.set_delete(delete_data);
        drop(before);
        Ok(())
    })
}

/// The data of client_set_data(); NULL when there are none, and on error. They are the program's, which sees to it that
/// they are not used after their deletion.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn client_get_data(client: *const CerverClient) -> *const c_void {
    guard("client_get_data", || {
        let data = client_of(client)?.data()?;
        Ok(data.and_then(|data| data.downcast::<CustomData>().ok()).map_or(ptr::null(), |data| data.get()))
    })
}

/// Copies the counters of a client into `*stats`, whose `size` the caller has set to sizeof(CerverClientStats).
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn client_get_stats(client: *const CerverClient, stats: *mut CerverClientStats) -> CerverStatus {
    status("client_get_stats", || {
        let counters = client_of(client)?.stats()?;
        let place = out(stats, "stats")?.as_ptr();
        // SAFETY: not NULL, so the caller's struct, of which the caller has set this member.
        let size = unsafe { (&raw const (*place).size).read() };
        if !(size_of::<usize>()..=4096).contains(&size) {
            return Err(Error::new(Code::Argument, "set stats.size to sizeof(CerverClientStats) before the call"));
        }
        let stats = CerverClientStats {
            size,
            packets_received: counters.packets_received,
            bytes_received: counters.bytes_received,
            packets_sent: counters.packets_sent,
            bytes_sent: counters.bytes_sent,
        };
        // SAFETY: the caller's struct has `size` bytes: a program of an older header gets what it knows, one of a newer
        // header keeps the rest of its own.
        unsafe {
            let known = size.min(size_of::<CerverClientStats>());
            ptr::copy_nonoverlapping((&raw const stats).cast::<u8>(), place.cast(), known);
        }
        Ok(())
    })
}

/// The client of a connection. NULL on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn packet_connection_get_client(connection: *const CerverPacketConnection) -> *mut CerverClient {
    guard("packet_connection_get_client", || Ok(client_handle(connection_of(connection)?)))
}

/// Closes a connection when everything is sent; packets that still come are dropped. Harmless a second time.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn packet_connection_close(connection: *mut CerverPacketConnection) -> CerverStatus {
    status("packet_connection_close", || connection_of(connection)?.close())
}

/// Closes a connection at once; what is not sent is lost. Harmless a second time.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn packet_connection_abort(connection: *mut CerverPacketConnection) -> CerverStatus {
    status("packet_connection_abort", || connection_of(connection)?.abort())
}

/// Writes the peer's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or "unix".
/// 64 bytes are always enough.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn packet_connection_get_remote_address(
    connection: *const CerverPacketConnection,
    buffer: *mut c_char,
    size: usize,
) -> CerverStatus {
    status("packet_connection_get_remote_address", || {
        let peer = connection_of(connection)?.peer()?;
        // SAFETY: the caller passes `size` writable bytes.
        unsafe { fill(buffer, size, peer.to_string().as_bytes()) }
    })
}
