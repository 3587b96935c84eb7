//! The one table of errors: number, name and sentence, and the error value that carries them.
//!
//! Numbers are part of the C ABI: they are never changed and never reused.

use std::{borrow::Cow, fmt, io};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $c_name:literal, $sentence:literal;)*) => {
        /// What went wrong, as a number that every language sees.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum Code { $($(#[$doc])* $name = $number,)* }

        impl Code {
            /// Every code, in ascending order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The name of the code in C.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$name => $c_name,)* }
            }

            /// One sentence that says what happened and who must act.
            pub const fn sentence(self) -> &'static str {
                match self { $(Code::$name => $sentence,)* }
            }
        }
    };
}

codes! {
    /// A defect of the library was contained.
    Panic = 1, "CERVER_ERROR_PANIC", "the library met a defect of its own and contained it: please report it";
    /// A pointer that must not be NULL was NULL.
    Null = 2, "CERVER_ERROR_NULL", "the caller passed NULL where a value is needed";
    /// A handle that is no longer valid or was never given out.
    Handle = 3, "CERVER_ERROR_HANDLE", "the caller passed a handle that is freed, finished or from elsewhere";
    /// A handle of another kind.
    Type = 4, "CERVER_ERROR_TYPE", "the caller passed a handle of another kind";
    /// A value outside its range.
    Argument = 5, "CERVER_ERROR_ARGUMENT", "the caller passed a value that is not allowed here";
    /// The object is in a state that does not allow the call.
    State = 6, "CERVER_ERROR_STATE", "the call is not possible in the present state";
    /// A reactor is being turned already.
    Busy = 7, "CERVER_ERROR_BUSY", "the reactor is being turned already";
    /// A limit is reached for the moment.
    Again = 8, "CERVER_ERROR_AGAIN", "a limit is reached: try again later";
    /// The peer has gone.
    Closed = 9, "CERVER_ERROR_CLOSED", "the client has gone";
    /// The time given has passed.
    Timeout = 10, "CERVER_ERROR_TIMEOUT", "the time given has passed";
    /// Not offered by this build.
    Unsupported = 11, "CERVER_ERROR_UNSUPPORTED", "this is not offered by this version of the library";
    /// An address could not be listened on.
    Address = 12, "CERVER_ERROR_ADDRESS", "the address cannot be listened on";
    /// A system call failed.
    System = 13, "CERVER_ERROR_SYSTEM", "the operating system refused";
    /// Nothing there under that name.
    NotFound = 14, "CERVER_ERROR_NOT_FOUND", "there is nothing of that name";
    /// No room left.
    Memory = 15, "CERVER_ERROR_MEMORY", "a limit on memory or handles is reached";
    /// Used in a forked child.
    Forked = 16, "CERVER_ERROR_FORKED", "the library was started before fork: the child may only exec";
    /// Answered already.
    Answered = 17, "CERVER_ERROR_ANSWERED", "the request has its answer already";
    /// Handlers outlived the stop.
    Handlers = 18, "CERVER_ERROR_HANDLERS", "handlers were still running when the time for the stop was over";
    /// A signal ended the wait.
    Interrupted = 19, "CERVER_ERROR_INTERRUPTED", "a signal ended the wait";
    /// Certificates, keys or options of TLS are of no use.
    Tls = 20, "CERVER_ERROR_TLS", "TLS cannot be set up: the operator must change the certificate or key files";
}

/// An error code with the particulars of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: Code,
    message: Cow<'static, str>,
    os_error: i32,
}

impl Error {
    /// An error with its own text; the text says who must change what.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), os_error: 0 }
    }

    /// A failed system call: what was tried, and what the system said.
    pub fn system(what: &str, error: &io::Error) -> Self {
        Self::new(Code::System, format!("{what}: {error}")).because_of(error)
    }

    /// The same error with the system's number of what led to it.
    pub fn because_of(self, error: &io::Error) -> Self {
        Self { os_error: error.raw_os_error().unwrap_or(0), ..self }
    }

    /// The system's number (errno) of what led to the error; 0 when it has none.
    pub const fn os_error(&self) -> i32 {
        self.os_error
    }

    /// The code of the error.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The text of the error.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self { code, message: Cow::Borrowed(code.sentence()), os_error: 0 }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The result of everything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_names_are_distinct() {
        for pair in Code::ALL.windows(2) {
            assert!((pair[0] as i32) < (pair[1] as i32));
            assert_ne!(pair[0].name(), pair[1].name());
        }
        assert!(Code::ALL.iter().all(|code| code.name().starts_with("CERVER_ERROR_")));
    }
}
