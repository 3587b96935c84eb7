//! Statistics of the routes.

use crate::{
    boundary::{
        guard::{guard, status},
        print::print,
    },
    http::cerver::CerverHttp,
    objects::HttpObject,
    status::CerverStatus,
};

/// Prints statistics of the routes since the last start to standard output: for each route and method the requests, the
/// time from the head of a request to the end of its answer, the bytes of requests and of the bodies of answers, and of
/// forms the files; then the requests that were not complete, had no route, went to the handler of requests without a
/// route, or failed to authenticate.
///
/// They are collected with http_cerver_set_route_statistics() or http_cerver_enable_admin_routes().
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_all_stats_print(http: *const CerverHttp) {
    guard("http_cerver_all_stats_print", || {
        print(HttpObject::of(http)?.app.route_statistics_text().as_bytes());
        Ok(())
    })
}

/// Whether times and sizes of the requests of each route are collected, for http_cerver_all_stats_print() and the admin
/// route `cerver/stats`. A request then costs two readings of the clock and some counting, and a route about 200 bytes in
/// each reactor. Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_route_statistics(http: *mut CerverHttp, value: bool) -> CerverStatus {
    status("http_cerver_set_route_statistics", || {
        HttpObject::of(http)?.app.configure(|options| options.admin.route_statistics = value);
        Ok(())
    })
}
