//! Responses whose body is a small JSON object (RFC 8259). Keys and values are escaped.

use std::ffi::{c_char, c_int, c_long};

use cerver_core::http::{content_type::ContentType, json};

use super::{
    draft::{Draft, ResponseObject},
    receive::CerverHttpReceive,
    response::CerverHttpResponse,
    status::{CerverHttpStatus, needed},
};
use crate::boundary::{
    guard::{guard, outcome},
    handle::{Kind, exchange},
    strings::{bytes, text, text_up_to},
};

/// Longest JSON text that is given without its length, in bytes.
const MAX_JSON: usize = 16 * 1024 * 1024;

/// A response with the body `json` of `json_len` bytes, copied and not looked at. A handle of the caller's, NULL on
/// error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_create_json(
    status: CerverHttpStatus,
    json: *const c_char,
    json_len: usize,
) -> *mut CerverHttpResponse {
    guard("http_response_create_json", || {
        // SAFETY: the caller passes `json_len` readable bytes.
        let json = unsafe { bytes(json.cast(), json_len, "json") }?;
        ResponseObject::create(Draft::json(needed(status)?, json.to_vec())?)
    })
}

/// A response with the body `{"<key>": "<value>"}`. The value has at most 16 MiB. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_create_json_key_value(
    status: CerverHttpStatus,
    key: *const c_char,
    value: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_create_json_key_value", || {
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (key, value) = unsafe { (text(key, "key")?, text_up_to(value, MAX_JSON, "value")?) };
        ResponseObject::create(Draft::json(needed(status)?, pair(key, value))?)
    })
}

/// A response with the body `{"<key>": <value>}`, a number. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_int_value(
    status: CerverHttpStatus,
    key: *const c_char,
    value: c_int,
) -> *mut CerverHttpResponse {
    guard("http_response_json_int_value", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        ResponseObject::create(Draft::json(needed(status)?, int(key, value.into()))?)
    })
}

/// Answers a request with the response of http_response_json_int_value(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_int_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_int_value_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    key: *const c_char,
    value: c_int,
) -> u8 {
    outcome("http_response_json_int_value_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        exchange.answer(needed(status)?, ContentType::Json, &int(key, value.into()))
    })
}

/// A response with the body `{"<key>": <value>}`, a number. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_large_int_value(
    status: CerverHttpStatus,
    key: *const c_char,
    value: c_long,
) -> *mut CerverHttpResponse {
    guard("http_response_json_large_int_value", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        ResponseObject::create(Draft::json(needed(status)?, int(key, value))?)
    })
}

/// Answers a request with the response of http_response_json_large_int_value(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_large_int_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_large_int_value_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    key: *const c_char,
    value: c_long,
) -> u8 {
    outcome("http_response_json_large_int_value_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        exchange.answer(needed(status)?, ContentType::Json, &int(key, value))
    })
}

/// A response with the body `{"<key>": <value>}`, a number with six decimals; one that is not finite gives null. A
/// handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_real_value(
    status: CerverHttpStatus,
    key: *const c_char,
    value: f64,
) -> *mut CerverHttpResponse {
    guard("http_response_json_real_value", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        ResponseObject::create(Draft::json(needed(status)?, real(key, value))?)
    })
}

/// Answers a request with the response of http_response_json_real_value(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_real_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_real_value_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    key: *const c_char,
    value: f64,
) -> u8 {
    outcome("http_response_json_real_value_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        exchange.answer(needed(status)?, ContentType::Json, &real(key, value))
    })
}

/// A response with the body `{"<key>": <value>}`, true or false. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_bool_value(
    status: CerverHttpStatus,
    key: *const c_char,
    value: bool,
) -> *mut CerverHttpResponse {
    guard("http_response_json_bool_value", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        ResponseObject::create(Draft::json(needed(status)?, boolean(key, value))?)
    })
}

/// Answers a request with the response of http_response_json_bool_value(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_bool_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_bool_value_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    key: *const c_char,
    value: bool,
) -> u8 {
    outcome("http_response_json_bool_value_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        exchange.answer(needed(status)?, ContentType::Json, &boolean(key, value))
    })
}

