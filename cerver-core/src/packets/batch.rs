//! Packets of one client on their way to a thread of the server.

use super::{
    client::Client,
    handler::{Carried, Code, call},
};
use crate::threads::Run;
use parking_lot::Mutex;
use std::{mem, sync::Arc};

/// Packets, each with what handles it, in their order.
pub(super) type Packets = Vec<(Arc<dyn Code>, Carried)>;

/// See the module.
pub(super) struct Batch {
    client: Client,
    packets: Mutex<Packets>,
}

impl Batch {
    pub(super) fn new(client: Client, packets: Packets) -> Arc<Self> {
        Arc::new(Self { client, packets: Mutex::new(packets) })
    }

    /// The packets, of a batch that found no thread.
    pub(super) fn take(&self) -> Packets {
        mem::take(&mut self.packets.lock())
    }
}

impl Run for Batch {
    fn run(&self, _ticket: u64) {
        let packets = self.take();
        for (code, packet) in &packets {
            if !call(|| code.handle(packet.packet())) {
                self.client.fail();
            }
        }
        self.client.finish_batch(packets.len() as u32);
    }

    fn discard(&self, _ticket: u64) {
        self.take();
    }
}
