//! Responses: made, filled and sent by a handler.

use std::{
    ffi::{c_char, c_void},
    path::Path,
};

use cerver_core::http::{Fields, content_type::ContentType, header::KnownHeader, status::Status};

use super::{
    content::{self, CerverContentType},
    draft::{Body, Draft, ResponseObject},
    header::{self, CerverHttpHeader},
    receive::CerverHttpReceive,
    status::{CerverHttpStatus, needed},
};
use crate::{
    boundary::{
        guard::{guard, outcome, status},
        handle::{Kind, exchange},
        print::print,
        strings::{bytes, text},
    },
    host,
    status::{CerverStatus, Code, Error},
};

/// A response. A handle of the caller's, valid until http_response_delete() or http_response_return(). It does not
/// belong to a request: the same response may be sent many times.
pub struct CerverHttpResponse {
    _private: (),
}

/// An empty response with status 200; NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn http_response_get() -> *mut CerverHttpResponse {
    guard("http_response_get", || ResponseObject::create(Draft::default()))
}

/// Frees a response: the same as http_response_delete().
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_return(response: *mut CerverHttpResponse) {
    guard("http_response_return", || ResponseObject::release(response))
}

/// Frees a response made by any function. Its handle is stale afterwards; what was sent is not touched.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_delete(res_ptr: *mut c_void) {
    guard("http_response_delete", || ResponseObject::release(res_ptr.cast()))
}

/// A response with a status and `data_len` bytes of body, copied; NULL and 0 for no body. NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_create(
    status: CerverHttpStatus,
    data: *const c_void,
    data_len: usize,
) -> *mut CerverHttpResponse {
    guard("http_response_create", || {
        // SAFETY: the caller passes `data_len` readable bytes.
        let data = unsafe { bytes(data, data_len, "data") }?;
        let body = if data.is_empty() { Body::Empty } else { Body::Own(data.to_vec()) };
        ResponseObject::create(Draft { status: needed(status)?, body, ..Draft::default() })
    })
}

/// Sets the status code, 200 to 599.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_set_status(response: *mut CerverHttpResponse, status: CerverHttpStatus) {
    guard("http_response_set_status", || {
        let response = ResponseObject::of(response)?;
        response.draft.lock().status = needed(status)?;
        Ok(())
    })
}

/// Takes a ready header block of `header_len` bytes that was made by malloc(3): a status line, which may be left out,
/// header lines, and an empty line, all with CR LF. They take the place of the status and headers set before;
/// Content-Length, Connection, Date and Server stay the library's.
///
/// The library copies it and frees the memory with free(3); on an error it stays the caller's. In a process whose calls
/// come from Python through ctypes it stays the caller's in any case: there it is a bytes object. Everywhere else never
/// pass memory that malloc(3) did not give: http_response_copy_header().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a block that is not well formed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_set_header(
    response: *mut CerverHttpResponse,
    header: *const c_void,
    header_len: usize,
) {
    guard("http_response_set_header", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes `header_len` readable bytes.
        let block = unsafe { bytes(header, header_len, "header") }?;
        response.draft.lock().take_block(block)?;
        // SAFETY: the caller gives up memory that malloc(3) gave it.
        unsafe { release(header) };
        Ok(())
    })
}

/// The same as http_response_set_header(), with memory that stays the caller's.
///
/// Thread: any.
/// Errors: those of http_response_set_header().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_copy_header(
    response: *mut CerverHttpResponse,
    header: *const c_void,
    header_len: usize,
) -> CerverStatus {
    status("http_response_copy_header", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes `header_len` readable bytes.
        let block = unsafe { bytes(header, header_len, "header") }?;
        response.draft.lock().take_block(block)
    })
}

/// Sets a header of the table. `actual_header` is its value, copied; a second value of the same type takes the place of
/// the first, except for Set-Cookie. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table or a value with CR, LF or another control
/// character (RFC 9110 section 5.5), CERVER_ERROR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_header(
    response: *mut CerverHttpResponse,
    r#type: CerverHttpHeader,
    actual_header: *const c_char,
) -> u8 {
    outcome("http_response_add_header", || {
        let response = ResponseObject::of(response)?;
        let header = header::needed(r#type)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let value = unsafe { text(actual_header, "the value") }?;
        response.draft.lock().fields.set(header, value.as_bytes())
    })
}

/// Adds a header by its name. Both texts are copied; a name may be added more than once.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for a name that is no token or a value with CR, LF or another control
/// character (RFC 9110 section 5), CERVER_ERROR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_custom_header(
    response: *mut CerverHttpResponse,
    name: *const c_char,
    value: *const c_char,
) -> CerverStatus {
    status("http_response_add_custom_header", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        response.draft.lock().fields.add(name.as_bytes(), value.as_bytes())
    })
}