/// A response with the body `{"msg": "<msg>"}`. The text has at most 16 MiB. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_msg(
    status: CerverHttpStatus,
    msg: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_json_msg", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let text = unsafe { text_up_to(msg, MAX_JSON, "msg") }?;
        ResponseObject::create(Draft::json(needed(status)?, pair("msg", text))?)
    })
}

/// Answers a request with the response of http_response_json_msg(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_msg(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_msg_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    msg: *const c_char,
) -> u8 {
    outcome("http_response_json_msg_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let text = unsafe { text_up_to(msg, MAX_JSON, "msg") }?;
        exchange.answer(needed(status)?, ContentType::Json, &pair("msg", text))
    })
}

/// A response with the body `{"error": "<error_msg>"}`. The text has at most 16 MiB. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_error(
    status: CerverHttpStatus,
    error_msg: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_json_error", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let text = unsafe { text_up_to(error_msg, MAX_JSON, "error_msg") }?;
        ResponseObject::create(Draft::json(needed(status)?, pair("error", text))?)
    })
}

/// Answers a request with the response of http_response_json_error(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_error(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_error_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    error_msg: *const c_char,
) -> u8 {
    outcome("http_response_json_error_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let text = unsafe { text_up_to(error_msg, MAX_JSON, "error_msg") }?;
        exchange.answer(needed(status)?, ContentType::Json, &pair("error", text))
    })
}

/// A response with the body `{"<key>": "<value>"}`. The value has at most 16 MiB. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_key_value(
    status: CerverHttpStatus,
    key: *const c_char,
    value: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_json_key_value", || {
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (key, value) = unsafe { (text(key, "key")?, text_up_to(value, MAX_JSON, "value")?) };
        ResponseObject::create(Draft::json(needed(status)?, pair(key, value))?)
    })
}

/// Answers a request with the response of http_response_json_key_value(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_key_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_key_value_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    key: *const c_char,
    value: *const c_char,
) -> u8 {
    outcome("http_response_json_key_value_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (key, value) = unsafe { (text(key, "key")?, text_up_to(value, MAX_JSON, "value")?) };
        exchange.answer(needed(status)?, ContentType::Json, &pair(key, value))
    })
}

/// A response with the body `json`, at most 16 MiB, copied and not looked at. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_custom(
    status: CerverHttpStatus,
    json: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_json_custom", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let json = unsafe { text_up_to(json, MAX_JSON, "json") }?;
        ResponseObject::create(Draft::json(needed(status)?, json.as_bytes().to_vec())?)
    })
}

/// Answers a request with the response of http_response_json_custom(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_custom(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_custom_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    json: *const c_char,
) -> u8 {
    outcome("http_response_json_custom_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let json = unsafe { text_up_to(json, MAX_JSON, "json") }?;
        exchange.answer(needed(status)?, ContentType::Json, json.as_bytes())
    })
}

/// A response with the body `json` of `json_len` bytes. The memory stays the caller's
/// and must not change until the response was sent. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_custom_reference(
    status: CerverHttpStatus,
    json: *const c_char,
    json_len: usize,
) -> *mut CerverHttpResponse {
    guard("http_response_json_custom_reference", || {
        // SAFETY: the caller passes `json_len` readable bytes.
        let json = unsafe { bytes(json.cast(), json_len, "json") }?;
        ResponseObject::create(Draft::json_reference(needed(status)?, json)?)
    })
}

/// Answers a request with the response of http_response_json_custom_reference(). 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_response_json_custom_reference(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_custom_reference_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    json: *const c_char,
    json_len: usize,
) -> u8 {
    outcome("http_response_json_custom_reference_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes `json_len` readable bytes.
        let json = unsafe { bytes(json.cast(), json_len, "json") }?;
        exchange.answer(needed(status)?, ContentType::Json, json)
    })
}

fn pair(key: &str, value: &str) -> Vec<u8> {
    written(|out| json::key_value(key.as_bytes(), value.as_bytes(), out))
}

fn int(key: &str, value: i64) -> Vec<u8> {
    written(|out| json::int_value(key.as_bytes(), value, out))
}

fn real(key: &str, value: f64) -> Vec<u8> {
    written(|out| json::real_value(key.as_bytes(), value, out))
}

fn boolean(key: &str, value: bool) -> Vec<u8> {
    written(|out| json::bool_value(key.as_bytes(), value, out))
}

fn written(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    write(&mut out);
    out
}
