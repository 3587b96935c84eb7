//! Status codes as C sees them. Names, sentences and numbers come from the one table of the core (`cerver_core::error`).

use std::{
    ffi::{CStr, CString},
    sync::LazyLock,
};

pub(crate) use cerver_core::error::{Code, Error};

/// Result of a call: 0 is success, every other value one of the `CERVER_ERROR_` constants.
pub type CerverStatus = i32;

/// Result of a published function: 0 on success, 1 on failure; the last error says why.
pub type CerverOutcome = u32;

/// The call did what it says.
pub const CERVER_OK: CerverStatus = 0;
/// The library failed inside (a bug: please report it). The server goes on.
pub const CERVER_ERROR_PANIC: CerverStatus = 1;
/// A handle, string or out-parameter is NULL.
pub const CERVER_ERROR_NULL: CerverStatus = 2;
/// The handle is stale (its object is gone) or was not made by this library.
pub const CERVER_ERROR_HANDLE: CerverStatus = 3;
/// The handle belongs to an object of another kind.
pub const CERVER_ERROR_TYPE: CerverStatus = 4;
/// An argument is out of its range or not well formed.
pub const CERVER_ERROR_ARGUMENT: CerverStatus = 5;
/// Not possible in the present state, for example because the server runs, or does not run.
pub const CERVER_ERROR_STATE: CerverStatus = 6;
/// The server is being turned by this or another thread.
pub const CERVER_ERROR_BUSY: CerverStatus = 7;
/// A limit is reached; the same call can succeed later.
pub const CERVER_ERROR_AGAIN: CerverStatus = 8;
/// The client has closed the connection.
pub const CERVER_ERROR_CLOSED: CerverStatus = 9;
/// The time given ended before the call was done.
pub const CERVER_ERROR_TIMEOUT: CerverStatus = 10;
/// Not supported by this version, or not for this kind of server.
pub const CERVER_ERROR_UNSUPPORTED: CerverStatus = 11;
/// An address could not be bound or listened on.
pub const CERVER_ERROR_ADDRESS: CerverStatus = 12;
/// A system call failed; the message has the system's text.
pub const CERVER_ERROR_SYSTEM: CerverStatus = 13;
/// Nothing was found under that name, index or path.
pub const CERVER_ERROR_NOT_FOUND: CerverStatus = 14;
/// There is not enough memory, or a table is full.
pub const CERVER_ERROR_MEMORY: CerverStatus = 15;
/// The handle was made before a fork and used in the child.
pub const CERVER_ERROR_FORKED: CerverStatus = 16;
/// The request has its answer already.
pub const CERVER_ERROR_ANSWERED: CerverStatus = 17;
/// Handlers are still running; their objects live on until they return.
pub const CERVER_ERROR_HANDLERS: CerverStatus = 18;
/// A signal or cerver_interrupt() ended the wait; the server goes on.
pub const CERVER_ERROR_INTERRUPTED: CerverStatus = 19;
/// TLS cannot be set up: the operator must change the certificate or key files, as the message says.
pub const CERVER_ERROR_TLS: CerverStatus = 20;

/// Name and sentence by number, with the NUL that C needs. Made once.
static TEXTS: LazyLock<Vec<Option<(CString, CString)>>> = LazyLock::new(|| {
    let mut texts = vec![None; Code::ALL.iter().map(|code| *code as usize + 1).max().unwrap_or(1)];
    texts[0] = Some((c"CERVER_OK".to_owned(), c"no error".to_owned()));
    for code in Code::ALL {
        let texts_of = (CString::new(code.name()), CString::new(code.sentence()));
        if let (Ok(name), Ok(sentence)) = texts_of {
            texts[*code as usize] = Some((name, sentence));
        }
    }
    texts
});

/// The constant's name; a number outside the table has one too.
pub(crate) fn name(status: CerverStatus) -> &'static CStr {
    texts(status).map_or(c"CERVER_ERROR_UNKNOWN", |texts| &texts.0)
}

/// The general sentence of a code.
pub(crate) fn sentence(status: CerverStatus) -> &'static CStr {
    texts(status).map_or(c"this number is not a status", |texts| &texts.1)
}

fn texts(status: CerverStatus) -> Option<&'static (CString, CString)> {
    TEXTS.get(usize::try_from(status).ok()?)?.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_are_those_of_the_core() {
        let source = include_str!("status.rs");
        for code in Code::ALL {
            let line = format!("pub const {}: CerverStatus = {};", code.name(), *code as i32);
            assert!(source.contains(&line), "{line} is missing");
            assert_eq!(name(*code as i32).to_str(), Ok(code.name()));
            assert_eq!(sentence(*code as i32).to_str(), Ok(code.sentence()));
        }
    }

    #[test]
    fn every_number_has_a_name_and_a_sentence() {
        assert_eq!((name(CERVER_OK), sentence(CERVER_OK)), (c"CERVER_OK", c"no error"));
        for unknown in [-1, 99, i32::MIN, i32::MAX] {
            assert_eq!(name(unknown), c"CERVER_ERROR_UNKNOWN");
            assert!(!sentence(unknown).is_empty());
        }
    }
}
