//! How forms and uploads are limited and stored.

use std::{
    ffi::{OsStr, c_char, c_uint},
    os::unix::ffi::OsStrExt,
    path::Path,
};

use cerver_core::config::{FileNames, UploadOptions};

use super::cerver::{CerverHttp, CerverHttpHandler};
use crate::{
    boundary::{
        guard::{guard, status},
        strings::text_up_to,
        variadic::{self, ArgumentList, Variadic, variadic},
    },
    callback,
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Longest path of the folder, in bytes (PATH_MAX without the NUL).
const MAX_PATH: usize = 4095;
/// Bits of a mode that count.
const MODE_BITS: c_uint = 0o7777;

/// Stores the files of multipart requests below the folder `uploads_path`, which must exist; it is opened now. Without
/// one they stay in memory. Only routes with HTTP_ROUTE_MODIFIER_MULTI_PART take multipart bodies apart.
///
/// A file is made when its part begins, under a name of the library's own, with O_EXCL and O_NOFOLLOW, and never before
/// the route is found and its gate has passed. It is removed when the request fails, breaks a limit, or the client goes
/// away before its handler is called. The reactor's thread writes it: choose a folder on a local disk.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND,
/// CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_uploads_path(http: *mut CerverHttp, uploads_path: *const c_char) {
    guard("http_cerver_set_uploads_path", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let path = unsafe { text_up_to(uploads_path, MAX_PATH, "uploads_path") }?;
        http.app.set_uploads_folder(Some(Path::new(path)))
    })
}

/// Permission bits of uploaded files; default 0600.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for other bits than 07777.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_uploads_file_mode(http: *mut CerverHttp, file_mode: c_uint) {
    guard("http_cerver_set_uploads_file_mode", || {
        change(http, |options| mode(file_mode).map(|mode| options.file_mode = mode))?
    })
}

/// Permission bits of folders that http_cerver_set_default_uploads_dirname_generator() lets the library make; default
/// 0700.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for other bits than 07777.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_uploads_dir_mode(http: *mut CerverHttp, dir_mode: c_uint) {
    guard("http_cerver_set_uploads_dir_mode", || {
        change(http, |options| mode(dir_mode).map(|mode| options.dir_mode = mode))?
    })
}

/// The same with a path that printf(3) makes of `format` and its arguments, cut at 64 KiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: those of http_cerver_set_uploads_path(); CERVER_ERROR_NULL for the format.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_generate_uploads_path(
    http: *mut CerverHttp,
    format: *const c_char,
    more: *const Variadic,
) {
    variadic!(2, generate_uploads_path)
}

unsafe extern "C" fn generate_uploads_path(http: *mut CerverHttp, format: *const c_char, list: *const ArgumentList) {
    guard("http_cerver_generate_uploads_path", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller's format and arguments.
        let path = unsafe { variadic::format(format, list) }?;
        if path.len() > MAX_PATH {
            return Err(Error::new(Code::Argument, format!("the path is longer than {MAX_PATH} bytes")));
        }
        http.app.set_uploads_folder(Some(Path::new(OsStr::from_bytes(&path))))
    })
}

/// Names stored files by a function of the program; NULL takes it away.
///
/// It is called when the headers of a file have come: http_request_get_current_mpart() is that part, and
/// http_multi_part_set_generated_filename() names its file. Without that the file is called as it would be without the
/// function. It may also answer, which refuses the request: what was stored of it is removed.
///
/// It runs where handlers run. With it, or http_cerver_set_uploads_dirname_generator(), the files are written there too,
/// in place of the reactor's thread. Nothing is called without http_cerver_set_uploads_path().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_uploads_filename_generator(
    http: *mut CerverHttp,
    uploads_filename_generator: CerverHttpHandler,
) {
    guard("http_cerver_set_uploads_filename_generator", || {
        let generator = uploads_filename_generator.map(|function| callback::handler(function, None));
        HttpObject::of(http)?.app.set_file_namer(generator);
        Ok(())
    })
}

/// Names the folder for the files of a request by a function of the program; NULL takes it away.
///
/// It is called once for each request with a multipart body, when its head has come and the gate of its route has passed,
/// and names the folder by http_request_set_dirname(). For the rest see http_cerver_set_uploads_filename_generator().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_uploads_dirname_generator(
    http: *mut CerverHttp,
    uploads_dirname_generator: CerverHttpHandler,
) {
    guard("http_cerver_set_uploads_dirname_generator", || {
        let generator = uploads_dirname_generator.map(|function| callback::handler(function, None));
        HttpObject::of(http)?.app.set_folder_namer(generator);
        Ok(())
    })
}

