//! Packets counted by their type.

use std::ptr;

use cerver_core::packets::PacketStats;

use crate::{
    boundary::{guard::status, strings::out},
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

/// The types in their order, and at last what is of none.
const NAMES: [&str; 13] = [
    "none",
    "cerver",
    "client",
    "error",
    "request",
    "auth",
    "game",
    "app",
    "app_error",
    "custom",
    "test",
    "bad",
    "unknown",
];

/// Packets of a server since its last start, by their type: `PACKET_TYPE_` constants are the places, and 12 is for types
/// that there are not. Later versions add members at the end only: `size` tells how many the caller knows.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CerverPacketStats {
    /// Set by the caller to sizeof(CerverPacketStats) before the call.
    pub size: usize,
    /// Packets that have come.
    pub received: [u64; 13],
    /// Packets that were sent.
    pub sent: [u64; 13],
}

/// Copies the packet counters of a server into `*stats`, whose `size` the caller has set to sizeof(CerverPacketStats).
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size, CERVER_ERROR_UNSUPPORTED for a
/// server without packets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_get_packet_stats(
    server: *const CerverServer,
    stats: *mut CerverPacketStats,
) -> CerverStatus {
    status("cerver_get_packet_stats", || {
        let counters = ServerObject::of(server)?.packets()?.app.stats();
        let place = out(stats, "stats")?.as_ptr();
        // SAFETY: not NULL, so the caller's struct, of which the caller has set this member.
        let size = unsafe { (&raw const (*place).size).read() };
        if !(size_of::<usize>()..=4096).contains(&size) {
            return Err(Error::new(Code::Argument, "set stats.size to sizeof(CerverPacketStats) before the call"));
        }
        let stats = CerverPacketStats { size, received: counters.received, sent: counters.sent };
        // SAFETY: the caller's struct has `size` bytes: a program of an older header gets what it knows, one of a newer
        // header keeps the rest of its own.
        unsafe {
            let known = size.min(size_of::<CerverPacketStats>());
            ptr::copy_nonoverlapping((&raw const stats).cast::<u8>(), place.cast(), known);
        }
        Ok(())
    })
}

/// The tables for cerver_stats_print().
pub(crate) fn report(stats: &PacketStats, received: bool, sent: bool, text: &mut String) {
    for (is_wanted, title, counters) in [(received, "received", &stats.received), (sent, "sent", &stats.sent)] {
        if !is_wanted {
            continue;
        }
        text.push_str(&format!("  packets {title}: {}\n", counters.iter().sum::<u64>()));
        for (name, count) in NAMES.iter().zip(counters).filter(|(_, count)| **count > 0) {
            text.push_str(&format!("    {name}: {count}\n"));
        }
    }
}
