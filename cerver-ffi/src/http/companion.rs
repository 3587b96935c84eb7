//! What C keeps beside a request: the texts it was given and custom data. Made when it is first needed, used again by
//! the next request of the same exchange.

use std::{any::Any, ptr, slice};

use cerver_core::http::{Attachment, Exchange, Request};

use super::{
    arena::Arena,
    multipart::{self, CerverMultiPart},
    pairs::CerverString,
    receive::CerverReceive,
};
use crate::{boundary::handle::Handle, callback::CustomData, status::Error};

/// The attachment of a request.
#[derive(Default)]
pub(crate) struct Companion {
    arena: Arena,
    pub(crate) custom_data: CustomData,
    pub(crate) decoded_data: CustomData,
    /// Handles of parts, by their place; NULL for those that nobody has asked for.
    parts: Vec<Handle<CerverMultiPart>>,
    /// Made when it is asked for; C may look at it.
    receive: Option<Box<CerverReceive>>,
    /// Place of the part that comes next.
    pub(super) next_part: usize,
}

impl Companion {
    /// The handle of a part; NULL when none was made.
    pub(super) fn part(&self, index: usize) -> *const CerverMultiPart {
        self.parts.get(index).map_or(ptr::null(), |part| part.0.cast_const())
    }

    /// Keeps the handle of a part, unless there is one; the one that counts.
    pub(super) fn keep_part(&mut self, index: usize, part: *const CerverMultiPart) -> *const CerverMultiPart {
        if self.parts.len() <= index {
            self.parts.resize_with(index + 1, || Handle(ptr::null_mut()));
        }
        if self.parts[index].0.is_null() {
            self.parts[index] = Handle(part.cast_mut());
        }
        self.parts[index].0.cast_const()
    }

    /// Keeps what the request came by; the same memory each time.
    pub(super) fn receive(&mut self, made: CerverReceive) -> *const CerverReceive {
        &raw const **self.receive.get_or_insert_with(|| Box::new(made))
    }
}

// SAFETY: the pointers of `receive` are handles and NULL, and are never followed; the rest may be sent by itself.
unsafe impl Send for Companion {}

impl Attachment for Companion {
    fn clear(&mut self) {
        self.custom_data.delete();
        self.decoded_data.delete();
        for part in self.parts.drain(..).filter(|part| !part.0.is_null()) {
            multipart::release(part.0);
        }
        self.next_part = 0;
        self.receive = None;
        self.arena.clear();
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

/// The companion of a request.
pub(crate) fn companion(request: &mut Request) -> &mut Companion {
    request.attachment()
}

/// A text of the request as C reads it; NULL when there is none.
pub(crate) fn text_of(
    exchange: Exchange,
    find: impl for<'r> FnOnce(&'r mut Request) -> Option<&'r [u8]>,
) -> Result<*const CerverString, Error> {
    exchange.request(|request| store(request, find))
}

/// The same for a request that is borrowed already.
pub(crate) fn store(
    request: &mut Request,
    find: impl for<'r> FnOnce(&'r mut Request) -> Option<&'r [u8]>,
) -> *const CerverString {
    store_by(request, find, Arena::store)
}

/// The same for a text that may be gone before the request ends, so that another one may come to where it was.
pub(super) fn store_passing(
    request: &mut Request,
    find: impl for<'r> FnOnce(&'r mut Request) -> Option<&'r [u8]>,
) -> *const CerverString {
    store_by(request, find, Arena::store_made)
}

fn store_by(
    request: &mut Request,
    find: impl for<'r> FnOnce(&'r mut Request) -> Option<&'r [u8]>,
    store: fn(&mut Arena, &[u8]) -> *const CerverString,
) -> *const CerverString {
    let Some((start, len)) = find(request).map(|text| (text.as_ptr(), text.len())) else { return ptr::null() };
    // SAFETY: the text belongs to the request, which is borrowed here and does not change it when its attachment is looked
    // up; the attachment is other memory.
    let text = unsafe { slice::from_raw_parts(start, len) };
    store(&mut companion(request).arena, text)
}

/// A text made from a request, as C reads it.
pub(crate) fn store_made(request: &mut Request, text: &[u8]) -> *const CerverString {
    companion(request).arena.store_made(text)
}
