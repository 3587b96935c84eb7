//! What C keeps beside a request: the texts it was given and custom data. Made when it is first needed, used again by
//! the next request of the same exchange.

use std::{any::Any, slice};

use cerver_core::http::{Attachment, Exchange, Request};

use super::{arena::Arena, pairs::CerverString};
use crate::{callback::CustomData, status::Error};

/// The attachment of a request.
#[derive(Default)]
pub(crate) struct Companion {
    arena: Arena,
    pub(crate) custom_data: CustomData,
}

impl Attachment for Companion {
    fn clear(&mut self) {
        self.custom_data.delete();
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
    let Some((start, len)) = find(request).map(|text| (text.as_ptr(), text.len())) else { return std::ptr::null() };
    // SAFETY: the text belongs to the request, which is borrowed here and does not change it when its attachment is looked
    // up; the attachment is other memory.
    let text = unsafe { slice::from_raw_parts(start, len) };
    companion(request).arena.store(text)
}

/// A text made from a request, as C reads it.
pub(crate) fn store_made(request: &mut Request, text: &[u8]) -> *const CerverString {
    companion(request).arena.store_made(text)
}
