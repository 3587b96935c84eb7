//! How the clients of routes and folders show who they are.

use std::{
    ffi::{CString, c_char, c_uint, c_void},
    sync::Arc,
};

use cerver_core::http::{
    Exchange, Request,
    auth::{AuthType, Authenticator, Claims, ClaimsHook, Keep},
};

use super::super::{
    cerver::{CerverDelete, CerverHttpStaticPath},
    companion::companion,
    receive::CerverHttpReceive,
    request::CerverHttpRequest,
    route::{CerverHttpRoute, RouteObject},
};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::handler_tokens,
        strings::text,
    },
    callback::{self, CustomData},
    host::call,
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// How clients show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants.
pub type CerverHttpRouteAuthType = i32;

/// Not at all. The default.
pub const HTTP_ROUTE_AUTH_TYPE_NONE: CerverHttpRouteAuthType = 0;
/// By a token in the Authorization header (RFC 6750).
pub const HTTP_ROUTE_AUTH_TYPE_BEARER: CerverHttpRouteAuthType = 1;
/// As a function of the program says.
pub const HTTP_ROUTE_AUTH_TYPE_CUSTOM: CerverHttpRouteAuthType = 2;

/// Says whether a request may pass: 0 accepts it, anything else refuses it with 401. It may answer itself, and then the
/// request does not pass. Both arguments are those of a handler, and it runs where handlers run.
///
/// It must return in the way of C: what a foreign language throws out of it cannot be seen here, and its result is then
/// chance. (In Python, register it through the package cerver, not as a ctypes callback of your own: there an
/// exception refuses the request.)
pub type CerverHttpAuthenticationHandler =
    Option<unsafe extern "C" fn(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) -> c_uint>;

/// Makes of the claims of a good token what http_request_get_decoded_data() gives; NULL refuses the request with 401.
/// `claims` is a text with a NUL, an object of JSON, and valid until the function returns. It runs where handlers run.
pub type CerverHttpDecodeData = Option<unsafe extern "C" fn(claims: *mut c_void) -> *mut c_void>;

/// How the clients of the route show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants, for all methods of the
/// route; routes below it need their own.
///
/// With HTTP_ROUTE_AUTH_TYPE_BEARER the token is checked before a byte of the body is taken and before the route's
/// gate; a request without a good one is answered with 401 and WWW-Authenticate (RFC 6750 section 3). The server does not
/// start without a key that checks tokens. With HTTP_ROUTE_AUTH_TYPE_CUSTOM see http_route_set_authentication_handler(),
/// without which the server does not start. On a route that changes the protocol only tokens can be asked for.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_auth(route: *mut CerverHttpRoute, auth_type: CerverHttpRouteAuthType) {
    guard("http_route_set_auth", || {
        RouteObject::of(route)?.core.set_auth(kind(auth_type)?);
        Ok(())
    })
}

/// Calls `decode_data` with the claims of each good token; `delete_decoded_data`, which may be NULL, frees what it returns
/// when the request ends. NULL for `decode_data` takes it away.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_decode_data(
    route: *mut CerverHttpRoute,
    decode_data: CerverHttpDecodeData,
    delete_decoded_data: CerverDelete,
) {
    guard("http_route_set_decode_data", || {
        decode_data_of(&*RouteObject::of(route)?, decode_data, delete_decoded_data);
        Ok(())
    })
}

/// Makes the claims of each good token the decoded data: a text with a NUL, an object of JSON as `{"id": 7, "name": "x"}`,
/// made by malloc(3) and freed by free(3) when the request ends.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_decode_data_into_json(route: *mut CerverHttpRoute) {
    guard("http_route_set_decode_data_into_json", || {
        decode_into_json(&*RouteObject::of(route)?);
        Ok(())
    })
}

/// The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM; NULL takes it away.
///
/// It is called when the request is complete, right before the handler, and may read all of it. What must be decided
/// before the body is taken belongs into http_route_set_gate(). On a route with HTTP_ROUTE_MODIFIER_MULTI_PART and with a
/// folder for uploads no file is made before it has accepted the request: until then files wait in memory, and when more bytes
/// of them have come than http_cerver_set_waiting_files_limit() says, it is called at once, with the fields that have come.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_authentication_handler(
    route: *mut CerverHttpRoute,
    authentication_handler: CerverHttpAuthenticationHandler,
) {
    guard("http_route_set_authentication_handler", || {
        authenticate_by(&*RouteObject::of(route)?, authentication_handler);
        Ok(())
    })
}

