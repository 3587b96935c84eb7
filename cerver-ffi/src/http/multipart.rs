//! The parts of a `multipart/form-data` request (RFC 7578): fields and files.

use std::{
    ffi::{c_char, c_int, c_uint},
    os::unix::ffi::OsStrExt,
    path::Path,
    ptr,
};

use cerver_core::http::{Exchange, Part};

use super::{
    companion::{self, companion},
    pairs::CerverString,
};
use crate::{
    boundary::{
        guard::{guard, guard_or},
        handle::{Kind, Table},
        print::print,
        strings::text_up_to,
        variadic::{self, ArgumentList, Variadic, variadic},
    },
    constants::{CerverMultiPartType, MULTI_PART_TYPE_FILE, MULTI_PART_TYPE_NONE, MULTI_PART_TYPE_VALUE},
    status::{Code, Error},
};

static PARTS: Table<(Exchange, usize)> = Table::new(Kind::MultiPart);

/// Longest path of a file, in bytes (PATH_MAX without the NUL).
const MAX_PATH: usize = 4095;

/// A part of a multipart request: a field or a file. A handle, valid until the request ends.
pub struct CerverMultiPart {
    _private: (),
}

/// Whether the part has a name, a file name or content.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_is_not_empty(multi_part: *const CerverMultiPart) -> bool {
    guard("http_multi_part_is_not_empty", || {
        with(multi_part, |part| !part.name().is_empty() || !part.safe_name().is_empty() || part.size() > 0)
    })
}

/// One of the `MULTI_PART_TYPE_` constants; MULTI_PART_TYPE_NONE on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_type(multi_part: *const CerverMultiPart) -> CerverMultiPartType {
    guard_or("http_multi_part_get_type", MULTI_PART_TYPE_NONE, || {
        with(multi_part, |part| if part.is_file() { MULTI_PART_TYPE_FILE } else { MULTI_PART_TYPE_VALUE })
    })
}

/// Whether the part is a file: it has a file name, perhaps an empty one.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_is_file(multi_part: *const CerverMultiPart) -> bool {
    guard("http_multi_part_is_file", || with(multi_part, Part::is_file))
}

/// Whether the part is no file.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_is_value(multi_part: *const CerverMultiPart) -> bool {
    guard("http_multi_part_is_value", || with(multi_part, |part| !part.is_file()))
}

/// Name of the form's field; NULL on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_name(multi_part: *const CerverMultiPart) -> *const CerverString {
    guard("http_multi_part_get_name", || string(multi_part, |part| Some(part.name())))
}

/// Harmless part of the file name: ASCII letters, digits, `-`, `_` and `.` of what is behind the last slash, without a
/// dot at its start, at most 100 bytes. "" for a part that is no file, NULL on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_filename(multi_part: *const CerverMultiPart) -> *const c_char {
    guard("http_multi_part_get_filename", || chars(string(multi_part, |part| Some(part.safe_name().as_bytes()))?))
}

/// Length of http_multi_part_get_filename() in bytes.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_filename_len(multi_part: *const CerverMultiPart) -> c_int {
    guard("http_multi_part_get_filename_len", || with(multi_part, |part| part.safe_name().len() as c_int))
}

/// The file name as the client wrote it, to show it to people: it may hold anything and must not become part of a path.
/// NULL for a part that is no file, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_original_filename(
    multi_part: *const CerverMultiPart,
) -> *const CerverString {
    guard("http_multi_part_get_original_filename", || string(multi_part, Part::file_name))
}

/// Content type of the part, as the client says; NULL when it says none, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_content_type(multi_part: *const CerverMultiPart) -> *const CerverString {
    guard("http_multi_part_get_content_type", || string(multi_part, Part::content_type))
}

/// Name under which the file was stored in its folder; "" when it was not, NULL on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_generated_filename(multi_part: *const CerverMultiPart) -> *const c_char {
    guard("http_multi_part_get_generated_filename", || {
        chars(string(multi_part, |part| part.stored_name().map(str::as_bytes))?)
    })
}

