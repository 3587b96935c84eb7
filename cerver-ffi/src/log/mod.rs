//! The program's log: lines with a type, on the standard streams and in a file.

mod file;
pub mod library;
mod line;

use std::{
    ffi::c_char,
    path::Path,
    sync::atomic::{AtomicBool, AtomicI32, Ordering},
};

use crate::{
    boundary::{
        guard::{guard, guard_or, outcome},
        print::{Stream, print_to},
        strings::text,
        variadic::{ArgumentList, Variadic, format, plain, variadic},
    },
    status::{CerverOutcome, Code, Error},
};

/// What a line of the log is about: one of the `LOG_TYPE_` constants. A number outside the list is taken as
/// LOG_TYPE_NONE.
pub type CerverLogType = i32;

/// No prefix.
pub const LOG_TYPE_NONE: CerverLogType = 0;
/// `[ERROR]`, red, to standard error.
pub const LOG_TYPE_ERROR: CerverLogType = 1;
/// `[WARNING]`, yellow, to standard error.
pub const LOG_TYPE_WARNING: CerverLogType = 2;
/// `[SUCCESS]`, green.
pub const LOG_TYPE_SUCCESS: CerverLogType = 3;
/// `[DEBUG]`, magenta.
pub const LOG_TYPE_DEBUG: CerverLogType = 4;
/// `[TEST]`, cyan.
pub const LOG_TYPE_TEST: CerverLogType = 5;
/// `[CERVER]`, blue.
pub const LOG_TYPE_CERVER: CerverLogType = 6;
/// `[CLIENT]`.
pub const LOG_TYPE_CLIENT: CerverLogType = 7;
/// `[CONNECTION]`.
pub const LOG_TYPE_CONNECTION: CerverLogType = 8;
/// `[HANDLER]`.
pub const LOG_TYPE_HANDLER: CerverLogType = 9;
/// `[ADMIN]`.
pub const LOG_TYPE_ADMIN: CerverLogType = 10;
/// `[EVENT]`, magenta.
pub const LOG_TYPE_EVENT: CerverLogType = 11;
/// `[PACKET]`.
pub const LOG_TYPE_PACKET: CerverLogType = 12;
/// `[REQ]`.
pub const LOG_TYPE_REQ: CerverLogType = 13;
/// `[FILE]`.
pub const LOG_TYPE_FILE: CerverLogType = 14;
/// `[HTTP]`.
pub const LOG_TYPE_HTTP: CerverLogType = 15;
/// `[GAME]`.
pub const LOG_TYPE_GAME: CerverLogType = 16;
/// `[PLAYER]`.
pub const LOG_TYPE_PLAYER: CerverLogType = 17;

/// Where lines of the log go: one of the `LOG_OUTPUT_TYPE_` constants.
pub type CerverLogOutputType = i32;

/// Nowhere.
pub const LOG_OUTPUT_TYPE_NONE: CerverLogOutputType = 0;
/// To the standard streams. The default.
pub const LOG_OUTPUT_TYPE_STD: CerverLogOutputType = 1;
/// To a file.
pub const LOG_OUTPUT_TYPE_FILE: CerverLogOutputType = 2;
/// To both.
pub const LOG_OUTPUT_TYPE_BOTH: CerverLogOutputType = 3;

/// What of the time stands before each line: one of the `LOG_TIME_TYPE_` constants.
pub type CerverLogTimeType = i32;

/// Nothing. The default.
pub const LOG_TIME_TYPE_NONE: CerverLogTimeType = 0;
/// `[HH:MM:SS]`.
pub const LOG_TIME_TYPE_TIME: CerverLogTimeType = 1;
/// `[dd/mm/yy]`.
pub const LOG_TIME_TYPE_DATE: CerverLogTimeType = 2;
/// `[dd/mm/yy - HH:MM:SS]`.
pub const LOG_TIME_TYPE_BOTH: CerverLogTimeType = 3;

/// Seconds that a line waits in memory at most before it is written to the log file.
pub const CERVER_DEFAULT_LOG_UPDATE_INTERVAL: u32 = 1;

const DEFAULT_FOLDER: &str = "/var/log/cerver";

