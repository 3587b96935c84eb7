//! Mutexes and conditions.

use std::sync::Arc;

use parking_lot::{Condvar, Mutex};

use crate::{
    boundary::{
        guard::guard,
        handle::{Kind, Table},
    },
    status::{Code, Error},
};

static MUTEXES: Table<Arc<Exclusion>> = Table::new(Kind::ThreadMutex);
static CONDITIONS: Table<Arc<Condition>> = Table::new(Kind::ThreadCond);

/// A mutex. A handle, valid from thread_mutex_new() until thread_mutex_delete(); not a pthread_mutex_t.
pub struct CerverMutex {
    _private: (),
}

/// A condition that threads wait for. A handle, valid from thread_cond_new() until thread_cond_delete(); not a
/// pthread_cond_t.
pub struct CerverCond {
    _private: (),
}

/// Makes a mutex that nobody holds. NULL on error. The caller's, to be given to thread_mutex_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn thread_mutex_new() -> *mut CerverMutex {
    guard("thread_mutex_new", || {
        let state = Held { owner: NOBODY, is_deleted: false };
        MUTEXES.insert(Arc::new(Exclusion { state: Mutex::new(state), freed: Condvar::new() }))
    })
}

/// Frees a mutex that nobody holds.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_BUSY while a thread holds it: it stays.
#[unsafe(no_mangle)]
pub extern "C" fn thread_mutex_delete(mutex: *mut CerverMutex) {
    guard("thread_mutex_delete", || {
        let object = MUTEXES.get(mutex)?;
        let mut state = object.state.lock();
        if state.owner != NOBODY {
            return Err(Error::new(Code::Busy, "a thread holds the mutex"));
        }
        state.is_deleted = true;
        MUTEXES.remove(mutex)?;
        object.freed.notify_all();
        Ok(())
    });
}

/// Waits until nobody holds the mutex and takes it.
///
/// Thread: any; in a handler it keeps the handler's thread from other work. Signals do not end the wait.
/// Errors: handle errors; CERVER_ERROR_STATE when this thread holds it already, CERVER_ERROR_CLOSED when it was deleted
/// meanwhile: then the mutex is not taken (again).
#[unsafe(no_mangle)]
pub extern "C" fn thread_mutex_lock(mutex: *mut CerverMutex) {
    guard("thread_mutex_lock", || MUTEXES.get(mutex)?.take());
}

/// Gives the mutex up.
///
/// Thread: the one that took it.
/// Errors: handle errors; CERVER_ERROR_STATE when this thread does not hold it.
#[unsafe(no_mangle)]
pub extern "C" fn thread_mutex_unlock(mutex: *mut CerverMutex) {
    guard("thread_mutex_unlock", || MUTEXES.get(mutex)?.give_up());
}

/// Makes a condition. NULL on error. The caller's, to be given to thread_cond_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn thread_cond_new() -> *mut CerverCond {
    guard("thread_cond_new", || {
        let state = Turns { next: 0, woken: 0, is_deleted: false };
        CONDITIONS.insert(Arc::new(Condition { state: Mutex::new(state), changed: Condvar::new() }))
    })
}

/// Frees a condition. Threads that wait for it go on with an error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn thread_cond_delete(cond: *mut CerverCond) {
    guard("thread_cond_delete", || {
        let condition = CONDITIONS.remove(cond)?;
        condition.state.lock().is_deleted = true;
        condition.changed.notify_all();
        Ok(())
    });
}

/// Gives the mutex up, waits until the condition is signalled, and takes the mutex again. Threads are woken in the order
/// in which they came, and never without a signal.
///
/// Thread: one that holds the mutex. Signals do not end the wait.
/// Errors: handle errors; CERVER_ERROR_STATE when this thread does not hold the mutex; CERVER_ERROR_CLOSED when the
/// condition was deleted meanwhile (the mutex is held again), or the mutex was (it is not).
#[unsafe(no_mangle)]
pub extern "C" fn thread_cond_wait(cond: *mut CerverCond, mutex: *mut CerverMutex) {
    guard("thread_cond_wait", || {
        let (condition, mutex) = (CONDITIONS.get(cond)?, MUTEXES.get(mutex)?);
        condition.wait(&mutex)
    });
}

/// Wakes the thread that waits for the condition the longest, if one does.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn thread_cond_signal(cond: *mut CerverCond) {
    guard("thread_cond_signal", || {
        CONDITIONS.get(cond)?.wake(|turns| turns.next.min(turns.woken + 1));
        Ok(())
    });
}

/// Wakes all threads that wait for the condition.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn thread_cond_broadcast(cond: *mut CerverCond) {
    guard("thread_cond_broadcast", || {
        CONDITIONS.get(cond)?.wake(|turns| turns.next);
        Ok(())
    });
}

/// Number of no thread.
const NOBODY: usize = 0;

struct Exclusion {
    state: Mutex<Held>,
    freed: Condvar,
}

struct Held {
    owner: usize,
    is_deleted: bool,
}

impl Exclusion {
    fn take(&self) -> Result<(), Error> {
        let own = this_thread();
        let mut state = self.state.lock();
        if state.owner == own {
            return Err(Error::new(Code::State, "this thread holds the mutex already"));
        }
        while state.owner != NOBODY && !state.is_deleted {
            self.freed.wait(&mut state);
        }
        if state.is_deleted {
            return Err(Error::new(Code::Closed, "the mutex was deleted"));
        }
        state.owner = own;
        Ok(())
    }

    fn give_up(&self) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.owner != this_thread() {
            return Err(Error::new(Code::State, "this thread does not hold the mutex"));
        }
        state.owner = NOBODY;
        self.freed.notify_one();
        Ok(())
    }
}

struct Condition {
    state: Mutex<Turns>,
    changed: Condvar,
}

/// Who waits takes a number; all with a number below `woken` may go.
struct Turns {
    next: u64,
    woken: u64,
    is_deleted: bool,
}

impl Condition {
    fn wait(&self, mutex: &Exclusion) -> Result<(), Error> {
        let mut turns = self.state.lock();
        mutex.give_up()?;
        let own = turns.next;
        turns.next += 1;
        while turns.woken <= own && !turns.is_deleted {
            self.changed.wait(&mut turns);
        }
        let was_woken = turns.woken > own;
        drop(turns);
        mutex.take()?;
        if was_woken { Ok(()) } else { Err(Error::new(Code::Closed, "the condition was deleted")) }
    }

    fn wake(&self, up_to: impl FnOnce(&Turns) -> u64) {
        let mut turns = self.state.lock();
        turns.woken = up_to(&turns);
        self.changed.notify_all();
    }
}

fn this_thread() -> usize {
    // SAFETY: has no conditions; the number is not 0 and that of no other living thread.
    unsafe { libc::pthread_self() as usize }
}
