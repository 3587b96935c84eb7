//! A program's handler while it runs: how packets reach it.

use std::{cell::Cell, sync::Arc};

use cerver_core::packets::{Code, Packet};

use super::{
    client::{client_handle, connection_handle},
    memory::with_current,
    packet::{CerverPacket, CerverPacketVersion, CerverProtocolVersion},
};
use crate::{
    boundary::handle::Handle,
    handler::{CerverHandlerData, HandlerObject},
    server::CerverServer,
};

/// Room for data that a thread keeps.
const KEPT: usize = 64 * 1024;

thread_local! {
    /// Where data are copied to, so that they are aligned and have a NUL behind them.
    static ROOM: Cell<Vec<u64>> = const { Cell::new(Vec::new()) };
}

/// A handler of one run of a server.
pub(crate) struct HandlerCode {
    pub(crate) object: Arc<HandlerObject>,
    pub(crate) server: Handle<CerverServer>,
    pub(crate) is_direct: bool,
}

impl Code for HandlerCode {
    fn begin(&self) {
        self.object.create_data();
    }

    fn handle(&self, packet: Packet<'_>) {
        let size = packet.data.len();
        let mut room = ROOM.take();
        room.clear();
        room.resize(size / 8 + 1, 0);
        // SAFETY: the room has at least `size` bytes, and the data are elsewhere.
        unsafe { std::ptr::copy_nonoverlapping(packet.data.as_ptr(), room.as_mut_ptr().cast(), size) };
        let mut memory = CerverPacket {
            cerver: self.server.0,
            client: client_handle(packet.client),
            connection: connection_handle(packet.client),
            packet_type: packet.header.packet_type as i32,
            req_type: packet.header.request_type,
            header: packet.header.into(),
            packet_size: packet.header.packet_size as usize,
            ..CerverPacket::EMPTY
        };
        if let Some(version) = packet.version {
            let (major, minor) = (version.major, version.minor);
            let protocol_version = CerverProtocolVersion { major, minor };
            memory.version = CerverPacketVersion { protocol_id: version.protocol_id, protocol_version };
        }
        memory.point_at(room.as_ptr().cast(), size);
        with_current(&raw const memory, packet.data, || {
            if self.is_direct {
                self.object.call((&raw mut memory).cast());
            } else {
                let mut data =
                    CerverHandlerData { handler_id: self.object.id, data: self.object.data(), packet: &raw mut memory };
                self.object.call((&raw mut data).cast());
            }
        });
        if room.len() <= KEPT / 8 {
            ROOM.set(room);
        }
    }

    fn end(&self) {
        self.object.delete_data();
    }
}