static OUTPUT: AtomicI32 = AtomicI32::new(LOG_OUTPUT_TYPE_STD);
static TIME: AtomicI32 = AtomicI32::new(LOG_TIME_TYPE_NONE);
static IS_LOCAL: AtomicBool = AtomicBool::new(false);
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// Where lines of the log go.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_get_output_type() -> CerverLogOutputType {
    guard_or("cerver_log_get_output_type", LOG_OUTPUT_TYPE_NONE, || Ok(OUTPUT.load(Ordering::Relaxed)))
}

/// Chooses where lines of the log go, from the next line on. The file is opened with its first line, or by cerver_init().
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_set_output_type(r#type: CerverLogOutputType) {
    guard("cerver_log_set_output_type", || {
        if !(LOG_OUTPUT_TYPE_NONE..=LOG_OUTPUT_TYPE_BOTH).contains(&r#type) {
            return Err(Error::new(Code::Argument, "the output type is one of the LOG_OUTPUT_TYPE_ constants"));
        }
        OUTPUT.store(r#type, Ordering::Relaxed);
        Ok(())
    });
}

/// Chooses the folder of the log files, "/var/log/cerver" when this was never called. 0 on success, 1 on error.
///
/// The folder is made with mode 0755 when it is missing; its parent must be there. A file is called `<seconds since
/// 1970>.log` after the moment it is opened, and lines are added to one that exists. A file that is open is closed; the
/// next line opens one in the new folder.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text; CERVER_ERROR_SYSTEM when the folder cannot be made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_set_path(pathname: *const c_char) -> CerverOutcome {
    outcome("cerver_log_set_path", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let folder = unsafe { text(pathname, "pathname") }?;
        file::set_folder(Path::new(folder))
    })
}

/// Longest time in seconds that a line waits in memory before it is written to the log file; 0 writes each line at once.
/// Default CERVER_DEFAULT_LOG_UPDATE_INTERVAL. 64 KiB of waiting lines are written before that. What waits is also
/// written by cerver_end() and when the process ends by exit(3); a process that is killed loses it.
///
/// Thread: any; counts for lines that come later.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_set_update_interval(interval: u32) {
    guard("cerver_log_set_update_interval", || {
        file::set_interval(interval);
        Ok(())
    });
}

/// Name of a way to show the time: "None", "Time", "Date" or "Both"; NULL for a number outside the list. Static.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_time_type_to_string(r#type: CerverLogTimeType) -> *const c_char {
    guard("cerver_log_time_type_to_string", || Ok(line::time_text(r#type, |(name, _)| name)))
}

/// Sentence on a way to show the time, for example "Logs with date"; NULL for a number outside the list. Static.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_time_type_description(r#type: CerverLogTimeType) -> *const c_char {
    guard("cerver_log_time_type_description", || Ok(line::time_text(r#type, |(_, description)| description)))
}

/// What of the time stands before each line.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_get_time_config() -> CerverLogTimeType {
    guard_or("cerver_log_get_time_config", LOG_TIME_TYPE_NONE, || Ok(TIME.load(Ordering::Relaxed)))
}

/// Chooses what of the time stands before each line, from the next line on.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_set_time_config(r#type: CerverLogTimeType) {
    guard("cerver_log_set_time_config", || {
        if !(LOG_TIME_TYPE_NONE..=LOG_TIME_TYPE_BOTH).contains(&r#type) {
            return Err(Error::new(Code::Argument, "the time type is one of the LOG_TIME_TYPE_ constants"));
        }
        TIME.store(r#type, Ordering::Relaxed);
        Ok(())
    });
}

/// Whether times are those of the system's time zone (TZ) instead of UTC, the default.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_set_local_time(value: bool) {
    guard("cerver_log_set_local_time", || {
        IS_LOCAL.store(value, Ordering::Relaxed);
        Ok(())
    });
}

/// With true, only lines of the types error, warning and success are written, and those of cerver_log_both(). Default
/// false.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_set_quiet(value: bool) {
    guard("cerver_log_set_quiet", || {
        IS_QUIET.store(value, Ordering::Relaxed);
        Ok(())
    });
}

/// Writes a line as it is: a `%` in `text` means itself. For texts that come from elsewhere, and for languages that
/// cannot call functions with a variable number of arguments. See cerver_log().
///
/// Thread: any.
/// Errors: those of cerver_log().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_text(first_type: CerverLogType, second_type: CerverLogType, text: *const c_char) {
    guard("cerver_log_text", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let text = unsafe { plain(text, "text") }?;
        write(TIME.load(Ordering::Relaxed), first_type, second_type, text, false)
    });
}

