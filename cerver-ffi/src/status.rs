//! Status codes: one table with number, name and sentence. Numbers are never used again for something else.

use std::{borrow::Cow, ffi::CStr};

/// Result of a call: 0 is success, every other value one of the `CERVER_ERROR_` constants.
pub type CerverStatus = i32;

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

const UNKNOWN: (&CStr, &CStr) = (c"CERVER_ERROR_UNKNOWN", c"this number is not a status");

/// Name and sentence of each code, in the order of the numbers.
const TABLE: [(CerverStatus, &CStr, &CStr); 20] = [
    (CERVER_OK, c"CERVER_OK", c"no error"),
    (CERVER_ERROR_PANIC, c"CERVER_ERROR_PANIC", c"the library failed inside; please report it"),
    (CERVER_ERROR_NULL, c"CERVER_ERROR_NULL", c"an argument that must be given is NULL"),
    (CERVER_ERROR_HANDLE, c"CERVER_ERROR_HANDLE", c"the handle is stale or was not made by this library"),
    (CERVER_ERROR_TYPE, c"CERVER_ERROR_TYPE", c"the handle belongs to an object of another kind"),
    (CERVER_ERROR_ARGUMENT, c"CERVER_ERROR_ARGUMENT", c"an argument is out of range or not well formed"),
    (CERVER_ERROR_STATE, c"CERVER_ERROR_STATE", c"not possible in the present state"),
    (CERVER_ERROR_BUSY, c"CERVER_ERROR_BUSY", c"the server is being turned already"),
    (CERVER_ERROR_AGAIN, c"CERVER_ERROR_AGAIN", c"a limit is reached; try again later"),
    (CERVER_ERROR_CLOSED, c"CERVER_ERROR_CLOSED", c"the client has closed the connection"),
    (CERVER_ERROR_TIMEOUT, c"CERVER_ERROR_TIMEOUT", c"the time given ended first"),
    (CERVER_ERROR_UNSUPPORTED, c"CERVER_ERROR_UNSUPPORTED", c"not supported"),
    (CERVER_ERROR_ADDRESS, c"CERVER_ERROR_ADDRESS", c"the address could not be bound or listened on"),
    (CERVER_ERROR_SYSTEM, c"CERVER_ERROR_SYSTEM", c"a system call failed"),
    (CERVER_ERROR_NOT_FOUND, c"CERVER_ERROR_NOT_FOUND", c"not found"),
    (CERVER_ERROR_MEMORY, c"CERVER_ERROR_MEMORY", c"not enough memory, or a table is full"),
    (CERVER_ERROR_FORKED, c"CERVER_ERROR_FORKED", c"the handle belongs to the parent process"),
    (CERVER_ERROR_ANSWERED, c"CERVER_ERROR_ANSWERED", c"the request has its answer already"),
    (CERVER_ERROR_HANDLERS, c"CERVER_ERROR_HANDLERS", c"handlers are still running"),
    (CERVER_ERROR_INTERRUPTED, c"CERVER_ERROR_INTERRUPTED", c"a signal or cerver_interrupt() ended the wait"),
];

/// An error on its way to the caller's thread: a code of the table above and a sentence that says more.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) code: CerverStatus,
    pub(crate) message: Cow<'static, str>,
}

impl Error {
    pub(crate) fn new(code: CerverStatus, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into() }
    }
}

pub(crate) fn pending<T, V>(_: V) -> Result<T, Error> {
    Err(Error::new(CERVER_ERROR_UNSUPPORTED, "not in this build"))
}

/// The constant's name; a number outside the table has one too.
pub(crate) fn name(status: CerverStatus) -> &'static CStr {
    row(status).0
}

/// The general sentence of a code.
pub(crate) fn sentence(status: CerverStatus) -> &'static CStr {
    row(status).1
}

fn row(status: CerverStatus) -> (&'static CStr, &'static CStr) {
    usize::try_from(status).ok().and_then(|index| TABLE.get(index)).map_or(UNKNOWN, |row| (row.1, row.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_numbers() {
        for (index, (code, ..)) in TABLE.iter().enumerate() {
            assert_eq!(*code as usize, index);
        }
    }

    #[test]
    fn every_number_has_a_name_and_a_sentence() {
        assert_eq!(name(CERVER_ERROR_NULL), c"CERVER_ERROR_NULL");
        for unknown in [-1, 20, i32::MIN, i32::MAX] {
            assert_eq!((name(unknown), sentence(unknown)), UNKNOWN);
        }
    }
}
