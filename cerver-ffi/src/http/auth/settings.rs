//! What tokens are made and checked with.

use std::{ffi::c_char, path::PathBuf};

use cerver_core::config::{JwtAlgorithm, JwtOptions};

use super::super::cerver::CerverHttp;
use crate::{
    boundary::{
        guard::{guard, status},
        strings::{text, text_up_to},
    },
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Longest path of a file, in bytes (PATH_MAX without the NUL).
const MAX_PATH: usize = 4095;

/// How tokens are signed (RFC 7518 section 3): one of the `JWT_ALG_` constants.
pub type CerverJwtAlgorithm = i32;

/// No token is made or accepted.
pub const JWT_ALG_NONE: CerverJwtAlgorithm = 0;
/// HMAC with SHA-256; the same secret of at least 32 bytes makes and checks. The default.
pub const JWT_ALG_HS256: CerverJwtAlgorithm = 1;
/// HMAC with SHA-384; a secret of at least 48 bytes.
pub const JWT_ALG_HS384: CerverJwtAlgorithm = 2;
/// HMAC with SHA-512; a secret of at least 64 bytes.
pub const JWT_ALG_HS512: CerverJwtAlgorithm = 3;
/// RSASSA-PKCS1-v1_5 with SHA-256; keys of 2048 to 8192 bits.
pub const JWT_ALG_RS256: CerverJwtAlgorithm = 4;
/// RSASSA-PKCS1-v1_5 with SHA-384; keys of 2048 to 8192 bits.
pub const JWT_ALG_RS384: CerverJwtAlgorithm = 5;
/// RSASSA-PKCS1-v1_5 with SHA-512; keys of 2048 to 8192 bits.
pub const JWT_ALG_RS512: CerverJwtAlgorithm = 6;
/// ECDSA with SHA-256; keys on the curve P-256.
pub const JWT_ALG_ES256: CerverJwtAlgorithm = 7;
/// ECDSA with SHA-384; keys on the curve P-384.
pub const JWT_ALG_ES384: CerverJwtAlgorithm = 8;
/// ECDSA with SHA-512; keys on the curve P-521.
pub const JWT_ALG_ES512: CerverJwtAlgorithm = 9;
/// Behind the last one; refused.
pub const JWT_ALG_TERM: CerverJwtAlgorithm = 10;

/// The one algorithm of all tokens: one of the `JWT_ALG_` constants, default JWT_ALG_HS256. What the header of a token
/// says never chooses another one.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_set_jwt_algorithm(http: *mut CerverHttp, jwt_alg: CerverJwtAlgorithm) {
    guard("http_cerver_auth_set_jwt_algorithm", || {
        let algorithm = algorithm(jwt_alg)?;
        change(http, |options| options.algorithm = algorithm)
    })
}

/// The file of the key that signs tokens: a private key as PEM (PKCS #8, or the older forms of RSA and EC keys), without a
/// passphrase; for the HS algorithms the bytes of the file are the secret, with its line ends. The path is copied.
///
/// The file is read by each start, which fails with CERVER_ERROR_ARGUMENT and names the file when it cannot be used. When no
/// file of a public key is set, this key also checks.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_set_jwt_priv_key_filename(http: *mut CerverHttp, filename: *const c_char) {
    guard("http_cerver_auth_set_jwt_priv_key_filename", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let path = PathBuf::from(unsafe { text_up_to(filename, MAX_PATH, "filename") }?);
        change(http, |options| options.private_key = Some(path))
    })
}

/// The file of the key that checks tokens: a public key as PEM; for the HS algorithms the secret, which must be that of
/// the other file when both are set. Two keys that do not belong together fail the start.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_set_jwt_pub_key_filename(http: *mut CerverHttp, filename: *const c_char) {
    guard("http_cerver_auth_set_jwt_pub_key_filename", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let path = PathBuf::from(unsafe { text_up_to(filename, MAX_PATH, "filename") }?);
        change(http, |options| options.public_key = Some(path))
    })
}

/// Most bytes of a token; a longer one is refused unread, and none is made. Default 8 KiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_set_jwt_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_auth_set_jwt_limit", || change(http, |options| options.token_limit = limit))
}

/// Seconds by which the clocks of those who make tokens may differ from ours: `exp`, `nbf` and `iat` may miss by that.
/// Default 0.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_set_jwt_leeway(http: *mut CerverHttp, seconds: u32) -> CerverStatus {
    status("http_cerver_auth_set_jwt_leeway", || change(http, |options| options.leeway = seconds))
}

/// What the claim `iss` of a token must be (RFC 7519 section 4.1.1); NULL, the default, for anything, also nothing. The
/// text is copied.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_set_jwt_issuer(http: *mut CerverHttp, issuer: *const c_char) -> CerverStatus {
    status("http_cerver_auth_set_jwt_issuer", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let issuer = unsafe { optional(issuer, "issuer") }?;
        change(http, |options| options.issuer = issuer)
    })
}

/// What the claim `aud` of a token must be or contain (RFC 7519 section 4.1.3); NULL, the default, leaves it to the program.
/// The text is copied.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_set_jwt_audience(
    http: *mut CerverHttp,
    audience: *const c_char,
) -> CerverStatus {
    status("http_cerver_auth_set_jwt_audience", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let audience = unsafe { optional(audience, "audience") }?;
        change(http, |options| options.audience = audience)
    })
}

fn change(http: *mut CerverHttp, change: impl FnOnce(&mut JwtOptions)) -> Result<(), Error> {
    HttpObject::of(http)?.app.configure(|options| change(&mut options.jwt));
    Ok(())
}

/// A text, or None for NULL.
///
/// # Safety
/// As for [`text`].
unsafe fn optional(pointer: *const c_char, what: &str) -> Result<Option<String>, Error> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    Ok(Some(unsafe { text(pointer, what) }?.to_owned()))
}

fn algorithm(number: CerverJwtAlgorithm) -> Result<Option<JwtAlgorithm>, Error> {
    Ok(Some(match number {
        JWT_ALG_NONE => return Ok(None),
        JWT_ALG_HS256 => JwtAlgorithm::Hs256,
        JWT_ALG_HS384 => JwtAlgorithm::Hs384,
        JWT_ALG_HS512 => JwtAlgorithm::Hs512,
        JWT_ALG_RS256 => JwtAlgorithm::Rs256,
        JWT_ALG_RS384 => JwtAlgorithm::Rs384,
        JWT_ALG_RS512 => JwtAlgorithm::Rs512,
        JWT_ALG_ES256 => JwtAlgorithm::Es256,
        JWT_ALG_ES384 => JwtAlgorithm::Es384,
        JWT_ALG_ES512 => JwtAlgorithm::Es512,
        _ => return Err(Error::new(Code::Argument, format!("{number} is no algorithm of tokens"))),
    }))
}