/// What a refusal by the function of http_route_set_authentication_handler() says in WWW-Authenticate (RFC 9110 section
/// 11.6.1), for example `Basic realm="office"`. Default `Custom`. The text is copied.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for an empty text or one with control characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_auth_challenge(
    route: *mut CerverHttpRoute,
    challenge: *const c_char,
) -> CerverStatus {
    status("http_route_set_auth_challenge", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        RouteObject::of(route)?.core.set_challenge(unsafe { text(challenge, "challenge") }?)
    })
}

/// How clients show who they are before they see a file of the folder: one of the `HTTP_ROUTE_AUTH_TYPE_` constants. For who
/// has not shown it every path without a route or a file of another folder is 401, whether it has a file or not.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_auth(
    static_path: *mut CerverHttpStaticPath,
    auth_type: CerverHttpRouteAuthType,
) {
    guard("http_static_path_set_auth", || {
        HttpObject::static_folder(static_path)?.set_auth(kind(auth_type)?);
        Ok(())
    })
}

/// The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM of a folder; NULL takes it away.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_authentication_handler(
    static_path: *mut CerverHttpStaticPath,
    authentication_handler: CerverHttpAuthenticationHandler,
) -> CerverStatus {
    status("http_static_path_set_authentication_handler", || {
        let folder = HttpObject::static_folder(static_path)?;
        folder.set_authenticator(authentication_handler.map(|function| authenticator(function, None)));
        Ok(())
    })
}

/// See [`http_route_set_decode_data`].
pub(crate) fn decode_data_of(
    route: &RouteObject,
    decode_data: CerverHttpDecodeData,
    delete_decoded_data: CerverDelete,
) {
    let kept = Arc::clone(&route.custom_data);
    route.core.set_claims_hook(decode_data.map(|decode| -> ClaimsHook {
        Arc::new(move |claims: &Claims| {
            let _kept = &kept;
            let text = CString::new(claims.as_json()).ok()?;
            // SAFETY: the program registered the function for this, and the text is valid during the call.
            let data = unsafe { decode(text.as_ptr().cast_mut().cast()) };
            (!data.is_null()).then(|| keep(data, delete_decoded_data))
        })
    }));
}

/// See [`http_route_set_decode_data_into_json`].
pub(crate) fn decode_into_json(route: &RouteObject) {
    route.core.set_claims_hook(Some(Arc::new(|claims: &Claims| {
        let text = CString::new(claims.as_json()).ok()?;
        // SAFETY: a text with a NUL.
        let copy = unsafe { libc::strdup(text.as_ptr()) };
        (!copy.is_null()).then(|| keep(copy.cast(), Some(callback::free)))
    })));
}

/// See [`http_route_set_authentication_handler`].
pub(crate) fn authenticate_by(route: &RouteObject, authentication_handler: CerverHttpAuthenticationHandler) {
    let kept = Arc::clone(&route.custom_data);
    route.core.set_authenticator(authentication_handler.map(|function| authenticator(function, Some(kept))));
}

/// The core's kind of authentication of a number of C.
pub(crate) fn kind(number: CerverHttpRouteAuthType) -> Result<AuthType, Error> {
    match number {
        HTTP_ROUTE_AUTH_TYPE_NONE => Ok(AuthType::None),
        HTTP_ROUTE_AUTH_TYPE_BEARER => Ok(AuthType::Bearer),
        HTTP_ROUTE_AUTH_TYPE_CUSTOM => Ok(AuthType::Custom),
        _ => Err(Error::new(Code::Argument, format!("{number} is no kind of authentication"))),
    }
}

/// An authentication handler as the core calls it. `kept` is what the function may look at while it runs.
fn authenticator(
    function: unsafe extern "C" fn(*const CerverHttpReceive, *const CerverHttpRequest) -> c_uint,
    kept: Option<Arc<CustomData>>,
) -> Authenticator {
    Arc::new(move |exchange: Exchange| {
        let _kept = &kept;
        let (receive, request) = handler_tokens(exchange);
        // SAFETY: the program registered the function for this, and its arguments are handles.
        unsafe { call(function, (receive, request)) == 0 }
    })
}

/// Gives the decoded data to the request; when that has gone, the data goes at once.
fn keep(data: *mut c_void, delete: CerverDelete) -> Keep {
    let decoded = CustomData::new();
    decoded.set(data);
    decoded.set_delete(delete);
    Box::new(move |request: &mut Request| companion(request).decoded_data = decoded)
}
