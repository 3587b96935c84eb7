//! The decoded data of a request: what was made of the claims of its token, or what the program put in its place.

use std::ffi::c_void;

use super::super::{cerver::CerverDelete, companion, request::CerverHttpRequest};
use crate::{
    boundary::{
        guard::guard,
        handle::{Kind, exchange},
    },
    callback::{self, CustomData},
    status::Error,
};

/// What http_route_set_decode_data() or http_route_set_decode_data_into_json() has made of the claims of the request's token,
/// or the pointer of http_request_set_decoded_data(); NULL before and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_decoded_data(request: *const CerverHttpRequest) -> *const c_void {
    guard("http_request_get_decoded_data", || with_decoded_data(request, |data| data.get()))
}

/// Takes the place of the decoded data; what was there is dropped without deleting it. The delete function stays that
/// of the data before: set the right one as well.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_set_decoded_data(request: *mut CerverHttpRequest, decoded_data: *mut c_void) {
    guard("http_request_set_decoded_data", || with_decoded_data(request, |data| data.set(decoded_data)))
}

/// Function called once with the decoded data when the request ends; NULL for none.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_set_delete_decoded_data(
    request: *mut CerverHttpRequest,
    delete_decoded_data: CerverDelete,
) {
    guard("http_request_set_delete_decoded_data", || {
        with_decoded_data(request, |data| data.set_delete(delete_decoded_data))
    })
}

/// Frees the decoded data with free(3) when the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_set_default_delete_decoded_data(request: *mut CerverHttpRequest) {
    guard("http_request_set_default_delete_decoded_data", || {
        with_decoded_data(request, |data| data.set_delete(Some(callback::free)))
    })
}

fn with_decoded_data<R>(
    request: *const CerverHttpRequest,
    look: impl FnOnce(&mut CustomData) -> R,
) -> Result<R, Error> {
    let exchange = exchange(Kind::Request, request)?;
    exchange.request(|request| look(&mut companion::companion(request).decoded_data))
}