/// Sets Content-Type to the media type of a content type. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_content_type_header(
    response: *mut CerverHttpResponse,
    r#type: CerverContentType,
) -> u8 {
    outcome("http_response_add_content_type_header", || {
        let response = ResponseObject::of(response)?;
        let mime = content::needed(r#type)?.mime();
        response.draft.lock().fields.set(KnownHeader::ContentType, mime.as_bytes())
    })
}

/// Sets Content-Length, in bytes. Not needed for a response with data: there the length is known. 0 on success, 1 on
/// error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_content_length_header(
    response: *mut CerverHttpResponse,
    length: usize,
) -> u8 {
    outcome("http_response_add_content_length_header", || {
        let response = ResponseObject::of(response)?;
        response.draft.lock().fields.set(KnownHeader::ContentLength, length.to_string().as_bytes())
    })
}

/// Sets Content-Type to application/json and Content-Length to `json_len` bytes.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_json_headers(response: *mut CerverHttpResponse, json_len: usize) {
    guard("http_response_add_json_headers", || {
        let response = ResponseObject::of(response)?;
        let mut draft = response.draft.lock();
        draft.fields.set(KnownHeader::ContentType, ContentType::Json.mime().as_bytes())?;
        draft.fields.set(KnownHeader::ContentLength, json_len.to_string().as_bytes())
    })
}

/// Takes a body of `data_len` bytes that was made by malloc(3), in place of the one before.
///
/// The library copies it and frees the memory with free(3); on an error it stays the caller's. In a process whose calls
/// come from Python through ctypes it stays the caller's in any case: there it is a bytes object. Everywhere else never
/// pass memory that malloc(3) did not give: http_response_set_data_ref().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_set_data(
    response: *mut CerverHttpResponse,
    data: *const c_void,
    data_len: usize,
) {
    guard("http_response_set_data", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes `data_len` readable bytes.
        let copy = unsafe { bytes(data, data_len, "data") }?.to_vec();
        response.draft.lock().body = Body::Own(copy);
        // SAFETY: the caller gives up memory that malloc(3) gave it.
        unsafe { release(data) };
        Ok(())
    })
}

/// Refers to a body of `data_size` bytes, in place of the one before. 0 on success, 1 on error.
///
/// The memory stays the caller's and must not change until the response was compiled or sent.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_set_data_ref(
    response: *mut CerverHttpResponse,
    data: *const c_void,
    data_size: usize,
) -> u8 {
    outcome("http_response_set_data_ref", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes `data_size` readable bytes.
        let data = unsafe { bytes(data, data_size, "data") }?;
        response.draft.lock().body = Body::reference(data);
        Ok(())
    })
}

/// Only checks the handle: the header block is built anew by each sending. Calling it is optional.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_compile_header(response: *mut CerverHttpResponse) {
    guard("http_response_compile_header", || ResponseObject::of(response).map(|_| ()))
}

/// Copies a body of http_response_set_data_ref(), so that the caller's memory may change from now on. Optional: sending
/// copies it, too. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_compile(response: *mut CerverHttpResponse) -> u8 {
    outcome("http_response_compile", || {
        ResponseObject::of(response)?.draft.lock().own_body();
        Ok(())
    })
}

/// Prints the response to standard output: the status line, the headers that were set, an empty line, the body and a
/// line feed. What only the sending adds is missing: Date, Server, Content-Length unless it was set, and the headers of
/// http_cerver_add_responses_header().
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_print(response: *const CerverHttpResponse) {
    guard("http_response_print", || {
        let response = ResponseObject::of(response)?;
        let text = response.draft.lock().text();
        print(&text);
        Ok(())
    })
}

/// Answers a request with a response; copies it, so it stays the caller's and may be changed, sent again or deleted at
/// once. 0 on success, 1 on error.
///
/// Content-Length, Date, Server and the headers of http_cerver_add_responses_header() are added where they are missing.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_send(
    response: *mut CerverHttpResponse,
    receive: *const CerverHttpReceive,
) -> u8 {
    outcome("http_response_send", || {
        let response = ResponseObject::of(response)?;
        let exchange = exchange(Kind::Receive, receive)?;
        response.send(exchange)
    })
}

