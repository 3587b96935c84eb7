//! Tokens as a program makes them.

use std::{
    ffi::{CStr, CString, c_char, c_int},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use cerver_core::http::{
    auth::{ClaimValue, claims_text},
    json,
};
use parking_lot::Mutex;

use super::cerver::CerverHttp;
use crate::{
    boundary::{
        guard::{guard, outcome, status},
        handle::{Kind, Table},
        strings::text,
    },
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

static TOKENS: Table<Arc<Mutex<Draft>>> = Table::new(Kind::Jwt);

/// Most claims of a token.
const MAX_VALUES: usize = 1024;

/// A token that is being made (RFC 7519). A handle of the caller's, valid until http_cerver_auth_jwt_delete().
pub struct CerverHttpJwt {
    _private: (),
}

/// A token without claims; NULL on error. Returns a handle of the caller's.
///
/// Thread: any.
/// Errors: CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn http_cerver_auth_jwt_new() -> *mut CerverHttpJwt {
    guard("http_cerver_auth_jwt_new", || TOKENS.insert(Arc::default()))
}

/// Frees a token. Its handle is stale afterwards, and so are the texts that it gave.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_jwt_delete(http_jwt: *mut CerverHttpJwt) {
    guard("http_cerver_auth_jwt_delete", || TOKENS.remove(http_jwt).map(|_| ()))
}

/// Sets a claim to a text. Both texts are copied, whole; a claim that is there already gets the new value.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the texts, CERVER_ERROR_ARGUMENT above 1024 claims.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_jwt_add_value(
    http_jwt: *mut CerverHttpJwt,
    key: *const c_char,
    value: *const c_char,
) {
    guard("http_cerver_auth_jwt_add_value", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let value = unsafe { text(value, "value") }?.to_owned();
        // SAFETY: as above.
        add(http_jwt, unsafe { text(key, "key") }?, ClaimValue::Text(value))
    })
}

/// Sets a claim to true or false.
///
/// Thread: any.
/// Errors: those of http_cerver_auth_jwt_add_value().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_jwt_add_value_bool(
    http_jwt: *mut CerverHttpJwt,
    key: *const c_char,
    value: bool,
) {
    guard("http_cerver_auth_jwt_add_value_bool", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        add(http_jwt, unsafe { text(key, "key") }?, ClaimValue::Bool(value))
    })
}

/// Sets a claim to a whole number.
///
/// Thread: any.
/// Errors: those of http_cerver_auth_jwt_add_value().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_jwt_add_value_int(
    http_jwt: *mut CerverHttpJwt,
    key: *const c_char,
    value: c_int,
) {
    guard("http_cerver_auth_jwt_add_value_int", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        add(http_jwt, unsafe { text(key, "key") }?, ClaimValue::Number(i64::from(value)))
    })
}

/// Makes the token end `seconds` from now: sets `iat` to now and `exp` to the end, in seconds since 1970. Without this a
/// token is good as long as the key is.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT above 1024 claims.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_jwt_set_lifetime(http_jwt: *mut CerverHttpJwt, seconds: u32) -> CerverStatus {
    status("http_cerver_auth_jwt_set_lifetime", || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() as i64);
        add(http_jwt, "iat", ClaimValue::Number(now))?;
        add(http_jwt, "exp", ClaimValue::Number(now + i64::from(seconds)))
    })
}

/// Signs the token with the server's private key or secret: http_jwt_get_bearer() then has it. The key is the one that the last
/// start has read; before the first start its file is read now. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when no key or algorithm is set, CERVER_ERROR_ARGUMENT for a key file that
/// cannot be used and for a token longer than http_cerver_auth_set_jwt_limit().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_generate_bearer_jwt(
    http: *mut CerverHttp,
    http_jwt: *mut CerverHttpJwt,
) -> u8 {
    outcome("http_cerver_auth_generate_bearer_jwt", || generate(http, http_jwt, |_| Vec::new()))
}

/// The same, and http_jwt_get_json() then has `{"token": "Bearer ..."}`. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_cerver_auth_generate_bearer_jwt().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_generate_bearer_jwt_json(
    http: *mut CerverHttp,
    http_jwt: *mut CerverHttpJwt,
) -> u8 {
    outcome("http_cerver_auth_generate_bearer_jwt_json", || {
        generate(http, http_jwt, |bearer| {
            let mut text = Vec::new();
            json::key_value(b"token", bearer, &mut text);
            text
        })
    })
}

