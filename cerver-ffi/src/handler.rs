//! Handlers of packets: the program's function, its data, and where it runs.

use std::{
    ffi::{c_int, c_void},
    ptr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use cerver_core::config::DEFAULT_HANDLER_QUEUE;
use parking_lot::Mutex;

use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, Table},
        strings::null,
    },
    host::{attach, call},
    packets::packet::CerverPacket,
    status::{CerverStatus, Code, Error},
};

static HANDLERS: Table<Arc<HandlerObject>> = Table::new(Kind::Handler);

/// A function of the program with one argument; what that is says who calls it.
pub type CerverAction = Option<unsafe extern "C" fn(args: *mut c_void)>;

/// Makes the data of a handler.
pub type CerverDataCreate = Option<unsafe extern "C" fn(args: *mut c_void) -> *mut c_void>;

/// A handler of packets. A handle: the program's from handler_create() to handler_delete(), or until a server takes it
/// over, which frees it in cerver_teardown().
pub struct CerverHandler {
    _private: (),
}

/// What a handler with a thread of its own gets: memory of the library's, valid until it returns.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CerverHandlerData {
    /// The number of handler_create_with_id(); -1 for a handler without one.
    pub handler_id: c_int,
    /// The data of handler_set_data() or handler_set_data_create(); NULL when there are none.
    pub data: *mut c_void,
    /// The packet. Its client may have gone meanwhile: then its handles are stale.
    pub packet: *mut CerverPacket,
}

const _: () = assert!(size_of::<CerverHandlerData>() == 24);

/// Behind a CerverHandler.
pub(crate) struct HandlerObject {
    pub(crate) id: c_int,
    method: unsafe extern "C" fn(*mut c_void),
    settings: Mutex<Settings>,
    /// A server has taken it over.
    is_owned: AtomicBool,
}

struct Settings {
    data: *mut c_void,
    create: CerverDataCreate,
    create_args: *mut c_void,
    delete: CerverAction,
    is_direct: bool,
    queue_limit: u32,
}

// SAFETY: the pointers are only handed back to functions that the program gave for them, on any thread.
unsafe impl Send for Settings {}

impl HandlerObject {
    /// The object behind a handle.
    pub(crate) fn of(handle: *const CerverHandler) -> Result<Arc<Self>, Error> {
        HANDLERS.get(handle)
    }

    /// Marks it as a server's; refused for one that is.
    pub(crate) fn take_over(&self) -> Result<(), Error> {
        if self.is_owned.swap(true, Ordering::AcqRel) {
            return Err(Error::new(Code::State, "the handler belongs to a server already"));
        }
        Ok(())
    }

    /// Takes the handle back from a server that had the handler.
    pub(crate) fn release(handle: *mut CerverHandler) {
        // Nothing to do for one that is gone already.
        let _ = HANDLERS.remove(handle);
    }

    pub(crate) fn is_direct(&self) -> bool {
        self.settings.lock().is_direct
    }

    pub(crate) fn queue_limit(&self) -> u32 {
        self.settings.lock().queue_limit
    }

    pub(crate) fn data(&self) -> *mut c_void {
        self.settings.lock().data
    }

    /// Calls the program's function. The caller is inside the library's guard for code of programs.
    pub(crate) fn call(&self, argument: *mut c_void) {
        // SAFETY: the program gave the function for packets in this form.
        unsafe { call(self.method, (argument,)) };
    }

    /// The handler's own thread begins.
    pub(crate) fn create_data(&self) {
        let (create, args) = {
            let settings = self.settings.lock();
            (settings.create, settings.create_args)
        };
        if let Some(create) = create {
            // SAFETY: the program gave the function for these arguments.
            let data = unsafe { create(args) };
            self.settings.lock().data = data;
        }
    }

    /// The handler's own thread ends.
    pub(crate) fn delete_data(&self) {
        let (delete, data) = {
            let mut settings = self.settings.lock();
            let data = if settings.delete.is_some() { settings.data } else { ptr::null_mut() };
            if !data.is_null() {
                settings.data = ptr::null_mut();
            }
            (settings.delete, data)
        };
        if let Some(delete) = delete.filter(|_| !data.is_null()) {
            // SAFETY: the program gave the function for the handler's data, which are forgotten here.
            unsafe { delete(data) };
        }
    }
}

