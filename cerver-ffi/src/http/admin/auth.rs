//! Who may use the library's own routes.

use crate::{
    boundary::guard::guard,
    http::{
        auth::route::{
            CerverHttpAuthenticationHandler, CerverHttpDecodeData, CerverHttpRouteAuthType, authenticate_by,
            decode_data_of, decode_into_json, kind,
        },
        cerver::{CerverDelete, CerverHttp},
    },
    objects::HttpObject,
};

/// How clients of the admin routes show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants; see
/// http_route_set_auth(). Default HTTP_ROUTE_AUTH_TYPE_NONE.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_enable_admin_routes_authentication(
    http: *mut CerverHttp,
    auth_type: CerverHttpRouteAuthType,
) {
    guard("http_cerver_enable_admin_routes_authentication", || {
        HttpObject::of(http)?.admin_rules().core.set_auth(kind(auth_type)?);
        Ok(())
    })
}

/// Makes something of the claims of tokens that come to the admin routes; see http_route_set_decode_data(). A function that
/// returns NULL refuses the request.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_admin_routes_auth_set_decode_data(
    http: *mut CerverHttp,
    decode_data: CerverHttpDecodeData,
    delete_decoded_data: CerverDelete,
) {
    guard("http_cerver_admin_routes_auth_set_decode_data", || {
        decode_data_of(HttpObject::of(http)?.admin_rules(), decode_data, delete_decoded_data);
        Ok(())
    })
}

/// Makes a text of JSON of those claims; see http_route_set_decode_data_into_json().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_admin_routes_auth_decode_to_json(http: *mut CerverHttp) {
    guard("http_cerver_admin_routes_auth_decode_to_json", || {
        decode_into_json(HttpObject::of(http)?.admin_rules());
        Ok(())
    })
}

/// The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM on the admin routes; see http_route_set_authentication_handler().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_admin_routes_set_authentication_handler(
    http: *mut CerverHttp,
    authentication_handler: CerverHttpAuthenticationHandler,
) {
    guard("http_cerver_admin_routes_set_authentication_handler", || {
        authenticate_by(HttpObject::of(http)?.admin_rules(), authentication_handler);
        Ok(())
    })
}