/// The same, and http_jwt_get_json() then has `{"token": "Bearer ...", "key": "value"}`. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of http_cerver_auth_generate_bearer_jwt(); CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the texts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_auth_generate_bearer_jwt_json_with_value(
    http: *mut CerverHttp,
    http_jwt: *mut CerverHttpJwt,
    key: *const c_char,
    value: *const c_char,
) -> u8 {
    outcome("http_cerver_auth_generate_bearer_jwt_json_with_value", || {
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (key, value) = unsafe { (text(key, "key")?, text(value, "value")?) };
        generate(http, http_jwt, |bearer| {
            let mut text = Vec::new();
            json::key_value(b"token", bearer, &mut text);
            text.pop();
            text.extend_from_slice(b", ");
            json::string(key.as_bytes(), &mut text);
            text.extend_from_slice(b": ");
            json::string(value.as_bytes(), &mut text);
            text.push(b'}');
            text
        })
    })
}

/// `Bearer ` and the token, as it goes into an Authorization header; "" before it was made, NULL on error. Valid until it
/// is made again or freed.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_jwt_get_bearer(http_jwt: *const CerverHttpJwt) -> *const c_char {
    guard("http_jwt_get_bearer", || Ok(TOKENS.get(http_jwt)?.lock().bearer.as_ptr()))
}

/// Length of http_jwt_get_bearer() in bytes; 0 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_jwt_get_bearer_len(http_jwt: *const CerverHttpJwt) -> usize {
    guard("http_jwt_get_bearer_len", || Ok(length(&TOKENS.get(http_jwt)?.lock().bearer)))
}

/// The token in an object of JSON, for the body of an answer; "" before it was made, NULL on error. Valid until it is made
/// again or freed.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_jwt_get_json(http_jwt: *const CerverHttpJwt) -> *const c_char {
    guard("http_jwt_get_json", || Ok(TOKENS.get(http_jwt)?.lock().json.as_ptr()))
}

/// Length of http_jwt_get_json() in bytes; 0 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_jwt_get_json_len(http_jwt: *const CerverHttpJwt) -> usize {
    guard("http_jwt_get_json_len", || Ok(length(&TOKENS.get(http_jwt)?.lock().json)))
}

/// Behind a CerverHttpJwt.
#[derive(Default)]
struct Draft {
    claims: Vec<(String, ClaimValue)>,
    bearer: CString,
    json: CString,
}

fn add(http_jwt: *mut CerverHttpJwt, key: &str, value: ClaimValue) -> Result<(), Error> {
    let draft = TOKENS.get(http_jwt)?;
    let claims = &mut draft.lock().claims;
    match claims.iter().position(|(name, _)| name == key) {
        Some(place) => claims[place].1 = value,
        None if claims.len() == MAX_VALUES => {
            return Err(Error::new(Code::Argument, format!("a token has at most {MAX_VALUES} claims")));
        }
        None => claims.push((key.to_owned(), value)),
    }
    Ok(())
}

fn generate(
    http: *mut CerverHttp,
    http_jwt: *mut CerverHttpJwt,
    wrap: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Result<(), Error> {
    let http = HttpObject::of(http)?;
    let draft = TOKENS.get(http_jwt)?;
    let tokens = http.app.tokens()?;
    // Signing may take a millisecond: not under the lock.
    let claims = draft.lock().claims.clone();
    let token = tokens.make(&claims_text(claims.iter().map(|(name, value)| (name.as_str(), value))))?;
    let bearer = [b"Bearer ", &*token].concat();
    let json = wrap(&bearer);
    let mut draft = draft.lock();
    // Base64, and JSON with escapes: neither has a NUL.
    (draft.bearer, draft.json) = (c_string(bearer)?, c_string(json)?);
    Ok(())
}

fn c_string(text: Vec<u8>) -> Result<CString, Error> {
    CString::new(text).map_err(|_| Error::new(Code::Argument, "the text has a NUL"))
}

fn length(text: &CStr) -> usize {
    text.count_bytes()
}