/// Makes a handler without a number: handler_create_with_id() with -1.
///
/// Thread: any.
/// Errors: those of handler_create_with_id().
#[unsafe(no_mangle)]
pub extern "C" fn handler_create(handler_method: CerverAction) -> *mut CerverHandler {
    guard("handler_create", || create(-1, handler_method))
}

/// Makes a handler that calls `handler_method` for packets. With cerver_set_multiple_handlers(), packets with `id` in their
/// header come to it.
///
/// It has a thread of its own while its server runs, which calls the function with a CerverHandlerData for one packet after
/// the other; handler_set_direct_handle() changes that. Packets that came are handled also when their client has gone.
///
/// Returns a handle of the program's, to be given to a server or to handler_delete(); NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL for the function, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn handler_create_with_id(id: c_int, handler_method: CerverAction) -> *mut CerverHandler {
    guard("handler_create_with_id", || create(id, handler_method))
}

/// Frees a handler that no server has taken over. Its data stay the program's.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE for a handler of a server, which frees it.
#[unsafe(no_mangle)]
pub extern "C" fn handler_delete(handler_ptr: *mut c_void) {
    guard("handler_delete", || {
        let handle = handler_ptr.cast::<CerverHandler>();
        // From here on no server takes it.
        HandlerObject::of(handle)?.take_over()?;
        HANDLERS.remove(handle).map(drop)
    })
}

/// Data that come with each packet, in CerverHandlerData. The library never looks behind the pointer.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn handler_set_data(handler: *mut CerverHandler, data: *mut c_void) {
    guard("handler_set_data", || change(handler, |settings| settings.data = data))
}

/// A function that makes the data: called with `data_create_args` on the thread of the handler's own, before the first
/// packet, at each start of the server. NULL = there is none. It counts from the next start on.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn handler_set_data_create(
    handler: *mut CerverHandler,
    data_create: CerverDataCreate,
    data_create_args: *mut c_void,
) {
    guard("handler_set_data_create", || {
        change(handler, |settings| (settings.create, settings.create_args) = (data_create, data_create_args))
    })
}

/// A function that gets the data, when there are any, on the thread of the handler's own, after the last packet. NULL =
/// they stay the program's.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn handler_set_data_delete(handler: *mut CerverHandler, data_delete: CerverAction) {
    guard("handler_set_data_delete", || change(handler, |settings| settings.delete = data_delete))
}

/// true: the function runs where handlers of the server run (see cerver_set_handler_type()), for one packet of a client
/// after the other, and gets the CerverPacket itself; there is no thread of its own, and no data are made. false, the
/// default: as handler_create_with_id() says. It counts from the next start on.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn handler_set_direct_handle(handler: *mut CerverHandler, direct_handle: bool) {
    guard("handler_set_direct_handle", || change(handler, |settings| settings.is_direct = direct_handle))
}

/// Packets of all clients that may wait for the thread of the handler's own, at least 1; default
/// CERVER_DEFAULT_HANDLER_QUEUE. Clients with further ones are not read until there is room. It counts from the next start
/// on.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
#[unsafe(no_mangle)]
pub extern "C" fn handler_set_queue_limit(handler: *mut CerverHandler, limit: u32) -> CerverStatus {
    status("handler_set_queue_limit", || {
        let handler = HandlerObject::of(handler)?;
        if limit == 0 {
            return Err(Error::new(Code::Argument, "at least one packet must be able to wait"));
        }
        handler.settings.lock().queue_limit = limit;
        Ok(())
    })
}

fn create(id: c_int, method: CerverAction) -> Result<*mut CerverHandler, Error> {
    attach();
    let settings = Settings {
        data: ptr::null_mut(),
        create: None,
        create_args: ptr::null_mut(),
        delete: None,
        is_direct: false,
        queue_limit: DEFAULT_HANDLER_QUEUE,
    };
    HANDLERS.insert(Arc::new(HandlerObject {
        id,
        method: method.ok_or_else(|| null("handler_method"))?,
        settings: Mutex::new(settings),
        is_owned: AtomicBool::new(false),
    }))
}

fn change(handler: *mut CerverHandler, change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
    change(&mut HandlerObject::of(handler)?.settings.lock());
    Ok(())
}
