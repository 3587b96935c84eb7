//! Names and passwords (RFC 7617), for functions that authenticate.

use std::{ffi::c_char, ptr};

use cerver_core::http::auth::basic::Credentials;

use super::super::{companion, pairs::CerverString, request::CerverHttpRequest};
use crate::{
    boundary::{
        guard::guard,
        handle::{Kind, exchange},
        strings::text,
    },
    status::Error,
};

/// The name of `Authorization: Basic` (RFC 7617), decoded; NULL when the request has none that is well formed, and on
/// error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_basic_user(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_basic_user", || part(request, |credentials| credentials.user))
}

/// The password of `Authorization: Basic`, decoded; NULL when the request has none that is well formed, and on error. Valid
/// until the request ends. Compare it with http_request_check_basic(), or only its hash: how long strcmp(3) takes tells
/// how much of it is right.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_basic_password(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_basic_password", || part(request, |credentials| credentials.password))
}

/// Whether the request has `Authorization: Basic` with exactly this name and password; false on error. How long it takes
/// tells nothing about how much of them is right.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the texts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_check_basic(
    request: *const CerverHttpRequest,
    user: *const c_char,
    password: *const c_char,
) -> bool {
    guard("http_request_check_basic", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (user, password) = unsafe { (text(user, "user")?, text(password, "password")?) };
        let credentials = exchange.request(|request| Credentials::of(request))?;
        Ok(credentials.is_some_and(|credentials| credentials.matches(user.as_bytes(), password.as_bytes())))
    })
}

fn part(
    request: *const CerverHttpRequest,
    choose: impl FnOnce(Credentials) -> Vec<u8>,
) -> Result<*const CerverString, Error> {
    exchange(Kind::Request, request)?.request(|request| match Credentials::of(request) {
        Some(credentials) => companion::store_made(request, &choose(credentials)),
        None => ptr::null(),
    })
}
