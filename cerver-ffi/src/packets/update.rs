//! Functions of the program that a running server calls again and again.

use std::{ffi::c_void, mem, sync::Arc, time::Duration};

use cerver_core::config::Update;
use parking_lot::Mutex;

use crate::{
    boundary::{guard::guard, handle::Handle},
    callback::CustomData,
    handler::CerverAction,
    host,
    http::cerver::CerverDelete,
    objects::ServerObject,
    server::CerverServer,
    status::{Code, Error},
};

/// What an update function gets: memory of the library's, valid until it returns.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CerverUpdate {
    /// The server.
    pub cerver: *mut CerverServer,
    /// The `update_args` that were given with the function.
    pub args: *mut c_void,
}

/// The update functions of a server: that of the ticks, that of the interval.
#[derive(Default)]
pub(crate) struct Updates(Mutex<[Option<Update>; 2]>);

const TICKS: usize = 0;
const INTERVAL: usize = 1;

impl Updates {
    /// As the core calls them.
    pub(crate) fn all(&self) -> Vec<Update> {
        self.0.lock().iter().flatten().cloned().collect()
    }
}

/// Calls `update` with a CerverUpdate while the server runs, `fps` times a second, on a thread that only does this. Each
/// server, whatever its type, has one such function; a later call replaces it, and NULL removes it.
///
/// The first call comes one tick after the start. A call that takes longer than a tick delays the next one; what was missed
/// is not made up for. `delete_update_args`, which may be NULL, gets `update_args` once, when they are not NULL: in
/// cerver_teardown(), or when the function is replaced. It counts from the next start on.
///
/// Thread: any.
/// Errors: handle errors, and CERVER_ERROR_ARGUMENT for 0 ticks: then nothing is taken; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_update(
    server: *mut CerverServer,
    update: CerverAction,
    update_args: *mut c_void,
    delete_update_args: CerverDelete,
    fps: u8,
) {
    guard("cerver_set_update", || {
        host::attach();
        let interval = Duration::from_secs(1) / u32::from(fps).max(1);
        set(server, TICKS, fps > 0, Caller { update, update_args, delete_update_args, interval })
    })
}

/// The same as cerver_set_update() with a time of `interval` seconds between two calls, for a second function.
///
/// Thread: any.
/// Errors: handle errors, and CERVER_ERROR_ARGUMENT for an interval of 0: then nothing is taken; CERVER_ERROR_STATE while
/// it runs.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_set_update_interval(
    server: *mut CerverServer,
    update: CerverAction,
    update_args: *mut c_void,
    delete_update_args: CerverDelete,
    interval: u32,
) {
    guard("cerver_set_update_interval", || {
        host::attach();
        let time = Duration::from_secs(interval.into());
        set(server, INTERVAL, interval > 0, Caller { update, update_args, delete_update_args, interval: time })
    })
}

struct Caller {
    update: CerverAction,
    update_args: *mut c_void,
    delete_update_args: CerverDelete,
    interval: Duration,
}

fn set(server: *mut CerverServer, place: usize, is_valid: bool, caller: Caller) -> Result<(), Error> {
    let object = ServerObject::of(server)?;
    if !is_valid {
        return Err(Error::new(Code::Argument, "the time between two calls must not be 0"));
    }
    // Dropped after the lock: it may call the program.
    let before = object.set(|_| {
        let update = caller.update.map(|function| {
            let args = CustomData::default();
            args.set(caller.update_args);
            args.set_delete(caller.delete_update_args);
            let handle = Handle(server);
            core_update(function, handle, args, caller.interval)
        });
        mem::replace(&mut object.updates.0.lock()[place], update)
    })?;
    drop(before);
    Ok(())
}

fn core_update(
    function: unsafe extern "C" fn(*mut c_void),
    server: Handle<CerverServer>,
    args: CustomData,
    interval: Duration,
) -> Update {
    let update = move || {
        let (server, args) = (&server, &args);
        let mut update = CerverUpdate { cerver: server.0, args: args.get().cast_mut() };
        // SAFETY: the program gave the function for this argument.
        unsafe { host::call(function, ((&raw mut update).cast(),)) };
    };
    Update { interval, call: Arc::new(update) }
}
