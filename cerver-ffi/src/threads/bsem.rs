//! Binary semaphores.

use std::{
    ffi::{c_int, c_void},
    sync::Arc,
};

use parking_lot::{Condvar, Mutex};

use crate::{
    boundary::{
        guard::guard,
        handle::{Kind, Table},
    },
    status::{Code, Error},
};

static BSEMS: Table<Arc<Bsem>> = Table::new(Kind::Bsem);

/// A binary semaphore: 0 or 1. A handle, valid from bsem_new() until bsem_delete().
pub struct CerverBsem {
    _private: (),
}

struct Bsem {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    is_set: bool,
    is_deleted: bool,
}

/// Makes a semaphore of value 0. NULL on error. The caller's, to be given to bsem_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn bsem_new() -> *mut CerverBsem {
    guard("bsem_new", || {
        let state = State { is_set: false, is_deleted: false };
        BSEMS.insert(Arc::new(Bsem { state: Mutex::new(state), changed: Condvar::new() }))
    })
}

/// Frees a semaphore. Threads that wait for it go on with an error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn bsem_delete(bsem_ptr: *mut c_void) {
    guard("bsem_delete", || {
        let bsem = BSEMS.remove(bsem_ptr)?;
        bsem.state.lock().is_deleted = true;
        bsem.changed.notify_all();
        Ok(())
    });
}

/// Sets the value to 0 or 1; a semaphore needs no other preparation.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for any other value.
#[unsafe(no_mangle)]
pub extern "C" fn bsem_init(bsem_p: *mut CerverBsem, value: c_int) {
    guard("bsem_init", || {
        let bsem = BSEMS.get(bsem_p)?;
        if !matches!(value, 0 | 1) {
            return Err(Error::new(Code::Argument, "the value of a binary semaphore is 0 or 1"));
        }
        bsem.set(value == 1);
        Ok(())
    });
}

/// Sets the value to 0. Threads that wait go on waiting.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn bsem_reset(bsem_p: *mut CerverBsem) {
    guard("bsem_reset", || {
        BSEMS.get(bsem_p)?.set(false);
        Ok(())
    });
}

/// Sets the value to 1 and wakes one thread that waits.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn bsem_post(bsem_p: *mut CerverBsem) {
    guard("bsem_post", || {
        BSEMS.get(bsem_p)?.set(true);
        Ok(())
    });
}

/// Sets the value to 1 and wakes all threads that wait. One of them gets it, the others go on waiting.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn bsem_post_all(bsem_p: *mut CerverBsem) {
    guard("bsem_post_all", || {
        let bsem = BSEMS.get(bsem_p)?;
        bsem.state.lock().is_set = true;
        bsem.changed.notify_all();
        Ok(())
    });
}

/// Waits until the value is 1 and sets it to 0.
///
/// Thread: any; in a handler it keeps the handler's thread from other work. Signals do not end the wait.
/// Errors: handle errors; CERVER_ERROR_CLOSED when the semaphore was deleted meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn bsem_wait(bsem_p: *mut CerverBsem) {
    guard("bsem_wait", || {
        let bsem = BSEMS.get(bsem_p)?;
        let mut state = bsem.state.lock();
        while !state.is_set && !state.is_deleted {
            bsem.changed.wait(&mut state);
        }
        if !state.is_set {
            return Err(Error::new(Code::Closed, "the semaphore was deleted"));
        }
        state.is_set = false;
        Ok(())
    });
}

impl Bsem {
    fn set(&self, is_set: bool) {
        self.state.lock().is_set = is_set;
        if is_set {
            self.changed.notify_one();
        }
    }
}