/// Writes a line: `[time][FIRST][SECOND]: text`.
///
/// `format` and what follows are those of printf(3); never pass a text of somebody else's as the format. Bytes of any
/// encoding are written as they are, a text of more than 64 KiB is cut there. Lines of several threads do not mix.
/// Errors and warnings go to standard error, all others to standard output; only a terminal gets colours. When the file
/// cannot be opened, lines that were meant for it alone go to the standard streams.
///
/// Thread: any, also in a forked child.
/// Errors: CERVER_ERROR_NULL for the format; CERVER_ERROR_ARGUMENT when printf(3) refuses it; CERVER_ERROR_SYSTEM when the
/// log file cannot be opened.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log(
    first_type: CerverLogType,
    second_type: CerverLogType,
    format: *const c_char,
    more: *const Variadic,
) {
    variadic!(3, log)
}

unsafe extern "C" fn log(
    first: CerverLogType,
    second: CerverLogType,
    format: *const c_char,
    list: *const ArgumentList,
) {
    guard("cerver_log", || {
        // SAFETY: the caller's format and arguments.
        unsafe { write_format(TIME.load(Ordering::Relaxed), first, second, format, list, false) }
    });
}

/// Writes a line with date and time, whatever cerver_log_set_time_config() says. See cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_with_date(
    first_type: CerverLogType,
    second_type: CerverLogType,
    format: *const c_char,
    more: *const Variadic,
) {
    variadic!(3, log_with_date)
}

unsafe extern "C" fn log_with_date(
    first: CerverLogType,
    second: CerverLogType,
    format: *const c_char,
    list: *const ArgumentList,
) {
    guard("cerver_log_with_date", || {
        // SAFETY: the caller's format and arguments.
        unsafe { write_format(LOG_TIME_TYPE_BOTH, first, second, format, list, false) }
    });
}

/// Writes a line to the standard streams and, when one is open or chosen, to the file, also while the log is quiet. See
/// cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_both(
    first_type: CerverLogType,
    second_type: CerverLogType,
    format: *const c_char,
    more: *const Variadic,
) {
    variadic!(3, log_both)
}

unsafe extern "C" fn log_both(
    first: CerverLogType,
    second: CerverLogType,
    format: *const c_char,
    list: *const ArgumentList,
) {
    guard("cerver_log_both", || {
        // SAFETY: the caller's format and arguments.
        unsafe { write_format(TIME.load(Ordering::Relaxed), first, second, format, list, true) }
    });
}

/// Writes a line without a type. See cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_msg(msg: *const c_char, more: *const Variadic) {
    variadic!(1, log_msg)
}

unsafe extern "C" fn log_msg(msg: *const c_char, list: *const ArgumentList) {
    // SAFETY: the caller's format and arguments.
    guard("cerver_log_msg", || unsafe { write_typed(LOG_TYPE_NONE, msg, list) });
}

/// Writes a line of the type error. See cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_error(msg: *const c_char, more: *const Variadic) {
    variadic!(1, log_error)
}

unsafe extern "C" fn log_error(msg: *const c_char, list: *const ArgumentList) {
    // SAFETY: the caller's format and arguments.
    guard("cerver_log_error", || unsafe { write_typed(LOG_TYPE_ERROR, msg, list) });
}

/// Writes a line of the type warning. See cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_warning(msg: *const c_char, more: *const Variadic) {
    variadic!(1, log_warning)
}

unsafe extern "C" fn log_warning(msg: *const c_char, list: *const ArgumentList) {
    // SAFETY: the caller's format and arguments.
    guard("cerver_log_warning", || unsafe { write_typed(LOG_TYPE_WARNING, msg, list) });
}

/// Writes a line of the type success. See cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_success(msg: *const c_char, more: *const Variadic) {
    variadic!(1, log_success)
}

unsafe extern "C" fn log_success(msg: *const c_char, list: *const ArgumentList) {
    // SAFETY: the caller's format and arguments.
    guard("cerver_log_success", || unsafe { write_typed(LOG_TYPE_SUCCESS, msg, list) });
}

/// Writes a line of the type debug. See cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_debug(msg: *const c_char, more: *const Variadic) {
    variadic!(1, log_debug)
}

