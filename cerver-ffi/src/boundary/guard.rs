//! The guard around the body of every exported function: a panic or an error becomes the failure value of the
//! function's return type, and the code and sentence go to the thread's last error.
//!
//! The signature stays plain Rust so that cbindgen can read it; only the body is a closure:
//! `guard("cerver_get_port", || Ok(servers().get(server)?.port()))`. The fast path is the closure itself: unwinding
//! tables cost nothing until a panic happens.

use std::{
    any::Any,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
};

use super::last_error;
use crate::status::{CERVER_ERROR_PANIC, CERVER_OK, CerverStatus, Error};

/// The value that tells a caller in C that the call failed.
pub(crate) trait Failure {
    const FAILURE: Self;
}

impl<T> Failure for *mut T {
    const FAILURE: Self = ptr::null_mut();
}

impl<T> Failure for *const T {
    const FAILURE: Self = ptr::null();
}

impl Failure for () {
    const FAILURE: Self = ();
}

impl Failure for bool {
    const FAILURE: Self = false;
}

/// Published functions answer 0 or 1; see [`outcome`].
impl Failure for u8 {
    const FAILURE: Self = 1;
}

impl Failure for u16 {
    const FAILURE: Self = 0;
}

impl Failure for u32 {
    const FAILURE: Self = 0;
}

impl Failure for f64 {
    const FAILURE: Self = 0.0;
}

impl Failure for u64 {
    const FAILURE: Self = 0;
}

impl Failure for usize {
    const FAILURE: Self = 0;
}

/// Descriptors; functions that return an enum name their own value through [`guard_or`].
impl Failure for i32 {
    const FAILURE: Self = -1;
}

/// Runs `body`; an error or a panic gives the failure value of the return type.
#[inline]
pub(crate) fn guard<T: Failure>(name: &'static str, body: impl FnOnce() -> Result<T, Error>) -> T {
    guard_or(name, T::FAILURE, body)
}

/// Runs `body`; an error or a panic gives `failure`.
#[inline]
pub(crate) fn guard_or<T>(name: &'static str, failure: T, body: impl FnOnce() -> Result<T, Error>) -> T {
    run(name, body).unwrap_or(failure)
}

/// Runs `body` for a function that returns a status.
#[inline]
pub(crate) fn status(name: &'static str, body: impl FnOnce() -> Result<(), Error>) -> CerverStatus {
    run(name, body).err().unwrap_or(CERVER_OK)
}

/// Runs `body` for a published function that returns 0 on success and 1 on failure, as `uint8_t` or `CerverOutcome`.
#[inline]
pub(crate) fn outcome<T: From<bool>>(name: &'static str, body: impl FnOnce() -> Result<(), Error>) -> T {
    T::from(run(name, body).is_err())
}

#[inline]
fn run<T>(name: &'static str, body: impl FnOnce() -> Result<T, Error>) -> Result<T, CerverStatus> {
    let guarded = AssertUnwindSafe(|| {
        #[cfg(feature = "panic-injection")]
        injection::check(name);
        body()
    });
    match catch_unwind(guarded) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(failed(name, &error)),
        Err(payload) => Err(panicked(name, payload)),
    }
}

#[cold]
fn failed(name: &str, error: &Error) -> CerverStatus {
    let code = error.code() as CerverStatus;
    last_error::set(code, error.os_error(), &[name, ": ", error.message()]);
    code
}

#[cold]
fn panicked(name: &str, payload: Box<dyn Any + Send>) -> CerverStatus {
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic without a message");
    last_error::set(CERVER_ERROR_PANIC, 0, &[name, ": ", message]);
    // The hook of a logger or the drop of a payload may panic as well; neither may leave this function.
    let logged = catch_unwind(AssertUnwindSafe(|| {
        crate::log::library::install();
        log::error!("panic in {name}: {message}");
    }));
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(payload)));
    mem::forget((logged, dropped));
    CERVER_ERROR_PANIC
}

/// Test only: `CERVER_TEST_PANIC=<function name>` (or `*`) makes that function panic.
#[cfg(feature = "panic-injection")]
mod injection {
    use std::sync::OnceLock;

    static TARGET: OnceLock<Option<String>> = OnceLock::new();

    pub(super) fn check(name: &str) {
        let target = TARGET.get_or_init(|| std::env::var("CERVER_TEST_PANIC").ok());
        if target.as_deref().is_some_and(|target| target == "*" || target == name) {
            panic!("injected into {name}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{CERVER_ERROR_ARGUMENT, Code};

    #[test]
    fn a_panic_becomes_the_failure_value() {
        assert_eq!(guard("f", || -> Result<u8, Error> { panic!("boom {}", 7) }), 1);
        assert_eq!(last_error::code(), CERVER_ERROR_PANIC);
        assert_eq!(last_error::message().to_str(), Ok("f: boom 7"));
        assert!(guard("f", || -> Result<*mut u32, Error> { panic!("boom") }).is_null());
        assert_eq!(status("f", || panic!("boom")), CERVER_ERROR_PANIC);
    }

    #[test]
    fn a_payload_that_panics_in_its_drop_stays_inside() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("second");
            }
        }
        assert_eq!(outcome::<u8>("f", || std::panic::panic_any(Bomb)), 1);
        assert_eq!(last_error::message().to_str(), Ok("f: panic without a message"));
    }

    #[test]
    fn an_error_sets_code_and_message_and_a_success_keeps_them() {
        assert_eq!(status("f", || Err(Error::new(Code::Argument, "no"))), CERVER_ERROR_ARGUMENT);
        assert_eq!(status("g", || Ok(())), CERVER_OK);
        assert_eq!(last_error::code(), CERVER_ERROR_ARGUMENT);
        assert_eq!(last_error::message().to_str(), Ok("f: no"));
    }
}
