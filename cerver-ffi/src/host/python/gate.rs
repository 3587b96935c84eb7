//! The gate between the library's threads and Python: opened when it is certain that Python calls, closed by Python's
//! `atexit`. A thread goes through it before each handler and comes back after it; the closing waits for those inside.

use std::{
    cell::Cell,
    ffi::c_int,
    mem, ptr,
    sync::atomic::{AtomicU8, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use cerver_core::host::{self, Hooks};
use parking_lot::{Condvar, Mutex};

use super::api::{Api, Function, Method, NO_ARGUMENTS, Object, ThreadState};
use crate::boundary::fork;

/// How long Python's end waits for handlers that are running.
const PATIENCE: Duration = Duration::from_secs(2);

/// No Python was met: handlers are not its.
const ABSENT: u8 = 0;
const OPEN: u8 = 1;
/// Python ends or has ended: no handler may run any more.
const CLOSED: u8 = 2;

static GATE: AtomicU8 = AtomicU8::new(ABSENT);
/// Threads of the library that are inside. Counted before the gate is looked at, so that the closing sees either the
/// count or is seen itself.
static INSIDE: AtomicUsize = AtomicUsize::new(0);
static ATTACHING: Mutex<()> = Mutex::new(());
static LEFT: (Mutex<()>, Condvar) = (Mutex::new(()), Condvar::new());

thread_local! {
    /// How often this thread is inside.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static STATE: Cell<State> = const { Cell::new(State::Unknown) };
}

/// What Python knows of this thread.
#[derive(Clone, Copy)]
enum State {
    Unknown,
    /// Python made the thread, or another library made its state: not ours to keep.
    Foreign,
    /// Our state, without the lock, and what `PyGILState_Ensure` said.
    Kept(*mut ThreadState, c_int),
}

/// Opens the gate if this call comes from Python through ctypes. Called by the functions every program begins with.
pub(crate) fn attach() {
    if GATE.load(Ordering::Acquire) == ABSENT {
        try_attach();
    }
}

/// Whether a call has come from Python through ctypes.
pub(crate) fn is_met() -> bool {
    GATE.load(Ordering::Acquire) != ABSENT
}

/// Calls a function of the program that may still run when Python ends. Before 3.14, Python ends a thread that comes back
/// to it then with `pthread_exit`, and the process would end with an abort as soon as the unwinding met a frame that
/// catches panics. So the thread stops here, as it does in newer ones, for what is left of the process.
///
/// # Safety
/// The function may be called with these arguments.
#[inline]
pub(crate) unsafe fn call<A, F: ProgramFunction<A>>(function: F, arguments: A) -> F::Result {
    struct Stop;
    impl Drop for Stop {
        fn drop(&mut self) {
            if GATE.load(Ordering::Acquire) == CLOSED && !thread::panicking() {
                loop {
                    thread::park();
                }
            }
        }
    }
    let stop = Stop;
    // SAFETY: the caller's promise.
    let result = unsafe { function.call(arguments) };
    mem::forget(stop);
    result
}

/// A function of the program, by its arguments.
pub(crate) trait ProgramFunction<A> {
    type Result;

    /// Calls it as `C-unwind`: otherwise nothing of the caller's frame would run when its thread is ended.
    ///
    /// # Safety
    /// The function may be called with these arguments.
    unsafe fn call(self, arguments: A) -> Self::Result;
}

macro_rules! functions {
    ($(($($name:ident: $kind:ident),+))*) => {
        $(impl<R, $($kind),+> ProgramFunction<($($kind,)+)> for unsafe extern "C" fn($($kind),+) -> R {
            type Result = R;

            #[inline(always)]
            unsafe fn call(self, ($($name,)+): ($($kind,)+)) -> R {
                // SAFETY: the same function; the type only says what may leave it.
                let function: unsafe extern "C-unwind" fn($($kind),+) -> R = unsafe { mem::transmute(self) };
                // SAFETY: the caller's promise.
                unsafe { function($($name),+) }
            }
        })*
    };
}

functions! { (a: A) (a: A, b: B) (a: A, b: B, c: C) }

/// Lets a thread of the library in before a handler; false when Python has ended and the handler must not run.
#[inline]
fn enter() -> bool {
    match GATE.load(Ordering::Acquire) {
        ABSENT => true,
        OPEN => go_in(),
        _ => false,
    }
}

/// The way back after a handler that [`enter`] let in.
#[inline]
fn leave() {
    let depth = DEPTH.get();
    if depth == 0 {
        return; // entered before Python was met
    }
    DEPTH.set(depth - 1);
    if depth == 1 {
        go_out();
    }
}

/// Gives the state of a thread that ends back to Python, unless Python ended first: then it is abandoned.
fn thread_end() {
    let State::Kept(state, token) = STATE.replace(State::Unknown) else { return };
    let Some(api) = Api::find() else { return };
    INSIDE.fetch_add(1, Ordering::SeqCst);
    if GATE.load(Ordering::SeqCst) == OPEN {
        // SAFETY: the state is this thread's own, saved by PyEval_SaveThread after the PyGILState_Ensure that gave the
        // token; Python cannot end before this thread is out again.
        unsafe {
            (api.restore_thread)(state);
            (api.release)(token);
        }
    }
    go_out();
}

/// Whether Python is here and has not ended.
pub(super) fn is_open() -> bool {
    GATE.load(Ordering::Acquire) == OPEN
}

fn go_in() -> bool {
    let depth = DEPTH.get();
    if depth == 0 {
        INSIDE.fetch_add(1, Ordering::SeqCst);
        if GATE.load(Ordering::SeqCst) != OPEN {
            go_out();
            return false;
        }
        if matches!(STATE.get(), State::Unknown) {
            keep_state();
        }
    }
    DEPTH.set(depth + 1);
    true
}

fn go_out() {
    INSIDE.fetch_sub(1, Ordering::SeqCst);
    if GATE.load(Ordering::SeqCst) == CLOSED {
        let _waiting = LEFT.0.lock();
        LEFT.1.notify_all();
    }
}

#[cold]
fn keep_state() {
    let Some(api) = Api::find() else { return };
    if api.knows_this_thread() {
        STATE.set(State::Foreign);
        return;
    }
    // SAFETY: the thread has no state; the first call makes one and takes the lock, the second one releases the lock and
    // keeps the state. Python cannot end in between, because this thread is counted as inside.
    unsafe {
        let token = (api.ensure)();
        STATE.set(State::Kept((api.save_thread)(), token));
    }
}

#[cold]
fn try_attach() {
    let Some(api) = Api::find() else { return };
    if !api.called_by_ctypes() {
        return;
    }
    // Taken before Python's lock and never by a thread that holds it, so the two cannot wait for each other.
    let _attaching = ATTACHING.lock();
    if GATE.load(Ordering::Acquire) != ABSENT {
        return;
    }
    fork::watch();
    // SAFETY: the thread has a state and does not hold the lock; everything between the two calls holds it.
    unsafe {
        let token = (api.ensure)();
        if register(api).is_some() {
            host::install(Hooks { enter, leave, thread_end });
            GATE.store(OPEN, Ordering::SeqCst);
        }
        (api.release)(token);
    }
}

/// Registers the closing with Python's `atexit`.
///
/// # Safety
/// The calling thread holds the lock.
unsafe fn register(api: &'static Api) -> Option<()> {
    static CLOSE: Method = Method {
        name: c"cerver_close_gate".as_ptr(),
        function: Function { plain: close },
        flags: NO_ARGUMENTS,
        doc: ptr::null(),
    };
    // SAFETY: the lock is held by the caller's promise.
    unsafe {
        let close = api.function(&CLOSE)?;
        api.import(c"atexit", c"register")?.call(&close)?;
    }
    Some(())
}

/// Closes the gate and waits, with the lock released, for the threads inside. Called by Python with the lock held.
unsafe extern "C" fn close(_: *mut Object, _: *mut Object) -> *mut Object {
    GATE.store(CLOSED, Ordering::SeqCst);
    let Some(api) = Api::find() else { return ptr::null_mut() };
    // In a forked child the other threads do not exist, and their counts will never change.
    if !fork::is_child() && INSIDE.load(Ordering::SeqCst) > 0 {
        // SAFETY: the thread holds the lock; it is released here and taken back below with the same state.
        let state = unsafe { (api.save_thread)() };
        wait_until_empty();
        // SAFETY: as above.
        unsafe { (api.restore_thread)(state) };
    }
    // SAFETY: the lock is held.
    unsafe { api.number(0) }.map_or(ptr::null_mut(), |zero| zero.into_raw())
}

fn wait_until_empty() {
    let end = Instant::now() + PATIENCE;
    let mut waiting = LEFT.0.lock();
    while INSIDE.load(Ordering::SeqCst) > 0 && !LEFT.1.wait_until(&mut waiting, end).timed_out() {}
}
