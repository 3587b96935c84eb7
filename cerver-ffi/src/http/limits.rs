//! Limits of connections and of load, as HTTP clients see them.

use std::time::Duration;

use super::{
    cerver::CerverHttp,
    route::{CerverHttpRoute, RouteObject},
};
use crate::{boundary::guard::status, objects::HttpObject, status::CerverStatus};

/// Requests that one connection may make. The answer to the last one says `Connection: close`; what the client has sent
/// behind it is not answered. Default 0: no limit.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_keep_alive_requests(http: *mut CerverHttp, max: u32) -> CerverStatus {
    status("http_cerver_set_keep_alive_requests", || {
        HttpObject::of(http)?.app.configure(|options| options.keep_alive_requests = max);
        Ok(())
    })
}

/// When a client that got 503 from the library should come again: what the header Retry-After says (RFC 9110 section
/// 10.2.3), in seconds. Default 1; 0 leaves the header out.
///
/// The library answers 503 when the queue of the pool is full, when no thread or memory is left for a request, and when a
/// handler takes longer than http_cerver_set_answer_timeout() allows.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_retry_after(http: *mut CerverHttp, seconds: u32) -> CerverStatus {
    status("http_cerver_set_retry_after", || {
        let after = Duration::from_secs(u64::from(seconds));
        HttpObject::of(http)?.app.configure(|options| options.retry_after = after);
        Ok(())
    })
}

/// How long a streamed answer (http_response_stream()) may have nothing to send after its client has ended its side of the
/// connection, in milliseconds; then the client counts as gone: the connection is closed, and the next use of the stream
/// gives CERVER_ERROR_CLOSED. Default 1000; 0 for ever.
///
/// The end of one side (TCP's FIN) may mean that the client has gone, or that it only has nothing more to ask. As long as
/// the stream sends something it goes on: to a client that has gone the first piece comes back as an error. A reset
/// connection is noticed at once in any case.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_half_closed_timeout(http: *mut CerverHttp, timeout_ms: u32) -> CerverStatus {
    status("http_cerver_set_half_closed_timeout", || {
        let timeout = Duration::from_millis(u64::from(timeout_ms));
        HttpObject::of(http)?.app.configure(|options| options.half_closed_timeout = timeout);
        Ok(())
    })
}

/// Whether a route insists on bodies of a length told before: chunked ones are answered with 411 (RFC 9110 section
/// 15.5.12) then, and nothing of them is read. Default false. It does not count for children.
///
/// A request with neither Content-Length nor Transfer-Encoding has no body (RFC 9112 section 6.3), so it is taken.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_length_required(route: *mut CerverHttpRoute, value: bool) -> CerverStatus {
    status("http_route_set_length_required", || {
        RouteObject::of(route)?.core.require_length(value);
        Ok(())
    })
}
