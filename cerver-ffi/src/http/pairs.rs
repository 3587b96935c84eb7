//! Texts and pairs that belong to a request.

use std::ffi::c_char;

use cerver_core::http::{Exchange, Request, query::Pairs};

use super::companion::text_of;
use crate::{
    boundary::{
        guard::guard,
        handle::{self, Kind},
        print::print,
        strings::text,
    },
    status::Error,
};

/// A text of a request: real memory of the library's, valid until the request ends. `str` has a NUL after `len` bytes
/// and may have others before it.
#[repr(C)]
#[derive(Debug)]
pub struct CerverString {
    /// Bytes of memory at `str`, the NUL included.
    pub max_len: usize,
    /// Length in bytes without the NUL.
    pub len: usize,
    /// The bytes; not to be changed.
    pub str: *mut c_char,
}

/// The decoded pairs of a query or of a form. A handle, valid until the request ends.
pub struct CerverPairs {
    _private: (),
}

/// Value of the first pair with exactly this key, decoded; NULL when there is none (CERVER_ERROR_NOT_FOUND is not set
/// for that) and on error.
///
/// Owned by the request and valid until it ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_query_pairs_get_value(
    pairs: *const CerverPairs,
    key: *const c_char,
) -> *const CerverString {
    guard("http_query_pairs_get_value", || {
        let (exchange, source) = source(pairs)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        value(exchange, source, unsafe { text(key, "key") }?)
    })
}

/// Prints the pairs to standard output, one line each: `[index] - key = value`.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_query_pairs_print(pairs: *const CerverPairs) {
    guard("http_query_pairs_print", || {
        let (exchange, source) = source(pairs)?;
        print_pairs(exchange, source)
    })
}

/// Where pairs come from.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    Query,
    Body,
}

impl Source {
    fn of(self, request: &mut Request) -> Option<&Pairs> {
        match self {
            Self::Query => request.query(),
            Self::Body => request.form(),
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Query => Kind::QueryPairs,
            Self::Body => Kind::BodyPairs,
        }
    }
}

/// The pairs of a request as a handle; NULL when it has none.
pub(crate) fn pairs(exchange: Exchange, source: Source) -> Result<*const CerverPairs, Error> {
    let exist = exchange.request(|request| source.of(request).is_some())?;
    Ok(if exist { handle::exchange_token(source.kind(), exchange) } else { std::ptr::null_mut() })
}

/// The value of the first pair with that key; NULL when there is none.
pub(crate) fn value(exchange: Exchange, source: Source, key: &str) -> Result<*const CerverString, Error> {
    text_of(exchange, |request| source.of(request)?.get(key.as_bytes()))
}

/// Prints pairs; nothing when there are none.
pub(crate) fn print_pairs(exchange: Exchange, source: Source) -> Result<(), Error> {
    let mut lines = Vec::new();
    exchange.request(|request| {
        let Some(pairs) = source.of(request) else { return };
        for (index, (key, value)) in pairs.iter().enumerate() {
            lines.extend_from_slice(format!("[{index}] - ").as_bytes());
            lines.extend_from_slice(key);
            lines.extend_from_slice(b" = ");
            lines.extend_from_slice(value);
            lines.push(b'\n');
        }
    })?;
    print(&lines);
    Ok(())
}

fn source(pairs: *const CerverPairs) -> Result<(Exchange, Source), Error> {
    let source = if handle::is(Kind::BodyPairs, pairs) { Source::Body } else { Source::Query };
    Ok((handle::exchange(source.kind(), pairs)?, source))
}
