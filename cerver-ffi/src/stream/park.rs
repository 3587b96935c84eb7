//! Servers that are put aside under a name, while a script is loaded anew.

use std::{
    collections::HashMap,
    ffi::c_char,
    sync::{Arc, LazyLock},
};

use parking_lot::Mutex;

use crate::{
    boundary::{
        guard::{guard, status},
        strings::text,
    },
    objects::{SERVERS, ServerObject},
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

/// Servers that can be put aside at a time.
const MOST: usize = 256;

static PARKED: LazyLock<Mutex<HashMap<String, Arc<ServerObject>>>> = LazyLock::new(Mutex::default);

/// Puts a stream server that is pulled aside under a name, with its listeners, its connections and what waits for them, so
/// that a script can be loaded anew. Nothing happens with it meanwhile. The handle is stale from now on, those of its
/// connections stay good. At most 256 servers are put aside at a time; those that are never taken again end with the process.
///
/// Thread: any, but none may be in cerver_next_events() of this server.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_BUSY for a name that is taken, CERVER_ERROR_AGAIN when there are
/// too many, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE for one that runs on threads of the
/// library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_park(server: *mut CerverServer, name: *const c_char) -> CerverStatus {
    status("cerver_park", || {
        let object = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        may_be_put_aside(&object)?;
        let mut parked = PARKED.lock();
        if parked.contains_key(name) {
            return Err(Error::new(Code::Busy, "another server is parked under this name"));
        }
        if parked.len() >= MOST {
            return Err(Error::new(Code::Again, "too many servers are parked"));
        }
        if let Ok(session) = object.network() {
            session.forget_handler();
        }
        parked.insert(name.to_owned(), SERVERS.remove(server)?);
        Ok(())
    })
}

/// Whether the server is one that is pulled, and is not turned at this moment.
pub(crate) fn may_be_put_aside(object: &ServerObject) -> Result<(), Error> {
    object.stream()?;
    if object.core.is_running() && object.core.poll_descriptor().is_err() {
        return Err(Error::new(Code::State, "only a server that is opened, and not turned now, can be put aside"));
    }
    Ok(())
}

/// Takes a server that cerver_park() has put aside; returns its new handle, which is the caller's, to be given to
/// cerver_teardown(). Of several callers one gets it. NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL, CERVER_ERROR_NOT_FOUND when there is none of that name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_unpark(name: *const c_char) -> *mut CerverServer {
    guard("cerver_unpark", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        let mut parked = PARKED.lock();
        let server =
            parked.get(name).ok_or_else(|| Error::new(Code::NotFound, "no server is parked under this name"))?;
        let handle = SERVERS.insert(Arc::clone(server))?;
        parked.remove(name);
        Ok(handle)
    })
}

/// Gives the server a number of the program's, which stays with it while it is parked: for example the handle of its one
/// connection. 0 at first.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tag(server: *mut CerverServer, tag: u64) -> CerverStatus {
    status("cerver_set_tag", || {
        ServerObject::of(server)?.settings.lock().tag = tag;
        Ok(())
    })
}

/// The program's number for the server; 0 when none was set, and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_get_tag(server: *const CerverServer) -> u64 {
    guard("cerver_get_tag", || Ok(ServerObject::of(server)?.settings.lock().tag))
}
