//! Origins as programs written for cerver's C framework keep them.
//!
//! Programs read and write this memory themselves, so every origin is listed by its address, and a pointer from C is looked up
//! before it is followed. Freed ones are kept aside for a while: a second deletion soon after the first is noticed.

use std::{
    collections::{BTreeSet, VecDeque},
    ffi::{c_char, c_int, c_void},
    ptr, slice,
};

use parking_lot::Mutex;

use crate::{
    boundary::{fork, guard::guard, handle::not_memory, print::print, strings::null},
    status::{Code, Error},
};

/// An origin: a text of the program's, made by http_origin_new(). Whoever fills it in keeps the text as long as the origin is
/// used.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CerverHttpOrigin {
    /// Bytes of the text.
    pub len: c_int,
    /// The text, for example "https://example.com"; NULL: none.
    pub value: *const c_char,
}

/// An origin without a text; NULL on error. The program's until http_origin_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn http_origin_new() -> *mut CerverHttpOrigin {
    guard("http_origin_new", || {
        fork::check()?;
        let origin = Box::into_raw(Box::new(CerverHttpOrigin { len: 0, value: ptr::null() }));
        ORIGINS.lock().live.insert(origin.addr());
        Ok(origin)
    })
}

/// Frees an origin; its text stays the program's.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_origin_delete(origin_ptr: *mut c_void) {
    guard("http_origin_delete", || {
        fork::check()?;
        let mut origins = ORIGINS.lock();
        if !origins.live.remove(&origin_ptr.addr()) {
            return Err(not_memory(origin_ptr, NOUN));
        }
        // SAFETY: made by `Box::into_raw`, and not listed any more: nobody else follows the pointer.
        origins.freed.push_back(unsafe { Box::from_raw(origin_ptr.cast()) });
        if origins.freed.len() > KEPT {
            origins.freed.pop_front();
        }
        Ok(())
    });
}

/// Bytes of the text; -1 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_origin_get_len(origin: *const CerverHttpOrigin) -> c_int {
    guard("http_origin_get_len", || read(origin).map(|origin| origin.len))
}

/// The text, which is the program's; NULL when there is none and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_origin_get_value(origin: *const CerverHttpOrigin) -> *const c_char {
    guard("http_origin_get_value", || read(origin).map(|origin| origin.value))
}

/// Prints an origin to standard output: `(19) https://example.com`.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL without a text; CERVER_ERROR_ARGUMENT when it is not UTF-8 or its length is below
/// 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_origin_print(origin: *const CerverHttpOrigin) {
    guard("http_origin_print", || {
        // SAFETY: the fields fit together.
        let text = unsafe { origin_text(origin) }?;
        print(format!("({}) {text}\n", text.len()).as_bytes());
        Ok(())
    });
}

/// The text of an origin.
///
/// # Safety
///
/// When `origin` is one, its text is NULL or has as many bytes as it says.
pub(super) unsafe fn origin_text<'a>(origin: *const CerverHttpOrigin) -> Result<&'a str, Error> {
    let CerverHttpOrigin { len, value } = read(origin)?;
    if value.is_null() {
        return Err(null("the text of the origin"));
    }
    let len = usize::try_from(len).map_err(|_| Error::new(Code::Argument, "a length is not below 0"))?;
    // SAFETY: see above.
    let bytes = unsafe { slice::from_raw_parts(value.cast::<u8>(), len) };
    std::str::from_utf8(bytes).map_err(|_| Error::new(Code::Argument, "the text of the origin is not UTF-8"))
}

fn read(origin: *const CerverHttpOrigin) -> Result<CerverHttpOrigin, Error> {
    fork::check()?;
    let origins = ORIGINS.lock();
    if !origins.live.contains(&origin.addr()) {
        return Err(not_memory(origin, NOUN));
    }
    // SAFETY: the list says that there is an origin, and it is locked; the program does not change it during the call.
    Ok(unsafe { origin.read() })
}

const NOUN: &str = "an origin";
/// Freed origins that are kept before their memory is given back.
const KEPT: usize = 64;

static ORIGINS: Mutex<Origins> = Mutex::new(Origins { live: BTreeSet::new(), freed: VecDeque::new() });

struct Origins {
    live: BTreeSet<usize>,
    freed: VecDeque<Box<CerverHttpOrigin>>,
}

// SAFETY: what freed origins pointed to is not looked at.
unsafe impl Send for Origins {}
