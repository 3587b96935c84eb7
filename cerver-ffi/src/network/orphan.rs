//! Servers without a script: saved by one, restored by another.

use std::sync::Arc;

use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, Table},
    },
    objects::{SERVERS, ServerObject},
    server::CerverServer,
    status::CerverStatus,
    stream::park::may_be_put_aside,
};

static ORPHANS: Table<Arc<ServerObject>> = Table::new(Kind::Orphan);

/// A server that cerver_network_save() has taken away from the program: it keeps its listener, its client and what waits for
/// either, and refers to nothing of the program. A handle, valid until cerver_network_restore() or cerver_orphan_delete().
pub struct CerverOrphan {
    _private: (),
}

/// Takes a server away from the program, so that a script can be loaded anew. Nothing happens with it meanwhile; its handler
/// is forgotten, and its handle is stale from now on. To put it aside under a name in place of a handle, use cerver_park()
/// and cerver_unpark().
///
/// Returns a handle of the caller's, for cerver_network_restore() or cerver_orphan_delete(); other functions refuse it. NULL
/// on error, and then the server stays as it is.
///
/// Thread: any, also in its handler.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE for one that runs on
/// threads of the library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_save(server: *mut CerverServer) -> *mut CerverOrphan {
    guard("cerver_network_save", || {
        let object = ServerObject::of(server)?;
        let session = object.network()?;
        may_be_put_aside(&object)?;
        let mut saved = Ok(std::ptr::null_mut());
        SERVERS.remove_when(server, |object| {
            saved = ORPHANS.insert(Arc::clone(object));
            saved.clone().map(|_: *mut CerverOrphan| ())
        })?;
        session.forget_handler();
        saved
    })
}

/// Gives a saved server back to the program, under a new handle that is the caller's, to be given to cerver_teardown(). The handle
/// of the saved one is stale from now on; of several callers one gets it. NULL on error.
///
/// No event tells of a client that is there: cerver_network_is_connected() does.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_MEMORY, and then it stays saved.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_restore(orphan: *mut CerverOrphan) -> *mut CerverServer {
    guard("cerver_network_restore", || {
        let mut restored = Ok(std::ptr::null_mut());
        ORPHANS.remove_when(orphan, |object| {
            restored = SERVERS.insert(Arc::clone(object));
            restored.clone().map(|_: *mut CerverServer| ())
        })?;
        restored
    })
}

/// Closes a saved server that nobody will restore: its client and its listener.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_orphan_delete(orphan: *mut CerverOrphan) -> CerverStatus {
    status("cerver_orphan_delete", || ORPHANS.remove(orphan)?.core.stop())
}
