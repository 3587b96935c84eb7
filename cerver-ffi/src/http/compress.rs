//! Compression of responses: its switches and limits.

use super::{
    cerver::CerverHttp,
    route::{CerverHttpRoute, RouteObject},
};
use crate::{
    boundary::guard::status,
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Compresses responses (RFC 9110 section 8.4) for clients that accept a coding the library was built with: gzip, and
/// with its features br and zstd. Off by default; http_route_set_compression() says otherwise for single routes.
///
/// Compressed is what is text by its Content-Type and neither coded already nor partial, nor forbidden to be changed by
/// Cache-Control: no-transform. Such a response has Vary: Accept-Encoding whether the client accepts a coding or not, and
/// an ETag that is strong becomes weak when the body is coded. A complete body is compressed on the thread that sends the
/// response; each http_receive_stream_write() is flushed, so that the client can read it at once.
///
/// Where a response holds a secret together with text that a client chose, the compressed length tells something of the
/// secret (BREACH): switch compression off for such routes.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_compression(http: *mut CerverHttp, value: bool) -> CerverStatus {
    status("http_cerver_set_compression", || {
        HttpObject::of(http)?.app.configure(|options| options.compression = value);
        Ok(())
    })
}

/// Effort of compression, from 1 (fast) to 9 (small). Default 5.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another level.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_compression_level(http: *mut CerverHttp, level: u8) -> CerverStatus {
    status("http_cerver_set_compression_level", || {
        let http = HttpObject::of(http)?;
        if !(1..=9).contains(&level) {
            return Err(Error::new(Code::Argument, "the level of compression is 1 to 9"));
        }
        http.app.configure(|options| options.compression_level = level);
        Ok(())
    })
}

/// Bytes of a complete body from and up to which it is compressed. Defaults 1 KiB and 1 MiB.
///
/// What is shorter gains nothing. What is longer would keep the thread that sends it busy for long, which with handlers
/// on the reactor's thread and for files of a static path is the reactor's: 10 to 20 ms for each MiB. Streams have no
/// such limits.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT when `min` is above `max`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_compression_sizes(
    http: *mut CerverHttp,
    min: usize,
    max: usize,
) -> CerverStatus {
    status("http_cerver_set_compression_sizes", || {
        let http = HttpObject::of(http)?;
        if min > max {
            return Err(Error::new(Code::Argument, "the smallest size is above the largest"));
        }
        http.app.configure(|options| (options.compression_min_size, options.compression_max_size) = (min, max));
        Ok(())
    })
}

/// Streamed responses that are compressed at a time; further ones are sent as they are. Default 1024, 0 for none.
///
/// Each takes about 310 KiB for gzip, about 1 MiB for br, less than 3 MiB for zstd.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_compression_streams(http: *mut CerverHttp, limit: u32) -> CerverStatus {
    status("http_cerver_set_compression_streams", || {
        HttpObject::of(http)?.app.configure(|options| options.compression_streams = limit);
        Ok(())
    })
}

/// Switches compression on or off for the responses of a route and of the children below it that have no switch of their
/// own, whatever http_cerver_set_compression() says for the others.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_compression(route: *mut CerverHttpRoute, value: bool) -> CerverStatus {
    status("http_route_set_compression", || {
        RouteObject::of(route)?.core.set_compression(value);
        Ok(())
    })
}
