//! Responses whose body is a small JSON object (RFC 8259). Keys and values are escaped.

use std::ffi::{c_char, c_int, c_long};

use super::{receive::CerverHttpReceive, response::CerverHttpResponse, status::CerverHttpStatus};
use crate::{
    boundary::guard::{guard, outcome},
    status::pending,
};

/// A response with the body `json` of `json_len` bytes, copied and not looked at. A handle of the caller's, NULL on error.
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
    guard("http_response_create_json", || pending((status, json, json_len)))
}

/// A response with the body `{"<key>": "<value>"}`. A handle of the caller's, NULL on error.
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
    guard("http_response_create_json_key_value", || pending((status, key, value)))
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
    guard("http_response_json_int_value", || pending((status, key, value)))
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
    outcome("http_response_json_int_value_send", || pending((receive, status, key, value)))
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
    guard("http_response_json_large_int_value", || pending((status, key, value)))
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
    outcome("http_response_json_large_int_value_send", || pending((receive, status, key, value)))
}

/// A response with the body `{"<key>": <value>}`, a number with six decimals; one that is not finite gives null. A handle of the caller's, NULL on error.
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
    guard("http_response_json_real_value", || pending((status, key, value)))
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
    outcome("http_response_json_real_value_send", || pending((receive, status, key, value)))
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
    guard("http_response_json_bool_value", || pending((status, key, value)))
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
    outcome("http_response_json_bool_value_send", || pending((receive, status, key, value)))
}

/// A response with the body `{"msg": "<msg>"}`. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_msg(
    status: CerverHttpStatus,
    msg: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_json_msg", || pending((status, msg)))
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
    outcome("http_response_json_msg_send", || pending((receive, status, msg)))
}

/// A response with the body `{"error": "<error_msg>"}`. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_error(
    status: CerverHttpStatus,
    error_msg: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_json_error", || pending((status, error_msg)))
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
    outcome("http_response_json_error_send", || pending((receive, status, error_msg)))
}

/// A response with the body `{"<key>": "<value>"}`. A handle of the caller's, NULL on error.
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
    guard("http_response_json_key_value", || pending((status, key, value)))
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
    outcome("http_response_json_key_value_send", || pending((receive, status, key, value)))
}

/// A response with the body `json`, copied and not looked at. A handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_json_custom(
    status: CerverHttpStatus,
    json: *const c_char,
) -> *mut CerverHttpResponse {
    guard("http_response_json_custom", || pending((status, json)))
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
    outcome("http_response_json_custom_send", || pending((receive, status, json)))
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
    guard("http_response_json_custom_reference", || pending((status, json, json_len)))
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
    outcome("http_response_json_custom_reference_send", || pending((receive, status, json, json_len)))
}
