//! Content negotiation: which of several offers the client of a request likes best.

use std::ffi::{c_char, c_int};

use cerver_core::http::{
    Request,
    header::KnownHeader,
    negotiate::{self, offers_of},
};

use super::request::CerverHttpRequest;
use crate::{
    boundary::{
        guard::guard_or,
        handle::{Kind, exchange},
        strings::text,
    },
    status::{Code, Error},
};

/// Most offers of one call.
const MAX_OFFERS: usize = 64;
/// None of the offers.
const NONE: c_int = -1;

/// The best of several media types for the client, after its Accept header (RFC 9110 section 12.5.1).
///
/// `offers` are the media types separated by commas, the one that the program likes best first, at most 64:
/// "application/json, text/html". Returns the place of the best, counted from 0; -1 when the client takes none of them
/// (then cerver_last_error() is not set) and on error. Without an Accept header it is 0. Of offers that the client
/// likes equally the one that it names more specifically wins, then the first.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the offers, CERVER_ERROR_ARGUMENT for none or too many.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_choose_type(request: *const CerverHttpRequest, offers: *const c_char) -> c_int {
    guard_or("http_request_choose_type", NONE, || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        unsafe {
            choose(request, offers, |request, offers| {
                negotiate::media_type(request.header_values(KnownHeader::Accept), offers)
            })
        }
    })
}

/// The best of several content codings for the client, after its Accept-Encoding header (RFC 9110 section 12.5.3), for
/// programs that have coded bodies ready; http_cerver_set_compression() needs no help.
///
/// `offers` and the result are as for http_request_choose_type(); "identity" stands for no coding: "br, gzip, identity".
/// Without the header, and with one that names none of the offers, identity is the best.
///
/// Thread: any.
/// Errors: those of http_request_choose_type().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_choose_encoding(
    request: *const CerverHttpRequest,
    offers: *const c_char,
) -> c_int {
    guard_or("http_request_choose_encoding", NONE, || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        unsafe {
            choose(request, offers, |request, offers| {
                negotiate::encoding(request.header_values(KnownHeader::AcceptEncoding), offers)
            })
        }
    })
}

/// The best of several languages for the client, after its Accept-Language header (RFC 9110 section 12.5.4, RFC 4647).
///
/// `offers` and the result are as for http_request_choose_type(), with language tags: "en, de-CH". A range takes the tags
/// that it equals or begins ("en" takes "en-GB") and a longer range the tag that begins it ("de-CH" takes "de"). With -1
/// the program's own default is a better answer than an error.
///
/// Thread: any.
/// Errors: those of http_request_choose_type().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_choose_language(
    request: *const CerverHttpRequest,
    offers: *const c_char,
) -> c_int {
    guard_or("http_request_choose_language", NONE, || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        unsafe {
            choose(request, offers, |request, offers| {
                negotiate::language(request.header_values(KnownHeader::AcceptLanguage), offers)
            })
        }
    })
}

/// # Safety
/// As for [`text`].
unsafe fn choose(
    request: *const CerverHttpRequest,
    offers: *const c_char,
    best: impl FnOnce(&Request, &[&str]) -> Option<usize>,
) -> Result<c_int, Error> {
    let exchange = exchange(Kind::Request, request)?;
    // SAFETY: the caller's promise.
    let offers: Vec<_> = offers_of(unsafe { text(offers, "offers") }?).take(MAX_OFFERS + 1).collect();
    if offers.is_empty() || offers.len() > MAX_OFFERS {
        return Err(Error::new(Code::Argument, format!("there must be 1 to {MAX_OFFERS} offers")));
    }
    let place = exchange.request(|request| best(request, &offers))?;
    Ok(place.map_or(NONE, |place| place as c_int))
}
