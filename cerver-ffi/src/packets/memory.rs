//! The memory of packets that programs own, and which packet a handler has on this thread.
//!
//! Every packet of a program is listed by its address, so a pointer from C is looked up before it is followed. Freed ones
//! are kept aside for a while: a second deletion soon after the first one is always noticed. A packet in a handler is the
//! library's: it is known on the thread that runs the handler, as long as that runs.

use std::{
    cell::Cell,
    collections::{BTreeMap, VecDeque},
    ptr,
};

use parking_lot::Mutex;

use super::packet::CerverPacket;
use crate::{
    boundary::{fork, handle::not_memory},
    status::Error,
};

/// Freed packets that are kept before their memory is given back.
const KEPT: usize = 1024;

static PACKETS: Mutex<Packets> = Mutex::new(Packets { owned: BTreeMap::new(), freed: VecDeque::new() });

thread_local! {
    static CURRENT: Cell<Current> = const { Cell::new(Current { packet: ptr::null(), data: ptr::null(), size: 0 }) };
}

struct Packets {
    owned: BTreeMap<usize, Parts>,
    freed: VecDeque<Box<CerverPacket>>,
}

// SAFETY: what packets point to belongs to their parts, or is a handle; freed ones are not looked at.
unsafe impl Send for Packets {}

/// What a packet of a program points to.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) data: Vec<u8>,
    /// Header and data as they are sent, once they were asked for.
    pub(super) whole: Vec<u8>,
}

/// The packet that a handler has on this thread.
#[derive(Clone, Copy)]
struct Current {
    packet: *const CerverPacket,
    data: *const u8,
    size: usize,
}

/// Makes a packet of the program's.
pub(super) fn make(packet: CerverPacket) -> *mut CerverPacket {
    let packet = Box::into_raw(Box::new(packet));
    PACKETS.lock().owned.insert(packet.addr(), Parts::default());
    packet
}

/// Frees a packet of the program's.
pub(super) fn free(pointer: *mut CerverPacket) -> Result<(), Error> {
    fork::check()?;
    let mut packets = PACKETS.lock();
    let Some(parts) = packets.owned.remove(&pointer.addr()) else { return Err(foreign(pointer)) };
    // SAFETY: made by `Box::into_raw`, and not listed any more: nobody else follows the pointer.
    packets.freed.push_back(unsafe { Box::from_raw(pointer) });
    let oldest = if packets.freed.len() > KEPT { packets.freed.pop_front() } else { None };
    drop(packets);
    drop((parts, oldest));
    Ok(())
}

/// Changes a packet of the program's, which cannot be deleted meanwhile.
pub(super) fn change<R>(
    pointer: *mut CerverPacket,
    change: impl FnOnce(&mut CerverPacket, &mut Parts) -> R,
) -> Result<R, Error> {
    fork::check()?;
    let mut packets = PACKETS.lock();
    let parts = packets.owned.get_mut(&pointer.addr()).ok_or_else(|| foreign(pointer))?;
    // SAFETY: the list says that there is a packet, and it is locked; the program does not use it during the call.
    Ok(change(unsafe { &mut *pointer }, parts))
}

/// Looks at a packet of the program's, or at the one that this thread's handler has, and at its data.
pub(super) fn look<R>(pointer: *const CerverPacket, look: impl FnOnce(&CerverPacket, &[u8]) -> R) -> Result<R, Error> {
    let current = CURRENT.get();
    if !pointer.is_null() && ptr::eq(current.packet, pointer) {
        // SAFETY: `with_current` set them for a packet and data that stay until the handler has returned.
        let (packet, data) = unsafe { (&*pointer, std::slice::from_raw_parts(current.data, current.size)) };
        return Ok(look(packet, data));
    }
    fork::check()?;
    let packets = PACKETS.lock();
    let parts = packets.owned.get(&pointer.addr()).ok_or_else(|| foreign(pointer))?;
    // SAFETY: the list says that there is a packet, and it is locked; the program does not change it during the call.
    Ok(look(unsafe { &*pointer }, &parts.data))
}

/// Runs a handler that has this packet.
pub(super) fn with_current(packet: *const CerverPacket, data: &[u8], run: impl FnOnce()) {
    struct Back(Current);
    impl Drop for Back {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    // A handler can turn another server, which runs another one.
    let _back = Back(CURRENT.replace(Current { packet, data: data.as_ptr(), size: data.len() }));
    run();
}

fn foreign(pointer: *const CerverPacket) -> Error {
    not_memory(pointer, "a packet of the program")
}
