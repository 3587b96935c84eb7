//! Options of a folder whose files are served.

use cerver_core::config::FolderOptions;

use super::cerver::CerverHttpStaticPath;
use crate::{
    boundary::guard::status,
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Changes the options of the folder behind a handle.
fn configure(folder: *mut CerverHttpStaticPath, change: impl FnOnce(&mut FolderOptions)) -> Result<(), Error> {
    HttpObject::static_folder(folder)?.configure(change);
    Ok(())
}

/// How long clients may use a file of the folder without asking again, in seconds: `Cache-Control: max-age`. -1, the
/// default, sends none; 0 makes them ask each time.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT below -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_max_age(
    static_path: *mut CerverHttpStaticPath,
    seconds: i32,
) -> CerverStatus {
    status("http_static_path_set_max_age", || {
        let max_age = match seconds {
            -1 => None,
            _ => Some(u32::try_from(seconds).map_err(|_| Error::new(Code::Argument, "an age is -1, 0 or more"))?),
        };
        configure(static_path, |options| options.max_age = max_age)
    })
}

/// Whether files of the folder never change under their names: adds `immutable` (RFC 8246) to a `max-age`, so that
/// clients do not ask again even when the user reloads. Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_immutable(
    static_path: *mut CerverHttpStaticPath,
    value: bool,
) -> CerverStatus {
    status("http_static_path_set_immutable", || configure(static_path, |options| options.immutable = value))
}

/// Whether a folder without an index.html shows the names of what is in it. Default false: 404.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_listing(
    static_path: *mut CerverHttpStaticPath,
    value: bool,
) -> CerverStatus {
    status("http_static_path_set_listing", || configure(static_path, |options| options.listing = value))
}

/// Most names that a listing shows. Default 1000.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_listing_limit(
    static_path: *mut CerverHttpStaticPath,
    limit: u32,
) -> CerverStatus {
    status("http_static_path_set_listing_limit", || configure(static_path, |options| options.listing_limit = limit))
}

/// Whether files and folders are served whose names begin with a dot. Default false: 404.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_dot_files(
    static_path: *mut CerverHttpStaticPath,
    value: bool,
) -> CerverStatus {
    status("http_static_path_set_dot_files", || configure(static_path, |options| options.dot_files = value))
}

/// Whether a client that takes brotli or gzip gets `name.br` or `name.gz` in place of `name` when there is such a file
/// that is not older. Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_precompressed(
    static_path: *mut CerverHttpStaticPath,
    value: bool,
) -> CerverStatus {
    status("http_static_path_set_precompressed", || configure(static_path, |options| options.precompressed = value))
}

/// Files of up to 8 KiB that each reactor keeps in memory as long as those in the folder are still the same: each request
/// looks at the file's number, size and times, so a change is served at once. Default 128;
/// 0 for none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_kept_files(
    static_path: *mut CerverHttpStaticPath,
    count: u32,
) -> CerverStatus {
    status("http_static_path_set_kept_files", || configure(static_path, |options| options.kept_files = count))
}

/// Most ranges of one request; one that asks for more gets the whole file. Default 16; 0 for no ranges at all.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_static_path_set_range_limit(
    static_path: *mut CerverHttpStaticPath,
    limit: u32,
) -> CerverStatus {
    status("http_static_path_set_range_limit", || configure(static_path, |options| options.range_limit = limit))
}
