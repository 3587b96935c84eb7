//! Functions of the program that the library calls: handlers and the deleting of custom data.

use std::{ffi::c_void, mem, ptr, sync::Arc};

use cerver_core::{
    host,
    http::{Exchange, Handler},
};
use parking_lot::Mutex;

use crate::{
    boundary::handle::handler_tokens,
    host::call,
    http::{cerver::CerverDelete, receive::CerverHttpReceive, request::CerverHttpRequest},
};

/// A handler that is not NULL.
pub(crate) type HandlerFunction = unsafe extern "C" fn(*const CerverHttpReceive, *const CerverHttpRequest);

/// A handler as the core calls it. `kept` is what the program's function may look at while it runs.
pub(crate) fn handler(function: HandlerFunction, kept: Option<Arc<CustomData>>) -> Handler {
    Arc::new(move |exchange: Exchange| {
        let _kept = &kept;
        let (receive, request) = handler_tokens(exchange);
        // SAFETY: the program registered the function as a handler, and its arguments are handles.
        unsafe { call(function, (receive, request)) };
    })
}

/// A pointer of the program's that is only handed back to its functions.
#[derive(Clone, Copy)]
pub(crate) struct Data(pub(crate) *mut c_void);

// SAFETY: the library never looks behind the pointer; the program gave it for functions that run on any thread.
unsafe impl Send for Data {}
// SAFETY: as above.
unsafe impl Sync for Data {}

impl Data {
    /// (A method, so that a closure takes the whole of it.)
    pub(crate) const fn get(self) -> *mut c_void {
        self.0
    }
}

/// A pointer of the program's and what frees it. The library never looks behind it.
pub(crate) struct CustomData(Mutex<Kept>);

struct Kept {
    data: *mut c_void,
    delete: CerverDelete,
}

// SAFETY: the pointer is only handed back and given to its delete function, which the program wrote for any thread.
unsafe impl Send for Kept {}

impl CustomData {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Kept { data: ptr::null_mut(), delete: None }))
    }

    pub(crate) fn get(&self) -> *const c_void {
        self.0.lock().data
    }

    pub(crate) fn set(&self, data: *mut c_void) {
        self.0.lock().data = data;
    }

    pub(crate) fn set_delete(&self, delete: CerverDelete) {
        self.0.lock().delete = delete;
    }

    /// Deletes the data now; nothing is left.
    pub(crate) fn delete(&self) {
        let kept = mem::replace(&mut *self.0.lock(), Kept { data: ptr::null_mut(), delete: None });
        if let Some(delete) = kept.delete.filter(|_| !kept.data.is_null()) {
            // SAFETY: the program gave this function for this data, which is forgotten here, so it runs once.
            host::enter(|| unsafe { delete(kept.data) });
        }
    }
}

impl Default for CustomData {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for CustomData {
    fn drop(&mut self) {
        self.delete();
    }
}

/// free(3) as a delete function.
pub(crate) unsafe extern "C" fn free(data: *mut c_void) {
    // SAFETY: the program asked for data that malloc(3) gave it to be freed like this.
    unsafe { libc::free(data) };
}
