//! The parts of a multipart request as a whole.

use std::{
    ffi::{c_char, c_int},
    ptr,
};

use cerver_core::http::{Part, Parts};

use super::{
    companion::{self, companion},
    multipart::{CerverMultiPart, chars, describe, handle, saved},
    request::CerverHttpRequest,
};
use crate::{
    boundary::{
        guard::guard,
        handle::{Kind, exchange},
        print::print,
        strings::text,
        variadic::{self, ArgumentList, Variadic, variadic},
    },
    status::Error,
};

/// Number of files of a multipart request, at most 255; 0 for another request and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_n_files(request: *const CerverHttpRequest) -> u8 {
    guard("http_request_get_n_files", || count(request, true))
}

/// Number of parts of a multipart request that are no files, at most 255; 0 for another request and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_n_values(request: *const CerverHttpRequest) -> u8 {
    guard("http_request_get_n_values", || count(request, false))
}

/// Name of the folder that the request has of its own in the uploads folder; "" when it has none, NULL on error. Valid
/// until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_dirname(request: *const CerverHttpRequest) -> *const c_char {
    guard("http_request_get_dirname", || {
        let exchange = exchange(Kind::Request, request)?;
        exchange.request(|request| {
            chars(companion::store_passing(request, |request| request.parts()?.folder_name().map(str::as_bytes)))
        })?
    })
}

/// Length of http_request_get_dirname() in bytes.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_dirname_len(request: *const CerverHttpRequest) -> c_int {
    guard("http_request_get_dirname_len", || {
        let looked = exchange(Kind::Request, request)?
            .request(|request| request.parts().and_then(|parts| parts.folder_name()).map_or(0, str::len));
        Ok(looked? as c_int)
    })
}

/// Puts the files of the request into a folder of its own in the uploads folder, called by what printf(3) makes of
/// `format` and its arguments: in a function of http_cerver_set_uploads_dirname_generator(), or later until the first file
/// is made. A folder of that name may be there already.
///
/// Of the name only what is harmless is taken: see http_multi_part_set_generated_filename().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the format, CERVER_ERROR_ARGUMENT when nothing is left of the name,
/// CERVER_ERROR_STATE at another time.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_set_dirname(
    request: *const CerverHttpRequest,
    format: *const c_char,
    more: *const Variadic,
) {
    variadic!(2, set_dirname)
}

unsafe extern "C" fn set_dirname(request: *const CerverHttpRequest, format: *const c_char, list: *const ArgumentList) {
    guard("http_request_set_dirname", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller's format and arguments.
        let name = unsafe { variadic::format(format, list) }?;
        exchange.name_folder(&name)
    })
}

/// The part that is coming: in the functions of http_cerver_set_uploads_filename_generator() and
/// http_route_stream_parts(). NULL at other times and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_current_mpart(request: *const CerverHttpRequest) -> *const CerverMultiPart {
    guard("http_request_get_current_mpart", || {
        let exchange = exchange(Kind::Request, request)?;
        let index = exchange.request(|request| request.parts().and_then(Parts::current))?;
        index.map_or(Ok(ptr::null()), |index| handle(exchange, index))
    })
}

/// First part with exactly this name; NULL when there is none, and on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_get(
    request: *const CerverHttpRequest,
    key: *const c_char,
) -> *const CerverMultiPart {
    guard("http_request_multi_parts_get", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let key = unsafe { text(key, "key") }?;
        let index = exchange.request(|request| {
            request.parts().and_then(|parts| parts.all().iter().position(|part| part.name() == key.as_bytes()))
        })?;
        index.map_or(Ok(ptr::null()), |index| handle(exchange, index))
    })
}

/// Content of the first part with exactly this name, "" for a file on the disk; NULL when there is none, and on error.
/// NUL-terminated, valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_get_value(
    request: *const CerverHttpRequest,
    key: *const c_char,
) -> *const c_char {
    // SAFETY: the caller's promise.
    guard("http_request_multi_parts_get_value", || unsafe { keyed(request, key, |part| Some(part.value())) })
}