/// Calls stored files `<socket>-<Unix time>-<harmless part of the client's name>`, with a number where that name is
/// taken. Without this they are called by 32 random hexadecimal digits. Takes a function of
/// http_cerver_set_uploads_filename_generator() away.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_default_uploads_filename_generator(http: *mut CerverHttp) {
    guard("http_cerver_set_default_uploads_filename_generator", || {
        HttpObject::of(http)?.app.set_file_namer(None);
        change(http, |options| options.names = FileNames::Described)
    })
}

/// Gives each request with files a folder of its own in the uploads folder: `<socket>-<Unix time>`, with a number where
/// that name is taken. Takes a function of http_cerver_set_uploads_dirname_generator() away.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_default_uploads_dirname_generator(http: *mut CerverHttp) {
    guard("http_cerver_set_default_uploads_dirname_generator", || {
        HttpObject::of(http)?.app.set_folder_namer(None);
        change(http, |options| options.own_folder = true)
    })
}

/// Whether files are removed when their request ends, unless http_request_multi_part_keep_files() was called or the file
/// was moved. Default false.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_uploads_delete_when_done(http: *mut CerverHttp, value: bool) {
    guard("http_cerver_set_uploads_delete_when_done", || change(http, |options| options.delete_when_done = value))
}

/// Most parts of a multipart body; more are answered with 413. Default 1000.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_part_limit(http: *mut CerverHttp, limit: u32) -> CerverStatus {
    status("http_cerver_set_part_limit", || change(http, |options| options.part_limit = limit))
}

/// Most bytes of the headers of one part; more are answered with 413. Default 8 KiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_part_head_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_part_head_limit", || change(http, |options| options.part_head_limit = limit))
}

/// Most bytes of the name of a part; more are answered with 413. Default 256.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_part_name_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_part_name_limit", || change(http, |options| options.part_name_limit = limit))
}

/// Most bytes of all parts together that are no files; more are answered with 413. Default 1 MiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_field_bytes_limit(http: *mut CerverHttp, limit: usize) -> CerverStatus {
    status("http_cerver_set_field_bytes_limit", || change(http, |options| options.field_bytes_limit = limit))
}

/// Most files of a multipart body; more are answered with 413. Default 64.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_file_count_limit(http: *mut CerverHttp, limit: u32) -> CerverStatus {
    status("http_cerver_set_file_count_limit", || change(http, |options| options.file_count_limit = limit))
}

/// Most bytes of one uploaded file, and of all of a request; more are answered with 413. Default UINT64_MAX for both:
/// the limit of the body counts.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_file_limits(http: *mut CerverHttp, each: u64, sum: u64) -> CerverStatus {
    status("http_cerver_set_file_limits", || {
        change(http, |options| (options.file_limit, options.files_limit) = (each, sum))
    })
}

/// Most bytes of files that wait in memory on a route with http_route_set_authentication_handler(), which may look at fields
/// behind a file: with more it is called at once. Default 1 MiB; 0 calls it at the first byte of a file. Before it has accepted
/// the request no file is made.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_waiting_files_limit(http: *mut CerverHttp, limit: u64) -> CerverStatus {
    status("http_cerver_set_waiting_files_limit", || change(http, |options| options.waiting_files_limit = limit))
}

/// Most bytes and pairs of an application/x-www-form-urlencoded body; more are answered with 413. Default 1 MiB and 1024.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_form_limits(
    http: *mut CerverHttp,
    bytes: usize,
    pairs: usize,
) -> CerverStatus {
    status("http_cerver_set_form_limits", || {
        let limits = (bytes, pairs);
        HttpObject::of(http)?.app.configure(|options| (options.form_limit, options.form_pairs_limit) = limits);
        Ok(())
    })
}

fn change<R>(http: *mut CerverHttp, change: impl FnOnce(&mut UploadOptions) -> R) -> Result<R, Error> {
    Ok(HttpObject::of(http)?.app.configure(|options| change(&mut options.uploads)))
}

fn mode(bits: c_uint) -> Result<u32, Error> {
    match bits & !MODE_BITS {
        0 => Ok(bits),
        _ => Err(Error::new(Code::Argument, "a mode has no bits but 07777")),
    }
}
