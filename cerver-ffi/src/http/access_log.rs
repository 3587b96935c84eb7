//! The access log: a line for each request.

use std::{
    ffi::{c_char, c_int, c_void},
    path::Path,
    sync::Arc,
};

use cerver_core::http::{AccessLog, LogFormat, MAX_LINE};

use super::cerver::CerverHttp;
use crate::{
    boundary::{
        guard::status,
        strings::{null, text_up_to},
    },
    callback::Data,
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Longest path of a log file, in bytes (PATH_MAX without the NUL).
const MAX_PATH: usize = 4095;

/// Form of the access log: one of the `HTTP_ACCESS_LOG_` constants.
pub type CerverHttpAccessLogFormat = i32;

/// `address - - [06/Nov/1994:08:49:37 +0000] "GET / HTTP/1.1" 200 12`: the time in UTC at the end of the request, its
/// first line, the status, the bytes of the body.
pub const HTTP_ACCESS_LOG_COMMON: CerverHttpAccessLogFormat = 0;
/// The same with `"referer" "user agent"` behind it.
pub const HTTP_ACCESS_LOG_COMBINED: CerverHttpAccessLogFormat = 1;
/// One object of JSON (RFC 8259) with these and: port, connection, whether the answer was complete, duration in
/// microseconds, request id, trace id and parent id.
pub const HTTP_ACCESS_LOG_JSON: CerverHttpAccessLogFormat = 2;
/// `address -> [METHOD] path - bytes received -> seconds -> status - bytes of the body`; `address -> Bad request -> status
/// - bytes of the body` for what could not be read as a request.
pub const HTTP_ACCESS_LOG_BRIEF: CerverHttpAccessLogFormat = 3;

/// Takes whole lines of the access log, `length` bytes, which end with a line feed (and have no NUL behind them). They
/// are the library's and valid until it returns. `data` is what it was registered with.
///
/// It runs on the threads of the reactors, on several at once when there are several, and holds up the connections of its
/// reactor: it must be quick. No lock of the library is held, and it may call any function.
pub type CerverHttpAccessLogFunction =
    Option<unsafe extern "C" fn(lines: *const c_void, length: usize, data: *mut c_void)>;

/// Writes a line for each request to the end of the file `path`, which is made with the permissions 0640 when it is not
/// there; of a named pipe the reader must be there. It takes the place of a log before; the default is none.
///
/// Each reactor writes its lines together, once in a turn, always whole ones and never longer than 4096 bytes, so that
/// several servers may share a file or pipe. What a pipe or socket does not take at once is tried again in the next turn;
/// a write to a file that took longer than a millisecond is followed by a pause of nine times as long. Lines that do not
/// fit into the buffer meanwhile are dropped and counted (see http_cerver_metrics_text()). A request without an answer has the status 499 when
/// the client has gone, 444 when its handler closed the connection. What a client sent is escaped.
///
/// Thread: any; it counts from the next start on, the file is opened at once.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the format, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path,
/// CERVER_ERROR_SYSTEM when it cannot be opened.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_access_log(
    http: *mut CerverHttp,
    format: CerverHttpAccessLogFormat,
    path: *const c_char,
) -> CerverStatus {
    status("http_cerver_set_access_log", || {
        let http = HttpObject::of(http)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let path = unsafe { text_up_to(path, MAX_PATH, "path") }?;
        http.app.set_access_log(Some(AccessLog::to_path(needed(format)?, Path::new(path))?));
        Ok(())
    })
}

/// The same to what a descriptor refers to: a file (always at its end), a pipe, a socket or a terminal, for example 2.
/// The descriptor is duplicated and stays the caller's; flags such as O_NONBLOCK are not set on it.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the format and for what cannot be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_access_log_fd(
    http: *mut CerverHttp,
    format: CerverHttpAccessLogFormat,
    fd: c_int,
) -> CerverStatus {
    status("http_cerver_set_access_log_fd", || {
        let http = HttpObject::of(http)?;
        http.app.set_access_log(Some(AccessLog::to_descriptor(needed(format)?, fd)?));
        Ok(())
    })
}

/// The same to a function. `data` is only handed back; it stays the caller's and must be good until the server's
/// teardown.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the format, CERVER_ERROR_NULL for the function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_access_log_function(
    http: *mut CerverHttp,
    format: CerverHttpAccessLogFormat,
    function: CerverHttpAccessLogFunction,
    data: *mut c_void,
) -> CerverStatus {
    status("http_cerver_set_access_log_function", || {
        let http = HttpObject::of(http)?;
        let function = function.ok_or_else(|| null("the function"))?;
        let data = Data(data);
        let take = move |lines: &[u8]| {
            // SAFETY: the program registered the function for this data; the lines live until it returns.
            unsafe { function(lines.as_ptr().cast(), lines.len(), data.get()) };
        };
        http.app.set_access_log(Some(AccessLog::to_function(needed(format)?, Arc::new(take))));
        Ok(())
    })
}

/// Writes no access log.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_disable_access_log(http: *mut CerverHttp) -> CerverStatus {
    status("http_cerver_disable_access_log", || {
        HttpObject::of(http)?.app.set_access_log(None);
        Ok(())
    })
}

/// Opens the file of the access log by its path again: for a rotation, after the file was renamed. Lines not yet written
/// go to the new file. On an error the old one stays in use.
///
/// Thread: any, also while the server runs.
/// Errors: handle errors; CERVER_ERROR_NOT_FOUND without a log, CERVER_ERROR_UNSUPPORTED when it has no path,
/// CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_reopen_access_log(http: *mut CerverHttp) -> CerverStatus {
    status("http_cerver_reopen_access_log", || HttpObject::of(http)?.app.reopen_access_log())
}

/// Bytes of lines that each reactor keeps while they cannot be written, at least 4096. Default 64 KiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for less.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_access_log_buffer(http: *mut CerverHttp, size: usize) -> CerverStatus {
    status("http_cerver_set_access_log_buffer", || {
        let http = HttpObject::of(http)?;
        if size < MAX_LINE {
            return Err(Error::new(Code::Argument, format!("the buffer must have room for a line: {MAX_LINE} bytes")));
        }
        http.app.configure(|options| options.access_log_buffer = size);
        Ok(())
    })
}

fn needed(format: CerverHttpAccessLogFormat) -> Result<LogFormat, Error> {
    match format {
        HTTP_ACCESS_LOG_COMMON => Ok(LogFormat::Common),
        HTTP_ACCESS_LOG_COMBINED => Ok(LogFormat::Combined),
        HTTP_ACCESS_LOG_JSON => Ok(LogFormat::Json),
        HTTP_ACCESS_LOG_BRIEF => Ok(LogFormat::Brief),
        _ => Err(Error::new(Code::Argument, format!("{format} is no format of the access log"))),
    }
}
