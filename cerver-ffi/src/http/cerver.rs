//! The HTTP side of a server: routes, static paths, limits, headers of all responses.

use std::{
    ffi::{c_char, c_void},
    time::Duration,
};

use super::{
    header::{self, CerverHttpHeader},
    receive::CerverHttpReceive,
    request::CerverHttpRequest,
    route::{CerverHttpRoute, RouteObject},
};
use crate::{
    boundary::{
        guard::{guard, outcome, status},
        strings::{null, text, text_up_to},
    },
    callback,
    objects::{HttpObject, ServerObject},
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

/// Longest path of a folder, in bytes (PATH_MAX without the NUL).
const MAX_PATH: usize = 4095;
/// Smallest limit of a request's head, in bytes.
const MIN_HEAD_LIMIT: usize = 256;
/// Smallest limit of a request line, in bytes: room for "GET / HTTP/1.1".
const MIN_REQUEST_LINE_LIMIT: usize = 14;

/// The HTTP side of a server of type CERVER_TYPE_WEB. A handle, valid as long as the server's.
pub struct CerverHttp {
    _private: (),
}

/// A folder whose files are served. A handle, valid until it is removed or the server is torn down.
pub struct CerverHttpStaticPath {
    _private: (),
}

/// A handler: answers `request` through `receive` with one of the http_response functions.
///
/// Both arguments are valid until it returns, or, after http_receive_detach(), until the request has its answer. When it
/// returns without an answer and without detaching, the client gets a 500. It runs where cerver_set_handler_type()
/// and cerver_set_thpool_n_threads() say; no lock of the library is held, and it may call any function. It must not
/// throw through the library.
pub type CerverHttpHandler =
    Option<unsafe extern "C" fn(receive: *const CerverHttpReceive, request: *const CerverHttpRequest)>;

/// Frees data that was given to the library together with this function. Called once, on any thread.
pub type CerverDelete = Option<unsafe extern "C" fn(data: *mut c_void)>;

/// The HTTP side of a server; NULL on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED when the server is not of type CERVER_TYPE_WEB.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_get(server: *mut CerverServer) -> *mut CerverHttp {
    guard("http_cerver_get", || Ok(ServerObject::of(server)?.http()?.shared.handle()))
}

/// Serves the files below the folder `static_path` for GET and HEAD requests that match no route, by the path of the
/// request; that of a folder means its index.html. What begins with a dot is not served, and nothing outside the
/// folder. Conditional requests and ranges are answered (RFC 9110 sections 13 and 14); the http_static_path_set
/// functions have the options.
///
/// The text is copied; folders are tried in the order of addition. Returns a handle of the library's, NULL on error.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when the
/// folder does not exist.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_static_path_add(
    http: *mut CerverHttp,
    static_path: *const c_char,
) -> *mut CerverHttpStaticPath {
    guard("http_cerver_static_path_add", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        http.add_static_path(unsafe { text_up_to(static_path, MAX_PATH, "static_path") }?)
    })
}

/// Removes the folder that was added with exactly this text. 0 on success, 1 on error.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NOT_FOUND.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_public_path_remove(http: *mut CerverHttp, static_path: *const c_char) -> u8 {
    outcome("http_receive_public_path_remove", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        http.remove_static_path(unsafe { text_up_to(static_path, MAX_PATH, "static_path") }?)
    })
}

/// Adds a route with its children. The server owns it from now on: its handle stays valid until the teardown.
///
/// Routes are tried in the order of registration; the first that matches wins.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_STATE when the route belongs to a server or parent already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_route_register(http: *mut CerverHttp, route: *mut CerverHttpRoute) {
    guard("http_cerver_route_register", || {
        let http = HttpObject::of(http)?;
        let object = RouteObject::of(route)?;
        http.app.add_route(&object.core)?;
        http.adopt(route);
        object.set_owned();
        Ok(())
    })
}

/// Names the top-level route below which routes of the library itself are added: http_cerver_enable_admin_routes().
/// Without it that is the first one registered, and "/" when there is none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_main_route(http: *mut CerverHttp, route: *const CerverHttpRoute) {
    guard("http_cerver_set_main_route", || {
        HttpObject::of(http)?.app.set_main_route(&RouteObject::of(route)?.core);
        Ok(())
    })
}

/// Handler of requests that match no route; takes the place of the answer 404.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL for the handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_catch_all_route(http: *mut CerverHttp, catch_all_route: CerverHttpHandler) {
    guard("http_cerver_set_catch_all_route", || {
        let http = HttpObject::of(http)?;
        let function = catch_all_route.ok_or_else(|| null("the handler"))?;
        http.app.set_catch_all(Some(callback::handler(function, None)));
        Ok(())
    })
}

/// Answers requests that match no route with 404 and `{"error": "Not found!"}`. The default; takes a catch-all handler
/// out.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_not_found_handler(http: *mut CerverHttp) {
    guard("http_cerver_set_not_found_handler", || {
        let http = HttpObject::of(http)?;
        http.app.set_catch_all(None);
        http.app.set_not_found(None);
        Ok(())
    })
}

/// Handler of requests that match no route; it comes before a catch-all handler and should answer 404 itself.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL for the handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_not_found_route(http: *mut CerverHttp, not_found: CerverHttpHandler) {
    guard("http_cerver_set_not_found_route", || {
        let http = HttpObject::of(http)?;
        let function = not_found.ok_or_else(|| null("the handler"))?;
        http.app.set_not_found(Some(callback::handler(function, None)));
        Ok(())
    })
}

/// The pointer of http_cerver_set_custom_data(), NULL before it and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_get_custom_data(http: *const CerverHttp) -> *const c_void {
    guard("http_cerver_get_custom_data", || Ok(HttpObject::of(http)?.shared.custom_data.get()))
}

