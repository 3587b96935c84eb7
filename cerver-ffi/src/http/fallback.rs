//! What becomes of requests that no route and no handler answers.

use super::cerver::CerverHttp;
use crate::{boundary::guard::status, objects::HttpObject, status::CerverStatus};

/// Whether a request whose path has routes, but none for its method, is told so with 405 and Allow (RFC 9110 section
/// 15.5.6), or 204 for OPTIONS. Default true; with false it counts as a request without a route.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_method_errors(http: *mut CerverHttp, value: bool) -> CerverStatus {
    status("http_cerver_set_method_errors", || {
        HttpObject::of(http)?.app.configure(|options| options.method_errors = value);
        Ok(())
    })
}

/// Whether the connection is closed without a byte when a handler returns without an answer and without
/// http_receive_detach(). Default false: the client gets a 500, because it cannot tell an empty answer from a broken
/// network.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_close_unanswered(http: *mut CerverHttp, value: bool) -> CerverStatus {
    status("http_cerver_set_close_unanswered", || {
        HttpObject::of(http)?.app.configure(|options| options.close_unanswered = value);
        Ok(())
    })
}
