//! Functions of the whole library: start and end, version, last error, interruption.

use std::ffi::{c_char, c_int, c_void};

use crate::{
    boundary::{
        guard::{guard, guard_or},
        last_error,
        strings::{c_str, null, text},
    },
    host, log,
    status::{self, CERVER_ERROR_PANIC, CerverStatus},
};

/// Prepares the library and opens the log file, when cerver_log_set_output_type() chose one. Optional: every function
/// works without it, and it may be called more than once.
///
/// Thread: any.
/// Errors: CERVER_ERROR_SYSTEM when the log file cannot be opened.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_init() {
    guard("cerver_init", || {
        host::attach();
        log::begin()
    });
}

/// Ends the use of the library: writes what waits for the log file and closes it. Servers, workers and queues that still
/// exist are not touched: tear them down first.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_end() {
    guard("cerver_end", || {
        log::end();
        last_error::clear();
        Ok(())
    });
}

/// Version of the loaded library, "MAJOR.MINOR.PATCH" (Semantic Versioning 2.0.0).
///
/// The text is static. Compare it with the `CERVER_VERSION_` macros to find out whether header and library agree.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_version() -> *const c_char {
    guard("cerver_version", || {
        let version = concat!(env!("CARGO_PKG_VERSION"), "\0");
        Ok(version.as_ptr().cast())
    })
}

/// Code of the last call on this thread that failed; CERVER_OK when none did. A call that succeeds leaves it alone.
///
/// Thread: any; each thread has its own.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_last_error() -> CerverStatus {
    guard_or("cerver_last_error", CERVER_ERROR_PANIC, || Ok(last_error::code()))
}

/// Sentence of the last call on this thread that failed: the function's name, then what was wrong. Never NULL; empty
/// when there is no error.
///
/// Owned by the library and valid until the next failing call or cerver_clear_last_error() on this thread.
///
/// Thread: any; each thread has its own.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_last_error_message() -> *const c_char {
    guard("cerver_last_error_message", || Ok(last_error::message().as_ptr()))
}

/// The system's number (errno) of what led to the last error of this thread, such as EADDRINUSE; 0 when it has none.
///
/// Thread: any; each thread has its own.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_last_error_number() -> c_int {
    guard_or("cerver_last_error_number", 0, || Ok(last_error::os_error()))
}

/// Forgets the last error of this thread: cerver_last_error() is CERVER_OK afterwards.
///
/// Thread: any; each thread has its own.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_clear_last_error() {
    guard("cerver_clear_last_error", || {
        last_error::clear();
        Ok(())
    });
}

/// Name of the constant of a status code, for example "CERVER_ERROR_NULL". Static, never NULL; a number that is no
/// status gives "CERVER_ERROR_UNKNOWN".
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_status_name(status: CerverStatus) -> *const c_char {
    guard("cerver_status_name", || Ok(c_str(status::name(status))))
}

/// General sentence of a status code. Static, never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_status_message(status: CerverStatus) -> *const c_char {
    guard("cerver_status_message", || Ok(c_str(status::sentence(status))))
}

/// For bindings of Python: a new built-in function that does what the C function `name` does, several times faster than
/// a call through ctypes. NULL when there is none of that name or no Python with the needed functions in the process.
///
/// There are http_response_render, http_response_render_text, http_response_render_json and cerver_connection_send.
/// `fallback` is the ctypes function of the same name; calls with other arguments than numbers, a bytes object and a
/// length it covers go there.
///
/// And there is pull_events(server, max_wait_ms), cerver_next_events() for Python: a list of tuples (kind, connection,
/// data, number), or None on error. Where an event has no connection, its tag is there. The data is bytes, in
/// CERVER_EVENT_OPENED the text of the peer's host, or None; the number is the reason of CERVER_EVENT_CLOSED and
/// CERVER_EVENT_READY, and of others the code. Python's lock is given up while it waits. `fallback` is a function of the
/// same form.
///
/// The result is a reference that belongs to the caller (PyObject *).
///
/// Thread: a thread of Python's that holds the interpreter lock (ctypes: PyDLL).
/// Errors: CERVER_ERROR_NULL; CERVER_ERROR_UNSUPPORTED without Python; CERVER_ERROR_NOT_FOUND for another name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_python_builtin(name: *const c_char, fallback: *mut c_void) -> *mut c_void {
    guard("cerver_python_builtin", || {
        // SAFETY: the caller passes a C string.
        let name = unsafe { text(name, "name") }?;
        if fallback.is_null() {
            return Err(null("fallback"));
        }
        // SAFETY: the caller holds Python's lock and passes an object.
        unsafe { host::builtin(name, fallback) }
    })
}