/// Keeps a pointer of the caller's. The library never looks behind it; it stays the caller's unless a delete function is
/// set. A pointer set before is dropped without deleting it.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_custom_data(http: *mut CerverHttp, custom_data: *mut c_void) {
    guard("http_cerver_set_custom_data", || {
        HttpObject::of(http)?.shared.custom_data.set(custom_data);
        Ok(())
    })
}

/// Function called once with the custom data when the server has been torn down; NULL for none.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_delete_custom_data(http: *mut CerverHttp, delete_custom_data: CerverDelete) {
    guard("http_cerver_set_delete_custom_data", || {
        HttpObject::of(http)?.shared.custom_data.set_delete(delete_custom_data);
        Ok(())
    })
}

/// Frees the custom data with free(3) when the server has been torn down.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_default_delete_custom_data(http: *mut CerverHttp) {
    guard("http_cerver_set_default_delete_custom_data", || {
        HttpObject::of(http)?.shared.custom_data.set_delete(Some(callback::free));
        Ok(())
    })
}

/// Adds a header to every response that does not have one of that type itself. 0 on success, 1 on error.
///
/// `value` is copied. A second value of the same type takes the place of the first.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table or a value with CR, LF or NUL (RFC 9110
/// section 5.5).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_add_responses_header(
    http: *mut CerverHttp,
    r#type: CerverHttpHeader,
    value: *const c_char,
) -> u8 {
    outcome("http_cerver_add_responses_header", || {
        let http = HttpObject::of(http)?;
        let header = header::needed(r#type)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let value = unsafe { text(value, "value") }?;
        http.app.add_field(header.name().as_bytes(), value.as_bytes())
    })
}

/// Largest body of a request in bytes; a larger one is answered with 413. Default 16 MiB, 0 for no body at all.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_body_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_body_limit", || {
        HttpObject::of(http)?.app.configure(|options| options.body_limit = limit);
        Ok(())
    })
}

/// Largest head of a request (request line and header fields) in bytes; a larger one is answered with 431. Default 64
/// KiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 256 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_head_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_head_limit", || {
        let http = HttpObject::of(http)?;
        if limit < MIN_HEAD_LIMIT {
            return Err(Error::new(Code::Argument, format!("a head needs at least {MIN_HEAD_LIMIT} bytes")));
        }
        http.app.configure(|options| options.head_limit = limit);
        Ok(())
    })
}

/// Largest request line (method, target and version) in bytes without its CR LF; a larger one is answered with 414.
/// Default 16 KiB. The limit of the head counts it, too.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 14 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_request_line_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_request_line_limit", || {
        let http = HttpObject::of(http)?;
        if limit < MIN_REQUEST_LINE_LIMIT {
            return Err(Error::new(
                Code::Argument,
                format!("a request line has {MIN_REQUEST_LINE_LIMIT} bytes or more"),
            ));
        }
        http.app.configure(|options| options.request_line_limit = limit);
        Ok(())
    })
}

/// Most bytes of all chunk extensions of a request's body together (RFC 9112 section 7.1.1); more are answered with 400.
/// Default 4 KiB, 0 for no extension at all.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_chunk_extension_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_chunk_extension_limit", || {
        HttpObject::of(http)?.app.configure(|options| options.chunk_extension_limit = limit);
        Ok(())
    })
}

/// Most bytes of the fields behind a chunked body (RFC 9112 section 7.1.2); more are answered with 431. Default 8 KiB, 0
/// for no field at all. http_request_get_trailer() reads them.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_trailer_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_trailer_limit", || {
        HttpObject::of(http)?.app.configure(|options| options.trailer_limit = limit);
        Ok(())
    })
}

/// Largest number of header fields of a request; more are answered with 431. Default 128.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_header_count_limit(http: *mut CerverHttp, limit: u32) -> CerverStatus {
    status("http_cerver_set_header_count_limit", || {
        let http = HttpObject::of(http)?;
        if limit == 0 {
            return Err(Error::new(Code::Argument, "a request has at least one header field"));
        }
        http.app.configure(|options| options.header_count_limit = limit);
        Ok(())
    })
}

/// Time from the first byte of a request to the end of its head, in milliseconds; later it is answered with 408. Default
/// 10 s, 0 for no limit.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_head_timeout(http: *mut CerverHttp, timeout_ms: u32) -> CerverStatus {
    status("http_cerver_set_head_timeout", || {
        let timeout = Duration::from_millis(u64::from(timeout_ms));
        HttpObject::of(http)?.app.configure(|options| options.head_timeout = timeout);
        Ok(())
    })
}

/// Time from the end of a request's head to the end of its body, in milliseconds; later it is answered with 408. Default
/// 120 s, 0 for no limit.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_body_timeout(http: *mut CerverHttp, timeout_ms: u32) -> CerverStatus {
    status("http_cerver_set_body_timeout", || {
        let timeout = Duration::from_millis(u64::from(timeout_ms));
        HttpObject::of(http)?.app.configure(|options| options.body_timeout = timeout);
        Ok(())
    })
}

/// Time a handler, or the owner of a detached request, has to answer, in milliseconds; later the client gets 503 and the
/// connection is closed. Default 300 s, 0 for no limit.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_answer_timeout(http: *mut CerverHttp, timeout_ms: u32) -> CerverStatus {
    status("http_cerver_set_answer_timeout", || {
        let timeout = Duration::from_millis(u64::from(timeout_ms));
        HttpObject::of(http)?.app.configure(|options| options.answer_timeout = timeout);
        Ok(())
    })
}