/// The same as http_response_send() for a response that has a body.
///
/// Thread: any.
/// Errors: those of http_response_send(); CERVER_ERROR_STATE without a body.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_send_split(
    response: *mut CerverHttpResponse,
    receive: *const CerverHttpReceive,
) -> u8 {
    outcome("http_response_send_split", || {
        let response = ResponseObject::of(response)?;
        let exchange = exchange(Kind::Receive, receive)?;
        if matches!(response.draft.lock().body, Body::Empty) {
            return Err(Error::new(Code::State, "the response has no body"));
        }
        response.send(exchange)
    })
}

/// Answers a request with a status and `data_len` bytes of body, copied. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_ANSWERED,
/// CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_create_and_send(
    status: CerverHttpStatus,
    data: *const c_void,
    data_len: usize,
    receive: *const CerverHttpReceive,
) -> u8 {
    outcome("http_response_create_and_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes `data_len` readable bytes.
        let data = unsafe { bytes(data, data_len, "data") }?;
        exchange.respond_parts(needed(status)?, &Fields::default(), data)
    })
}

/// Answers a request with a file, its content type by the extension of its name. 0 on success, 1 on error; on an error
/// nothing is sent, so that another answer can be given.
///
/// With HTTP_STATUS_OK a GET or HEAD request gets what its conditions and ranges ask for: 206 with parts, 304, 412 or 416
/// (RFC 9110 sections 13 and 14).
///
/// A file of up to 8 KiB is read before the call returns. A larger one is opened before that and read later, with
/// sendfile(2): when it changes until then, the connection is closed.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NOT_FOUND when there is no such file or when it is a folder or a device,
/// CERVER_ERROR_SYSTEM when it cannot be opened or read for another reason (EACCES, EMFILE, EIO and others),
/// CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_send_file(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    filename: *const c_char,
) -> u8 {
    outcome("http_response_send_file", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let filename = unsafe { text(filename, "filename") }?;
        exchange.request(|_| ())?;
        exchange.respond_file(needed(status)?, Path::new(filename))
    })
}

/// Answers a request with a video: as http_response_send_file() with HTTP_STATUS_OK. A player that asks for ranges gets
/// 206 with exactly those (RFC 9110 section 14), one that asks for a range that does not exist 416, and a request
/// without any the whole file. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_send_file().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_handle_video(receive: *const CerverHttpReceive, filename: *const c_char) -> u8 {
    outcome("http_response_handle_video", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let filename = unsafe { text(filename, "filename") }?;
        exchange.request(|_| ())?;
        exchange.respond_file(Status::OK, Path::new(filename))
    })
}

/// Answers a request with `text_len` bytes of text as "text/html; charset=UTF-8", copied. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_create_and_send().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_render_text(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    text: *const c_char,
    text_len: usize,
) -> u8 {
    outcome("http_response_render_text", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes `text_len` readable bytes.
        let text = unsafe { bytes(text.cast(), text_len, "text") }?;
        exchange.answer(needed(status)?, ContentType::Html, text)
    })
}

/// Answers a request with `json_len` bytes of JSON as "application/json", copied and not looked at. 0 on success, 1 on
/// error.
///
/// Thread: any.
/// Errors: those of http_response_create_and_send().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_render_json(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    json: *const c_char,
    json_len: usize,
) -> u8 {
    outcome("http_response_render_json", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes `json_len` readable bytes.
        let json = unsafe { bytes(json.cast(), json_len, "json") }?;
        exchange.answer(needed(status)?, ContentType::Json, json)
    })
}

/// Answers a request with `len` bytes of any content type, copied. 0 on success, 1 on error.
///
/// HTTP_CONTENT_TYPE_NONE leaves Content-Type out.
///
/// Thread: any.
/// Errors: those of http_response_create_and_send().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_render(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    r#type: CerverContentType,
    data: *const c_void,
    len: usize,
) -> u8 {
    outcome("http_response_render", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes `len` readable bytes.
        let data = unsafe { bytes(data, len, "data") }?;
        let status = needed(status)?;
        match content::needed(r#type)? {
            ContentType::None => exchange.respond_parts(status, &Fields::default(), data),
            content_type => exchange.answer(status, content_type, data),
        }
    })
}

/// Frees what the caller has given up, unless it is memory that a language keeps.
///
/// # Safety
/// Memory of malloc(3), or any memory when the calls come from such a language.
unsafe fn release(memory: *const c_void) {
    if !host::keeps_memory() {
        // SAFETY: the caller's promise.
        unsafe { libc::free(memory.cast_mut()) };
    }
}
