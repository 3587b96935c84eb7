//! Limits, time-outs and compression of the WebSocket connections of a server.

use std::time::Duration;

use cerver_core::config::WebSocketOptions;

use super::cerver::CerverHttp;
use crate::{
    boundary::guard::status,
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Most bytes of one message, uncompressed, and of one frame; a larger one ends its connection with 1009. Default 16 MiB
/// each. Memory is taken as the bytes come.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_ws_limits(
    http: *mut CerverHttp,
    message: usize,
    frame: usize,
) -> CerverStatus {
    status("http_cerver_set_ws_limits", || {
        change(http, |options| (options.message_limit, options.frame_limit) = (message, frame))
    })
}

/// Bytes of messages of one connection that may wait for handlers on other threads; while more do, the client is not read.
/// Default 256 KiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_ws_queue(http: *mut CerverHttp, size: usize) -> CerverStatus {
    status("http_cerver_set_ws_queue", || change(http, |options| options.queue = size))
}

/// A connection on which nothing comes for `interval_ms` milliseconds gets a ping, and is cut off when nothing comes for
/// `timeout_ms` more. Default 30,000 each. With an interval of 0 there are no pings, and the connection is closed after
/// cerver_set_idle_timeout().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_ws_ping(
    http: *mut CerverHttp,
    interval_ms: u32,
    timeout_ms: u32,
) -> CerverStatus {
    status("http_cerver_set_ws_ping", || {
        let [interval, timeout] = [interval_ms, timeout_ms].map(|millis| Duration::from_millis(millis.into()));
        change(http, |options| (options.ping_interval, options.pong_timeout) = (interval, timeout))
    })
}

/// Milliseconds that a client has to answer a close frame before its connection is cut off. Default 5,000.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_ws_close_timeout(http: *mut CerverHttp, timeout_ms: u32) -> CerverStatus {
    status("http_cerver_set_ws_close_timeout", || {
        change(http, |options| options.close_timeout = Duration::from_millis(timeout_ms.into()))
    })
}

/// Compresses messages for clients that offer it: permessage-deflate (RFC 7692). Default false;
/// http_route_set_ws_compression() says otherwise for single routes. The limit of messages counts what comes out.
///
/// Where a message holds a secret together with text that a client chose, the compressed length tells something of the
/// secret: leave compression off there.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_ws_compression(http: *mut CerverHttp, value: bool) -> CerverStatus {
    status("http_cerver_set_ws_compression", || change(http, |options| options.compression = value))
}

/// Effort of compression, from 1 (fast) to 9 (small), and the bytes below which a message is sent as it is. Defaults 5 and
/// 64.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another level.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_ws_compression_effort(
    http: *mut CerverHttp,
    level: u8,
    min_size: usize,
) -> CerverStatus {
    status("http_cerver_set_ws_compression_effort", || {
        HttpObject::of(http)?;
        if !(1..=9).contains(&level) {
            return Err(Error::new(Code::Argument, "the level of compression is 1 to 9"));
        }
        change(http, |options| (options.compression_level, options.compression_min_size) = (level, min_size))
    })
}

/// The window of compression has 2 to the power of `bits` bytes, 9 to 15; default 15. With `keep`, messages may refer to
/// those before them, in both directions, unless the client declines: they become smaller, and each connection that has
/// sent and received messages keeps up to 300 KiB (with 15 bits). Default false: the memory is that of the threads.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number of bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_ws_compression_window(
    http: *mut CerverHttp,
    bits: u8,
    keep: bool,
) -> CerverStatus {
    status("http_cerver_set_ws_compression_window", || {
        HttpObject::of(http)?;
        if !(9..=15).contains(&bits) {
            return Err(Error::new(Code::Argument, "the window of compression has 9 to 15 bits"));
        }
        change(http, |options| (options.compression_window_bits, options.compression_context) = (bits, keep))
    })
}

fn change(http: *mut CerverHttp, change: impl FnOnce(&mut WebSocketOptions)) -> Result<(), Error> {
    HttpObject::of(http)?.app.configure(|options| change(&mut options.web_socket));
    Ok(())
}