/// Harmless part of the file name of the first part with exactly this name, "" for a part that is no file; NULL when
/// there is none, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_get_filename(
    request: *const CerverHttpRequest,
    key: *const c_char,
) -> *const c_char {
    guard("http_request_multi_parts_get_filename", || {
        // SAFETY: the caller's promise.
        unsafe { keyed(request, key, |part| Some(part.safe_name().as_bytes())) }
    })
}

/// Path of the stored file of the first part with exactly this name, "" for a part that is not on the disk; NULL when
/// there is none, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_get_saved_filename(
    request: *const CerverHttpRequest,
    key: *const c_char,
) -> *const c_char {
    // SAFETY: the caller's promise.
    guard("http_request_multi_parts_get_saved_filename", || unsafe { keyed(request, key, saved) })
}

/// Goes back before the first part; false when there is none, and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_iter_start(request: *const CerverHttpRequest) -> bool {
    guard("http_request_multi_parts_iter_start", || {
        exchange(Kind::Request, request)?.request(|request| {
            companion(request).next_part = 0;
            request.parts().is_some_and(|parts| !parts.all().is_empty())
        })
    })
}

/// The next part, in the order in which they came; NULL behind the last one, and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_iter_get_next(
    request: *const CerverHttpRequest,
) -> *const CerverMultiPart {
    guard("http_request_multi_parts_iter_get_next", || {
        let exchange = exchange(Kind::Request, request)?;
        let index = exchange.request(|request| {
            let count = request.parts().map_or(0, |parts| parts.all().len());
            let next = &mut companion(request).next_part;
            let index = *next;
            *next += usize::from(index < count);
            (index < count).then_some(index)
        })?;
        index.map_or(Ok(ptr::null()), |index| handle(exchange, index))
    })
}

/// Keeps the stored files when the request ends, whatever http_cerver_set_uploads_delete_when_done() says.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_part_keep_files(request: *mut CerverHttpRequest) {
    guard("http_request_multi_part_keep_files", || {
        exchange(Kind::Request, request)?.request(|request| request.parts_mut().into_iter().for_each(|p| p.keep()))
    })
}

/// Removes every stored file that was not moved, now.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_part_discard_files(request: *const CerverHttpRequest) {
    guard("http_request_multi_part_discard_files", || {
        exchange(Kind::Request, request)?.request(|request| request.parts_mut().into_iter().for_each(|p| p.discard()))
    })
}

/// Prints the parts to standard output, one line each: `name = value`, `name: file name -> path` for files.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_print(request: *const CerverHttpRequest) {
    guard("http_request_multi_parts_print", || print_parts(request, |_| true))
}

/// Prints the parts that are files to standard output, one line each: `name: file name -> path`.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_multi_parts_files_print(request: *const CerverHttpRequest) {
    guard("http_request_multi_parts_files_print", || print_parts(request, Part::is_file))
}

fn print_parts(request: *const CerverHttpRequest, is_wanted: impl Fn(&Part) -> bool) -> Result<(), Error> {
    let mut lines = Vec::new();
    exchange(Kind::Request, request)?.request(|request| {
        let parts = request.parts().into_iter().flat_map(|parts| parts.all());
        parts.filter(|part| is_wanted(part)).for_each(|part| describe(part, &mut lines));
    })?;
    print(&lines);
    Ok(())
}

fn count(request: *const CerverHttpRequest, files: bool) -> Result<u8, Error> {
    let count = exchange(Kind::Request, request)?.request(|request| {
        request.parts().map_or(0, |parts| parts.all().iter().filter(|part| part.is_file() == files).count())
    })?;
    Ok(u8::try_from(count).unwrap_or(u8::MAX))
}

/// A text of the first part of a name; NULL when there is no such part, "" when it has no such text.
///
/// # Safety
/// `key` is NULL or a text with a NUL.
unsafe fn keyed(
    request: *const CerverHttpRequest,
    key: *const c_char,
    find: impl for<'r> Fn(&'r Part) -> Option<&'r [u8]>,
) -> Result<*const c_char, Error> {
    let exchange = exchange(Kind::Request, request)?;
    // SAFETY: the caller's promise.
    let key = unsafe { text(key, "key") }?.as_bytes();
    exchange.request(|request| {
        if request.parts().and_then(|parts| parts.get(key)).is_none() {
            return Ok(ptr::null());
        }
        chars(companion::store_passing(request, |request| find(request.parts()?.get(key)?)))
    })?
}