/// Length of http_multi_part_get_generated_filename() in bytes.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_generated_filename_len(multi_part: *const CerverMultiPart) -> c_int {
    guard("http_multi_part_get_generated_filename_len", || {
        with(multi_part, |part| part.stored_name().map_or(0, str::len) as c_int)
    })
}

/// Calls the file of a part by a name that printf(3) makes of `format` and its arguments: only in a function of
/// http_cerver_set_uploads_filename_generator(), for the part that is coming.
///
/// Of the name only what is harmless is taken, by the rules of http_multi_part_get_filename() with up to 240 bytes. When a
/// file of that name is there, a number is added before the last dot.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the format, CERVER_ERROR_ARGUMENT when nothing is left of the name,
/// CERVER_ERROR_STATE for another part or at another time.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_set_generated_filename(
    multi_part: *const CerverMultiPart,
    format: *const c_char,
    more: *const Variadic,
) {
    variadic!(2, set_generated_filename)
}

unsafe extern "C" fn set_generated_filename(
    multi_part: *const CerverMultiPart,
    format: *const c_char,
    list: *const ArgumentList,
) {
    guard("http_multi_part_set_generated_filename", || {
        let (exchange, index) = PARTS.get(multi_part)?;
        // SAFETY: the caller's format and arguments.
        let name = unsafe { variadic::format(format, list) }?;
        exchange.name_file(index, &name)
    })
}

/// In how many pieces the content came.
///
/// Thread: any.
/// Errors: handle errors (0).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_n_reads(multi_part: *const CerverMultiPart) -> u32 {
    guard("http_multi_part_get_n_reads", || with(multi_part, Part::pieces))
}

/// Bytes of the content, UINT32_MAX for 4 GiB and more; http_multi_part_get_size() has them all.
///
/// Thread: any.
/// Errors: handle errors (0).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_total_wrote(multi_part: *const CerverMultiPart) -> u32 {
    guard("http_multi_part_get_total_wrote", || with(multi_part, |part| u32::try_from(part.size()).unwrap_or(u32::MAX)))
}

/// Bytes of the content.
///
/// Thread: any.
/// Errors: handle errors (0).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_size(multi_part: *const CerverMultiPart) -> u64 {
    guard("http_multi_part_get_size", || with(multi_part, Part::size))
}

/// Path of the stored file, or where it was moved to; "" when it is not on the disk, NULL on error. Valid until the request
/// ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_saved_filename(multi_part: *const CerverMultiPart) -> *const c_char {
    guard("http_multi_part_get_saved_filename", || chars(string(multi_part, saved)?))
}

/// Length of http_multi_part_get_saved_filename() in bytes.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_saved_filename_len(multi_part: *const CerverMultiPart) -> c_int {
    guard("http_multi_part_get_saved_filename_len", || {
        with(multi_part, |part| saved(part).map_or(0, <[u8]>::len) as c_int)
    })
}

/// Whether http_multi_part_move_file() has moved the file.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_moved_file(multi_part: *const CerverMultiPart) -> bool {
    guard("http_multi_part_get_moved_file", || with(multi_part, Part::is_moved))
}

/// Content of the part with a NUL behind it, "" for a file on the disk, NULL on error; it may hold others, see
/// http_multi_part_get_value_len(). Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_value(multi_part: *const CerverMultiPart) -> *const c_char {
    guard("http_multi_part_get_value", || chars(string(multi_part, |part| Some(part.value()))?))
}

/// Length of http_multi_part_get_value() in bytes.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_get_value_len(multi_part: *const CerverMultiPart) -> c_int {
    guard("http_multi_part_get_value_len", || {
        with(multi_part, |part| c_int::try_from(part.value().len()).unwrap_or(c_int::MAX))
    })
}

/// Moves the stored file to a path; a file that is there is replaced, folders are not made. 0 on success, 1 on error.
///
/// Across file systems it is copied beside its new place and then renamed. From now on it is the program's.
///
/// Thread: any; it may take as long as copying the file does.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when the part
/// is not on the disk or the folder does not exist, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_move_file(
    mpart: *mut CerverMultiPart,
    destination_path: *const c_char,
) -> c_uint {
    guard_or("http_multi_part_move_file", 1, || {
        let (exchange, index) = PARTS.get(mpart)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let to = unsafe { text_up_to(destination_path, MAX_PATH, "destination_path") }?;
        exchange.move_upload(index, Path::new(to)).map(|()| 0)
    })
}

