//! Statistics of a server.

use std::{ffi::c_char, ptr};

use cerver_core::http::json;

use crate::{
    boundary::{
        guard::{guard, status},
        print::print,
        strings::{fill, null, out},
    },
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

/// A struct of a newer header may be longer, but not as long as this: then its size was not set.
const MAX_SIZE: usize = 4096;

/// Counters of a server since its last start. Later versions add members at the end only: `size` tells how many the
/// caller knows.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CerverStats {
    /// Set by the caller to sizeof(CerverStats) before the call.
    pub size: usize,
    /// Milliseconds since the last start.
    pub uptime_ms: u64,
    /// Connections accepted.
    pub accepted: u64,
    /// Connections open now.
    pub connections: u64,
    /// Failed accepts: descriptors or memory exhausted, or the client was gone already.
    pub accept_errors: u64,
    /// Bytes read from clients.
    pub bytes_received: u64,
    /// Bytes the system took for clients.
    pub bytes_sent: u64,
    /// Requests with a complete head that were not refused.
    pub requests: u64,
    /// Answers given; streamed ones count when they begin.
    pub responses: u64,
    /// Requests refused because they break the protocol or a limit.
    pub refused: u64,
    /// Requests answered with 503 because no handler thread or place in the queue was free.
    pub overloaded: u64,
    /// Requests whose handler returned without an answer.
    pub unanswered: u64,
    /// Handlers that failed inside the library.
    pub handler_panics: u64,
    /// Connections closed because the client was too slow.
    pub timeouts: u64,
    /// Connections closed at once because their address had too many: see cerver_set_max_connections_per_address().
    pub rejected: u64,
    /// Requests with a complete head that ended without a complete answer of their handler: refused, given up, or cut
    /// off. Those in flight are `requests - responses - ended_early`.
    pub ended_early: u64,
    /// TLS handshakes completed.
    pub tls_handshakes: u64,
    /// TLS handshakes completed with a ticket of an earlier session.
    pub tls_resumed: u64,
    /// TLS handshakes that failed: no TLS, no common version, no certificate, too slow, broken off.
    pub tls_failed: u64,
}

/// Copies the counters of a server into `*stats`, whose `size` the caller has set to sizeof(CerverStats).
///
/// The counters are summed over the server's threads while those go on: each is exact, their sum is of no single moment.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_get_stats(server: *const CerverServer, stats: *mut CerverStats) -> CerverStatus {
    status("cerver_get_stats", || {
        let server = ServerObject::of(server)?;
        let place = out(stats, "stats")?.as_ptr();
        // SAFETY: not NULL, so the caller's struct, of which the caller has set this member.
        let size = unsafe { (&raw const (*place).size).read() };
        if !(size_of::<usize>()..=MAX_SIZE).contains(&size) {
            return Err(Error::new(Code::Argument, "set stats.size to sizeof(CerverStats) before the call"));
        }
        let stats = CerverStats { size, ..counters(&server) };
        // SAFETY: the caller's struct has `size` bytes: a program of an older header gets what it knows, one of a newer
        // header keeps the rest of its own.
        unsafe {
            ptr::copy_nonoverlapping((&raw const stats).cast::<u8>(), place.cast(), size.min(size_of::<CerverStats>()));
        }
        Ok(())
    })
}

/// Writes the counters of a server as a JSON object (RFC 8259) with a NUL into `buffer` of `size` bytes.
///
/// `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a
/// `size` of 0, where `buffer` may be NULL, asks for it. 1024 bytes are enough for most names.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT
/// when the buffer is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_stats_json(
    server: *const CerverServer,
    buffer: *mut c_char,
    size: usize,
    length: *mut usize,
) -> CerverStatus {
    status("cerver_stats_json", || {
        let server = ServerObject::of(server)?;
        let length = out(length, "length")?;
        if buffer.is_null() && size > 0 {
            return Err(null("buffer"));
        }
        let text = json_text(&server);
        // SAFETY: the caller passes NULL, which was refused, or the place of a length.
        unsafe { length.write(text.len()) };
        // SAFETY: the caller passes a buffer of that size.
        unsafe { fill(buffer, size, &text) }
    })
}

/// Prints the name, the alias and the counters of a server to standard output; `received` and `sent` add those of each
/// direction.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_stats_print(server: *mut CerverServer, received: bool, sent: bool) {
    guard("cerver_stats_print", || {
        let server = ServerObject::of(server)?;
        print(report(&server, received, sent).as_bytes());
        Ok(())
    })
}

fn counters(server: &ServerObject) -> CerverStats {
    let counters = server.core.stats();
    CerverStats {
        size: size_of::<CerverStats>(),
        uptime_ms: uptime_millis(server),
        accepted: counters.accepted,
        connections: counters.connections,
        accept_errors: counters.accept_errors,
        bytes_received: counters.bytes_received,
        bytes_sent: counters.bytes_sent,
        requests: counters.requests,
        responses: counters.responses,
        refused: counters.refused,
        overloaded: counters.overloaded,
        unanswered: counters.unanswered,
        handler_panics: counters.handler_panics,
        timeouts: counters.timeouts,
        rejected: counters.rejected,
        ended_early: counters.ended_early,
        tls_handshakes: counters.tls_handshakes,
        tls_resumed: counters.tls_resumed,
        tls_failed: counters.tls_failed,
    }
}

fn uptime_millis(server: &ServerObject) -> u64 {
    server.core.uptime().map_or(0, |time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

fn json_text(server: &ServerObject) -> Vec<u8> {
    let mut text = b"{\"name\": ".to_vec();
    json::string(server.core.name().as_bytes(), &mut text);
    text.extend_from_slice(b", \"alias\": ");
    json::string(server.settings.lock().alias.as_bytes(), &mut text);
    let numbers = format!(", \"running\": {}, \"uptime_ms\": {}", server.core.is_running(), uptime_millis(server));
    text.extend_from_slice(numbers.as_bytes());
    for (name, value) in server.core.stats().fields() {
        text.extend_from_slice(format!(", \"{name}\": {value}").as_bytes());
    }
    text.push(b'}');
    text
}

fn report(server: &ServerObject, received: bool, sent: bool) -> String {
    let counters = server.core.stats();
    let mut text = format!("{} ({}):\n", server.core.name(), server.settings.lock().alias);
    for (name, value) in counters.fields() {
        let is_wanted = match name {
            "bytes_received" | "requests" | "refused" => received,
            "bytes_sent" | "responses" | "unanswered" => sent,
            _ => true,
        };
        if is_wanted {
            text.push_str(&format!("  {name}: {value}\n"));
        }
    }
    text
}
