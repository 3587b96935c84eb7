//! Forms whose parts a program has while they come.

use std::{ffi::c_void, ptr, sync::Arc};

use cerver_core::http::{Exchange, FormEnd, PartReader};

use super::{
    multipart::{self, CerverMultiPart},
    receive::CerverHttpReceive,
    request::CerverHttpRequest,
    route::{CerverHttpRoute, RouteObject},
    status::{CerverHttpStatus, HTTP_STATUS_NONE, HTTP_STATUS_OK},
};
use crate::{
    boundary::{guard::status, handle::handler_tokens, strings::null},
    callback::CustomData,
    status::CerverStatus,
};

/// Is told that a part of a form begins or ends; `part` is a handle, valid until the request ends. Name, file name and
/// type are known when it begins; http_multi_part_get_size() has the bytes that have come.
pub type CerverHttpPartFunction = Option<
    unsafe extern "C" fn(
        receive: *const CerverHttpReceive,
        request: *const CerverHttpRequest,
        part: *const CerverMultiPart,
    ),
>;

/// Gets the next `len` bytes of a part, never 0; `data` is valid until the function returns.
pub type CerverHttpPartBytes = Option<
    unsafe extern "C" fn(
        receive: *const CerverHttpReceive,
        request: *const CerverHttpRequest,
        part: *const CerverMultiPart,
        data: *const c_void,
        len: usize,
    ),
>;

/// Is told that nothing more comes of a form: HTTP_STATUS_OK when it is complete, and an answer is due; HTTP_STATUS_NONE
/// when the client has gone, was too slow or broke the framing, so that there is nobody to answer; any other status when a
/// rule or a limit is broken, which the library answers with unless the function does: 400, 413, 500, 503 or 507.
pub type CerverHttpFormEnd = Option<
    unsafe extern "C" fn(
        receive: *const CerverHttpReceive,
        request: *const CerverHttpRequest,
        status: CerverHttpStatus,
    ),
>;

/// Gives the parts of `multipart/form-data` bodies to functions as they come. Bodies of other types are refused with 415.
///
/// Nothing is called before the route is found and its gate has passed. Then the handler of the route is called, when the
/// head is complete; then for each part `begins`, `bytes` any number of times, and `ends`; at last `form_ends`, which
/// answers. They run where handlers run, one at a time for a form. Each may answer or call http_receive_close(): then
/// nothing more is called for this request. `form_ends` is called once in any other case; with HTTP_STATUS_NONE it may run on
/// a reactor's thread. `begins`, `bytes` and `ends` may be NULL.
///
/// While a function runs the client is held up once http_cerver_set_body_window() bytes wait, and that time does not count
/// against its rate. The limits of parts, names, files and bytes hold (http_cerver_set_part_limit() and its kin). Nothing is
/// stored; values of fields are kept in memory, so that http_request_multi_parts_get_value() finds them at the end.
///
/// A request without a body is a form without parts, unless the handler answers it.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL for `form_ends`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_stream_parts(
    route: *mut CerverHttpRoute,
    begins: CerverHttpPartFunction,
    bytes: CerverHttpPartBytes,
    ends: CerverHttpPartFunction,
    form_ends: CerverHttpFormEnd,
) -> CerverStatus {
    status("http_route_stream_parts", || {
        let route = RouteObject::of(route)?;
        let form_ends = form_ends.ok_or_else(|| null("form_ends"))?;
        let kept = Arc::clone(&route.custom_data);
        route.core.stream_parts(Arc::new(Functions { begins, bytes, ends, form_ends, _kept: kept }));
        Ok(())
    })
}

type FormEndFunction = unsafe extern "C" fn(*const CerverHttpReceive, *const CerverHttpRequest, CerverHttpStatus);

/// The functions of a program.
struct Functions {
    begins: CerverHttpPartFunction,
    bytes: CerverHttpPartBytes,
    ends: CerverHttpPartFunction,
    form_ends: FormEndFunction,
    /// They may look at it.
    _kept: Arc<CustomData>,
}

impl PartReader for Functions {
    fn part_begins(&self, exchange: Exchange, part: usize) {
        tell(self.begins, exchange, part);
    }

    fn part_bytes(&self, exchange: Exchange, part: usize, data: &[u8]) {
        let Some(function) = self.bytes else { return };
        let (receive, request) = handler_tokens(exchange);
        // SAFETY: the program registered the function; its arguments are handles and bytes that are there until it returns.
        unsafe { function(receive, request, handle(exchange, part), data.as_ptr().cast(), data.len()) };
    }

    fn part_ends(&self, exchange: Exchange, part: usize) {
        tell(self.ends, exchange, part);
    }

    fn form_ends(&self, exchange: Exchange, end: FormEnd) {
        let (receive, request) = handler_tokens(exchange);
        let status = match end {
            FormEnd::Complete => HTTP_STATUS_OK,
            FormEnd::Refused(status) => CerverHttpStatus::from(status.0),
            FormEnd::Gone => HTTP_STATUS_NONE,
        };
        // SAFETY: the program registered the function; its arguments are handles and a number.
        unsafe { (self.form_ends)(receive, request, status) };
    }
}

fn tell(function: CerverHttpPartFunction, exchange: Exchange, part: usize) {
    let Some(function) = function else { return };
    let (receive, request) = handler_tokens(exchange);
    // SAFETY: the program registered the function; its arguments are handles.
    unsafe { function(receive, request, handle(exchange, part)) };
}

/// NULL when no handle is left.
fn handle(exchange: Exchange, part: usize) -> *const CerverMultiPart {
    multipart::handle(exchange, part).unwrap_or(ptr::null())
}