/// Prints the part to standard output as http_request_multi_parts_print() does.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_print(mpart: *const CerverMultiPart) {
    guard("http_multi_part_print", || {
        let mut line = Vec::new();
        with(mpart, |part| describe(part, &mut line))?;
        print(&line);
        Ok(())
    })
}

/// Prints the headers of the part to standard output, as far as they count: Content-Disposition and Content-Type.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_multi_part_headers_print(mpart: *const CerverMultiPart) {
    guard("http_multi_part_headers_print", || {
        let mut lines = Vec::new();
        with(mpart, |part| describe_headers(part, &mut lines))?;
        print(&lines);
        Ok(())
    })
}

/// Takes the handle of a part back.
pub(super) fn release(part: *const CerverMultiPart) {
    // It is known to be good: the request keeps it.
    let _ = PARTS.remove(part);
}

const EMPTY: *const c_char = c"".as_ptr();

/// The handle of a part: the same one each time.
pub(super) fn handle(exchange: Exchange, index: usize) -> Result<*const CerverMultiPart, Error> {
    let known = exchange.request(|request| companion(request).part(index))?;
    if !known.is_null() {
        return Ok(known);
    }
    let made = PARTS.insert::<CerverMultiPart>((exchange, index))?.cast_const();
    let kept = exchange.request(|request| companion(request).keep_part(index, made));
    if kept.as_ref().is_ok_and(|kept| ptr::eq(*kept, made)) {
        return kept;
    }
    // Another thread was faster, or the request has ended.
    release(made);
    kept
}

fn with<R>(part: *const CerverMultiPart, look: impl FnOnce(&Part) -> R) -> Result<R, Error> {
    let (exchange, index) = PARTS.get(part)?;
    let looked = exchange.request(|request| request.parts().and_then(|parts| parts.all().get(index)).map(look))?;
    looked.ok_or_else(|| Code::Handle.into())
}

/// A text of a part as C reads it; NULL when there is none.
fn string(
    part: *const CerverMultiPart,
    find: impl for<'r> FnOnce(&'r Part) -> Option<&'r [u8]>,
) -> Result<*const CerverString, Error> {
    let (exchange, index) = PARTS.get(part)?;
    exchange.request(|request| companion::store_passing(request, |request| find(request.parts()?.all().get(index)?)))
}

/// The bytes of a text; "" for none.
pub(super) fn chars(text: *const CerverString) -> Result<*const c_char, Error> {
    // SAFETY: NULL, or a text that lives as long as the request.
    Ok(unsafe { text.as_ref() }.map_or(EMPTY, |text| text.str.cast_const()))
}

pub(super) fn saved(part: &Part) -> Option<&[u8]> {
    part.path().map(|path| path.as_os_str().as_bytes())
}

fn describe_headers(part: &Part, lines: &mut Vec<u8>) {
    let mut add = |texts: &[&[u8]]| texts.iter().for_each(|text| lines.extend_from_slice(text));
    add(&[b"Content-Disposition: form-data; name=\"", part.name(), b"\""]);
    if let Some(name) = part.file_name() {
        add(&[b"; filename=\"", name, b"\""]);
    }
    add(&[b"\n"]);
    if let Some(kind) = part.content_type() {
        add(&[b"Content-Type: ", kind, b"\n"]);
    }
}

pub(super) fn describe(part: &Part, lines: &mut Vec<u8>) {
    lines.extend_from_slice(part.name());
    if part.is_file() {
        let path = part.path().map_or_else(|| "memory".into(), |path| path.display().to_string());
        lines.extend_from_slice(format!(": {} -> {path}", part.safe_name()).as_bytes());
    } else {
        lines.extend_from_slice(b" = ");
        lines.extend_from_slice(part.value());
    }
    lines.push(b'\n');
}
