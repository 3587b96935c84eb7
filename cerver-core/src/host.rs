//! Neutral hooks for a language runtime that wants to know when library threads are about to call its code.
//!
//! A runtime with a per-thread state (Python) makes that state on the first call, keeps it, and gives it up when the
//! thread ends; at its own end it closes the gate: [`enter`] then refuses, and the call into user code does not happen.

use crate::sys;
use std::{
    io,
    sync::OnceLock,
    thread::{Builder, JoinHandle},
};

/// What a runtime offers; all functions are called without any lock of the library held.
#[derive(Clone, Copy, Debug)]
pub struct Hooks {
    /// Before user code runs on this thread; false = the runtime is gone, do not call.
    pub enter: fn() -> bool,
    /// After user code that [`Hooks::enter`] allowed.
    pub leave: fn(),
    /// A thread of the library ends.
    pub thread_end: fn(),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// Installs the hooks for the life of the process; later calls change nothing and return false.
pub fn install(hooks: Hooks) -> bool {
    HOOKS.set(hooks).is_ok()
}

/// Runs `call` between the hooks; None when the runtime refuses.
#[inline]
pub fn enter<R>(call: impl FnOnce() -> R) -> Option<R> {
    let Some(hooks) = HOOKS.get() else { return Some(call()) };
    if !(hooks.enter)() {
        return None;
    }
    struct Leave(fn());
    impl Drop for Leave {
        fn drop(&mut self) {
            (self.0)();
        }
    }
    let _leave = Leave(hooks.leave);
    Some(call())
}

/// Makes a thread of the library that belongs to no server: named, with the signals left to the program, and its end
/// told to the hooks.
pub fn spawn(name: String, body: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            thread_end();
        }
    }
    let _mask = sys::mask_library_thread();
    Builder::new().name(name).spawn(move || {
        let _end = End;
        body();
    })
}

/// A thread of the library ends.
pub(crate) fn thread_end() {
    if let Some(hooks) = HOOKS.get() {
        (hooks.thread_end)();
    }
}
