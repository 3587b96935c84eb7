//! Statistics of requests, for Prometheus and as JSON.

use std::ffi::c_char;

use super::cerver::CerverHttp;
use crate::{
    boundary::{
        guard::status,
        strings::{fill, null, out, text},
    },
    objects::HttpObject,
    status::{CerverStatus, Error},
};

/// Writes the metrics of a server with a NUL into `buffer` of `size` bytes, in the text format of Prometheus, version
/// 0.0.4: requests, those in flight, bytes, connections, refusals by status, time-outs, lines of the access log, and with
/// http_cerver_set_route_metrics() requests and a histogram of latencies by route and status.
///
/// `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a
/// `size` of 0, where `buffer` may be NULL, asks for it; the text may have grown before the next one. The counters begin
/// with the last start and are summed over the server's threads while those go on.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT
/// when the buffer is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_metrics_text(
    http: *const CerverHttp,
    buffer: *mut c_char,
    size: usize,
    length: *mut usize,
) -> CerverStatus {
    status("http_cerver_metrics_text", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes a buffer of that size and the place of a length.
        unsafe { give(buffer, size, length, || http.app.metrics_text()) }
    })
}

/// The same as a JSON object (RFC 8259).
///
/// Thread: any.
/// Errors: as for http_cerver_metrics_text().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_metrics_json(
    http: *const CerverHttp,
    buffer: *mut c_char,
    size: usize,
    length: *mut usize,
) -> CerverStatus {
    status("http_cerver_metrics_json", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes a buffer of that size and the place of a length.
        unsafe { give(buffer, size, length, || http.app.metrics_json()) }
    })
}

/// Adds a route that answers GET and HEAD with the metrics: as JSON when the client's Accept field prefers
/// `application/json`, else as text for Prometheus. `path` is copied. Who may ask is not checked: serve it on an address
/// that is not public, or write a route of your own with http_cerver_metrics_text().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_add_metrics_route(http: *mut CerverHttp, path: *const c_char) -> CerverStatus {
    status("http_cerver_add_metrics_route", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        http.app.add_metrics_route(unsafe { text(path, "path") }?)
    })
}

/// Whether the answers of each route are counted by status and their latency is measured: from the end of the request's
/// head to the end of its answer, in buckets of 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250 and 500 milliseconds, 1,
/// 2.5, 5 and 10 seconds. A route has about 1 KiB in each reactor, and a request costs two readings of the clock. Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_route_metrics(http: *mut CerverHttp, value: bool) -> CerverStatus {
    status("http_cerver_set_route_metrics", || {
        HttpObject::of(http)?.app.configure(|options| options.route_metrics = value);
        Ok(())
    })
}

/// Writes a text and its length.
///
/// # Safety
/// `buffer` is NULL or has `size` writable bytes, `length` is NULL or the place of a length.
unsafe fn give(
    buffer: *mut c_char,
    size: usize,
    length: *mut usize,
    make: impl FnOnce() -> String,
) -> Result<(), Error> {
    let length = out(length, "length")?;
    if buffer.is_null() && size > 0 {
        return Err(null("buffer"));
    }
    let text = make();
    // SAFETY: the caller passes NULL, which was refused, or the place of a length.
    unsafe { length.write(text.len()) };
    // SAFETY: the caller passes a buffer of that size.
    unsafe { fill(buffer, size, text.as_bytes()) }
}
