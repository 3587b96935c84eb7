//! Which pages of other sites may use a server.

use std::{
    ffi::c_char,
    sync::{Arc, Weak},
};

use cerver_core::{
    config::CorsOptions,
    http::{App, cors},
};
use parking_lot::Mutex;

use super::cerver::CerverHttp;
use crate::{
    boundary::{
        guard::{guard, outcome, status},
        print::print,
        strings::text_up_to,
    },
    objects::HttpObject,
    status::{CerverStatus, Error},
};

/// Longest origin, in bytes.
pub(crate) const MAX_ORIGIN: usize = 255;
/// Longest list of header names, in bytes.
const MAX_NAMES: usize = 4095;

/// Adds an origin to the whitelist of a server: `scheme://host` or `scheme://host:port`, at most 255 bytes, copied, for
/// example "https://example.com". It is kept as browsers write origins (the Fetch standard, RFC 6454 section 6.2): in lower
/// case and without the usual port. "*" stands for every page. One that is there already is not added again. 0 on success,
/// 1 on error.
///
/// Handlers use the whitelist with the functions http_response_add_whitelist_cors_header() and its kin;
/// http_cerver_set_cors() lets the library do all of it.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, also when it is no origin.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_add_origin_to_whitelist(http: *mut CerverHttp, domain: *const c_char) -> u8 {
    outcome("http_cerver_add_origin_to_whitelist", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        http.app.whitelist_origin(unsafe { text_up_to(domain, MAX_ORIGIN, "domain") }?)?;
        remember(&http.app);
        Ok(())
    })
}

/// Prints the whitelist to standard output, one origin in a line.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_print_origins_whitelist(http: *const CerverHttp) {
    guard("http_cerver_print_origins_whitelist", || {
        let origins = HttpObject::of(http)?.app.configure(|options| options.cors.origins.clone());
        let lines: String = origins.iter().map(|origin| format!("{origin}\n")).collect();
        print(format!("Origins whitelist ({}):\n{lines}", origins.len()).as_bytes());
        Ok(())
    })
}

/// Whether the library answers for pages of other sites itself (the Fetch standard's CORS protocol). Default false: such pages
/// can send simple requests, and read an answer only when its handler lets them.
///
/// Then every answer, also one of the library's own such as 404, has Access-Control-Allow-Origin with the request's Origin
/// when that is on the whitelist, and Vary: Origin; with "*" on the whitelist it is "*" for everybody. An answer whose handler
/// has set Access-Control-Allow-Origin stays as it is. A preflight (OPTIONS with Origin and
/// Access-Control-Request-Method) for a path with a route that has no handler for OPTIONS is answered with 204, the methods
/// of the route, and what http_cerver_set_cors_headers() and http_cerver_set_cors_max_age() say; authentication and gates are
/// not asked, because browsers ask without showing who they are.
///
/// It does not refuse requests: what a page may not read it may still have caused. (That is what tokens in headers are for.)
///
/// Thread: any; it counts from the next start on, which fails when credentials and "*" come together.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_cors(http: *mut CerverHttp, enable: bool) -> CerverStatus {
    status("http_cerver_set_cors", || change(http, |options| options.is_on = enable))
}

/// Whether pages of the whitelist may send cookies and read the answer: Access-Control-Allow-Credentials. Default false. Not
/// possible together with "*" on the whitelist.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_cors_credentials(http: *mut CerverHttp, enable: bool) -> CerverStatus {
    status("http_cerver_set_cors_credentials", || change(http, |options| options.credentials = enable))
}

/// The header fields that pages may send (Access-Control-Allow-Headers): names, separated by commas; copied. "" for none
/// beside those that browsers always let them. Default "Authorization, Content-Type".
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for more than 4095 bytes or what is no list of names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_cors_headers(http: *mut CerverHttp, headers: *const c_char) -> CerverStatus {
    status("http_cerver_set_cors_headers", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let names = unsafe { names(headers, "headers") }?;
        change(http, |options| options.headers = names)
    })
}

/// The header fields of answers that pages may read beside the usual ones (Access-Control-Expose-Headers): names, separated
/// by commas; copied. "" for none, the default.
///
/// Thread: any; it counts from the next start on.
/// Errors: those of http_cerver_set_cors_headers().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_cors_exposed_headers(
    http: *mut CerverHttp,
    headers: *const c_char,
) -> CerverStatus {
    status("http_cerver_set_cors_exposed_headers", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let names = unsafe { names(headers, "headers") }?;
        change(http, |options| options.exposed = names)
    })
}

/// Seconds for which browsers may keep the answer to a preflight (Access-Control-Max-Age). Default 600; with 0 they ask
/// each time.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_cors_max_age(http: *mut CerverHttp, seconds: u32) -> CerverStatus {
    status("http_cerver_set_cors_max_age", || change(http, |options| options.max_age = seconds))
}

/// Whether an origin is on the whitelist of a server of this process.
pub(super) fn is_whitelisted(origin: &str) -> Result<bool, Error> {
    let origin = cors::origin(origin)?;
    // Taken out first: the last reference to one may go here, and that runs code of the program.
    let apps: Vec<Arc<App>> = WITH_WHITELIST.lock().iter().filter_map(Weak::upgrade).collect();
    Ok(apps.iter().any(|app| app.configure(|options| options.cors.origins.contains(&origin))))
}

/// The applications that have a whitelist.
static WITH_WHITELIST: Mutex<Vec<Weak<App>>> = Mutex::new(Vec::new());

fn remember(app: &Arc<App>) {
    let mut apps = WITH_WHITELIST.lock();
    apps.retain(|other| other.strong_count() > 0);
    let weak = Arc::downgrade(app);
    if !apps.iter().any(|other| other.ptr_eq(&weak)) {
        apps.push(weak);
    }
}

/// # Safety
///
/// `text` is NULL or a text with a NUL.
unsafe fn names(text: *const c_char, noun: &str) -> Result<String, Error> {
    // SAFETY: see above.
    let names = unsafe { text_up_to(text, MAX_NAMES, noun) }?;
    if !names.is_empty() {
        cors::check_names(names)?;
    }
    Ok(names.to_owned())
}

fn change(http: *mut CerverHttp, change: impl FnOnce(&mut CorsOptions)) -> Result<(), Error> {
    HttpObject::of(http)?.app.configure(|options| change(&mut options.cors));
    Ok(())
}