unsafe extern "C" fn log_debug(msg: *const c_char, list: *const ArgumentList) {
    // SAFETY: the caller's format and arguments.
    guard("cerver_log_debug", || unsafe { write_typed(LOG_TYPE_DEBUG, msg, list) });
}

/// Writes a text without time, type and line feed. See cerver_log().
///
/// Thread: any, also in a forked child.
/// Errors: those of cerver_log().
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_raw(msg: *const c_char, more: *const Variadic) {
    variadic!(1, log_raw)
}

unsafe extern "C" fn log_raw(msg: *const c_char, list: *const ArgumentList) {
    guard("cerver_log_raw", || {
        // SAFETY: the caller's format and arguments.
        let text = unsafe { format(msg, list) }?;
        put(LOG_TYPE_NONE, false, |_| text.clone())
    });
}

/// Writes an empty line.
///
/// Thread: any, also in a forked child.
/// Errors: CERVER_ERROR_SYSTEM when the log file cannot be opened.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_line_break() {
    guard("cerver_log_line_break", || put(LOG_TYPE_NONE, false, |_| b"\n".to_vec()));
}

/// Opens the log file when one is chosen.
pub(crate) fn begin() -> Result<(), Error> {
    if matches!(OUTPUT.load(Ordering::Relaxed), LOG_OUTPUT_TYPE_FILE | LOG_OUTPUT_TYPE_BOTH) {
        file::open()
    } else {
        Ok(())
    }
}

/// Writes what waits and closes the log file.
pub(crate) fn end() {
    file::close();
}

/// Writes a line of cerver_log_both() without a type.
pub(crate) fn tell(text: &str) -> Result<(), Error> {
    write(TIME.load(Ordering::Relaxed), LOG_TYPE_NONE, LOG_TYPE_NONE, text.as_bytes(), true)
}

/// Writes a line of the library's own, always with date and time when it is `dated`.
pub(crate) fn note(dated: bool, first: CerverLogType, second: CerverLogType, text: &[u8]) {
    let time = if dated { LOG_TIME_TYPE_BOTH } else { TIME.load(Ordering::Relaxed) };
    // Nobody can be told that the log file cannot be opened; the standard streams have the line then.
    let _ = write(time, first, second, text, false);
}

/// # Safety
/// As for [`format`].
unsafe fn write_typed(kind: CerverLogType, message: *const c_char, list: *const ArgumentList) -> Result<(), Error> {
    // SAFETY: the caller's promise.
    unsafe { write_format(TIME.load(Ordering::Relaxed), kind, LOG_TYPE_NONE, message, list, false) }
}

/// # Safety
/// As for [`format`].
unsafe fn write_format(
    time: CerverLogTimeType,
    first: CerverLogType,
    second: CerverLogType,
    message: *const c_char,
    list: *const ArgumentList,
    always: bool,
) -> Result<(), Error> {
    // SAFETY: the caller's promise.
    let text = unsafe { format(message, list) }?;
    write(time, first, second, &text, always)
}

/// Writes a line as cerver_log() does.
fn write(
    time: CerverLogTimeType,
    first: CerverLogType,
    second: CerverLogType,
    text: &[u8],
    always: bool,
) -> Result<(), Error> {
    let time = line::now(time, IS_LOCAL.load(Ordering::Relaxed));
    put(first, always, |colored| line::compose(&time, first, second, text, colored))
}

/// Brings a line to where lines of its type go; `make` takes whether it gets colours. `always`: also while the log is
/// quiet, and to the standard streams in any case.
fn put(kind: CerverLogType, always: bool, make: impl Fn(bool) -> Vec<u8>) -> Result<(), Error> {
    let is_important = matches!(kind, LOG_TYPE_ERROR | LOG_TYPE_WARNING | LOG_TYPE_SUCCESS);
    if !(always || is_important) && IS_QUIET.load(Ordering::Relaxed) {
        return Ok(());
    }
    let output = OUTPUT.load(Ordering::Relaxed);
    let to_file = matches!(output, LOG_OUTPUT_TYPE_FILE | LOG_OUTPUT_TYPE_BOTH) || always && file::is_open();
    let added = if to_file { file::add(&make(false)) } else { Ok(()) };
    if always || matches!(output, LOG_OUTPUT_TYPE_STD | LOG_OUTPUT_TYPE_BOTH) || added.is_err() {
        let stream: Stream = line::stream(kind);
        print_to(stream, &make(stream.is_terminal()));
    }
    added
}
