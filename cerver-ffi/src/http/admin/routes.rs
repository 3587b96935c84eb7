//! Routes of the library itself, for who runs the server.

use std::{
    ffi::{c_char, c_void},
    path::Path,
};

use cerver_core::{config::AdminOptions, http::cors};

use crate::{
    boundary::{guard::guard, strings::text_up_to},
    http::{
        cerver::{CerverDelete, CerverHttp},
        cors::MAX_ORIGIN,
    },
    objects::HttpObject,
    status::Error,
    threads::worker::CerverWorker,
};

/// Longest path, in bytes (PATH_MAX without the NUL).
const MAX_PATH: usize = 4095;

/// Adds routes that tell who runs the server about it, below the route of http_cerver_set_main_route(). All answer GET and HEAD
/// with JSON:
///
/// `cerver/info`: name, alias, times and version; `cerver/stats`: the routes with what was collected of each method;
/// `cerver/stats/filesystems`: those of http_cerver_register_admin_file_system() in GiB; `cerver/stats/workers`: those of
/// http_cerver_register_admin_worker().
///
/// They come before all routes of the program. Who may use them, http_cerver_enable_admin_routes_authentication() says;
/// without that, everybody, and each start writes a warning to the log. Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_enable_admin_routes(http: *mut CerverHttp, enable: bool) {
    guard("http_cerver_enable_admin_routes", || change(http, |options| options.routes = enable))
}

/// Whether `cerver/info` is among them. Default true.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_enable_admin_info_route(http: *mut CerverHttp, enable: bool) {
    guard("http_cerver_enable_admin_info_route", || change(http, |options| options.info = enable))
}

/// Whether Access-Control-Allow-Methods names HEAD. HEAD itself is answered in any case, as wherever GET is (RFC 9110
/// section 9.1). Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_enable_admin_head_handlers(http: *mut CerverHttp, enable: bool) {
    guard("http_cerver_enable_admin_head_handlers", || change(http, |options| options.head = enable))
}

/// Whether OPTIONS is answered with 204 and the headers of http_cerver_enable_admin_cors_headers(), without authentication:
/// browsers ask before they show who they are. Default false: then OPTIONS is answered as for all routes.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_enable_admin_options_handlers(http: *mut CerverHttp, enable: bool) {
    guard("http_cerver_enable_admin_options_handlers", || change(http, |options| options.options = enable))
}

/// Whether answers of the admin routes let pages of another origin read them: Access-Control-Allow-Origin with the origin of
/// http_cerver_admin_set_origin() or one of the whitelist, Access-Control-Allow-Methods, with authentication
/// Access-Control-Allow-Credentials, and to a preflight what http_cerver_set_cors_headers() and
/// http_cerver_set_cors_max_age() say. Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_enable_admin_cors_headers(http: *mut CerverHttp, enable: bool) {
    guard("http_cerver_enable_admin_cors_headers", || change(http, |options| options.cors = enable))
}

/// Names the origin whose pages may read the answers, for example "https://admin.example"; at most 255 bytes, copied. "*"
/// stands for every page, then without credentials. "" takes it away: then it is those of
/// http_cerver_add_origin_to_whitelist().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, also when it is no origin.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_admin_set_origin(http: *mut CerverHttp, domain: *const c_char) {
    guard("http_cerver_admin_set_origin", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let origin = unsafe { text_up_to(domain, MAX_ORIGIN, "domain") }?;
        let origin = match origin {
            "" => None,
            cors::EVERY_PAGE => Some(origin.to_owned()),
            _ => Some(cors::origin(origin)?),
        };
        change(http, |options| options.origin = origin)
    })
}

/// Keeps a pointer of the caller's with the admin routes; see http_route_set_custom_data().
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_admin_routes_set_custom_data(http: *mut CerverHttp, custom_data: *mut c_void) {
    guard("http_cerver_admin_routes_set_custom_data", || {
        HttpObject::of(http)?.admin_rules().custom_data.set(custom_data);
        Ok(())
    })
}

/// Function called once with that pointer when the server has been torn down; NULL for none.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_admin_routes_set_delete_custom_data(
    http: *mut CerverHttp,
    delete_custom_data: CerverDelete,
) {
    guard("http_cerver_admin_routes_set_delete_custom_data", || {
        HttpObject::of(http)?.admin_rules().custom_data.set_delete(delete_custom_data);
        Ok(())
    })
}

/// Adds the file system that `path` is in to those of `cerver/stats/filesystems`. The path is copied.
///
/// Thread: any; it counts at once.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when there is
/// nothing at that path, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_register_admin_file_system(http: *mut CerverHttp, path: *const c_char) {
    guard("http_cerver_register_admin_file_system", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        http.app.add_admin_file_system(Path::new(unsafe { text_up_to(path, MAX_PATH, "path") }?))
    })
}

/// Adds a worker to those of `cerver/stats/workers`: id, name and state. It stays the caller's; once it is deleted it is left
/// out.
///
/// Thread: any; it counts at once.
/// Errors: handle errors for both.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_register_admin_worker(http: *mut CerverHttp, worker: *const CerverWorker) {
    guard("http_cerver_register_admin_worker", || HttpObject::of(http)?.shared.admin.add_worker(worker))
}

fn change(http: *mut CerverHttp, change: impl FnOnce(&mut AdminOptions)) -> Result<(), Error> {
    HttpObject::of(http)?.app.configure(|options| change(&mut options.admin));
    Ok(())
}
