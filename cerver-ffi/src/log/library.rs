//! Lines of the library's own: what nobody called for and no call can return, such as a listener without descriptors.

use std::{
    cell::Cell,
    ffi::{CString, c_char, c_void},
    sync::Once,
};

use log::{Level, LevelFilter, Log, Metadata, Record};
use parking_lot::Mutex;

use super::{CerverLogType, LOG_TYPE_CERVER, LOG_TYPE_DEBUG, LOG_TYPE_ERROR, LOG_TYPE_NONE, LOG_TYPE_WARNING, note};
use crate::{
    boundary::guard::status,
    callback::Data,
    host,
    status::{CerverStatus, Code, Error},
};

/// Which lines of the library's own are written: one of the `CERVER_LOG_LEVEL_` constants, each with those before it.
pub type CerverLogLevel = i32;

/// None.
pub const CERVER_LOG_LEVEL_OFF: CerverLogLevel = 0;
/// What has failed: a function of the program that panicked, a file of the log that cannot be written.
pub const CERVER_LOG_LEVEL_ERROR: CerverLogLevel = 1;
/// What wants to be looked after: a listener without descriptors, a certificate that ends soon. The default.
pub const CERVER_LOG_LEVEL_WARNING: CerverLogLevel = 2;
/// What is worth knowing.
pub const CERVER_LOG_LEVEL_INFO: CerverLogLevel = 3;
/// What helps to find a fault, such as each client that could not be secured by TLS. Peers can bring many such lines about.
pub const CERVER_LOG_LEVEL_DEBUG: CerverLogLevel = 4;

/// Which lines of the library's own are written, unless the program says otherwise: CERVER_LOG_LEVEL_WARNING.
pub const CERVER_DEFAULT_LOG_LEVEL: CerverLogLevel = 2;

/// A program's function for the library's own lines. `type` is LOG_TYPE_ERROR, LOG_TYPE_WARNING, LOG_TYPE_CERVER (what is
/// worth knowing) or LOG_TYPE_DEBUG; `text` has no line feed at its end, is the library's and valid during the call. Called
/// on the thread that has something to say, of the library or of the program, on several at the same time; it must not
/// block. All functions may be called from it; what the library has to say meanwhile on the same thread is written as
/// without a function.
pub type CerverLogHandler =
    Option<unsafe extern "C" fn(r#type: CerverLogType, text: *const c_char, user_data: *mut c_void)>;

type Handler = unsafe extern "C" fn(CerverLogType, *const c_char, *mut c_void);

static HANDLER: Mutex<Option<(Handler, Data)>> = Mutex::new(None);

thread_local! {
    /// The program's function runs on this thread.
    static IS_INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Gives the library's own lines to `handler`, with `user_data`, which the library never looks behind. NULL, as at first,
/// writes them like those of cerver_log_warning() and its kin: to standard error, unless cerver_log_set_output_type() says
/// otherwise.
///
/// A handler that was replaced may still be at work on other threads for a moment.
///
/// Thread: any, also inside a handler.
/// Errors: none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_log_set_handler(handler: CerverLogHandler, user_data: *mut c_void) -> CerverStatus {
    status("cerver_log_set_handler", || {
        host::attach();
        *HANDLER.lock() = handler.map(|handler| (handler, Data(user_data)));
        Ok(())
    })
}

/// Chooses which lines of the library's own are written, from the next line on. Default CERVER_DEFAULT_LOG_LEVEL. The
/// program's own lines are not concerned.
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_log_set_level(level: CerverLogLevel) -> CerverStatus {
    status("cerver_log_set_level", || {
        host::attach();
        log::set_max_level(filter(level)?);
        Ok(())
    })
}

/// Has the library's own lines come here, from the first call on.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        if log::set_logger(&Lines).is_ok() {
            // The default stands in the list.
            log::set_max_level(filter(CERVER_DEFAULT_LOG_LEVEL).unwrap_or(LevelFilter::Warn));
        }
    });
}

fn filter(level: CerverLogLevel) -> Result<LevelFilter, Error> {
    Ok(match level {
        CERVER_LOG_LEVEL_OFF => LevelFilter::Off,
        CERVER_LOG_LEVEL_ERROR => LevelFilter::Error,
        CERVER_LOG_LEVEL_WARNING => LevelFilter::Warn,
        CERVER_LOG_LEVEL_INFO => LevelFilter::Info,
        CERVER_LOG_LEVEL_DEBUG => LevelFilter::Debug,
        _ => return Err(Error::new(Code::Argument, "the level is one of the CERVER_LOG_LEVEL_ constants")),
    })
}

/// Takes the lines.
struct Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let kind = match record.level() {
            Level::Error => LOG_TYPE_ERROR,
            Level::Warn => LOG_TYPE_WARNING,
            Level::Info => LOG_TYPE_CERVER,
            Level::Debug | Level::Trace => LOG_TYPE_DEBUG,
        };
        let text = record.args().to_string();
        let handler = *HANDLER.lock();
        let is_taken = handler.is_some_and(|(handler, data)| call(handler, data, kind, &text));
        if !is_taken {
            note(false, kind, LOG_TYPE_NONE, text.as_bytes());
        }
    }

    fn flush(&self) {}
}

/// Calls the program's function; false when that cannot be.
fn call(handler: Handler, data: Data, kind: CerverLogType, text: &str) -> bool {
    let Ok(text) = CString::new(text.replace('\0', " ")) else { return false };
    if IS_INSIDE.replace(true) {
        return false;
    }
    // SAFETY: the program gave the function for such calls on any thread; the text is valid during the call.
    let called = cerver_core::host::enter(|| unsafe { handler(kind, text.as_ptr(), data.get()) });
    IS_INSIDE.set(false);
    called.is_some()
}
