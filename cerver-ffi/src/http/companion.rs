//! What C keeps beside a request: the texts it was given and custom data. Made when it is first needed, used again by
//! the next request of the same exchange.

use std::{any::Any, cell::Cell, slice};

use cerver_core::http::{Attachment, Exchange, Request};

use super::{arena::Arena, pairs::CerverString};
use crate::{
    boundary::handle::{self, Kind},
    callback::CustomData,
    status::{Code, Error},
};

/// The bits of an exchange's token that stay the same from request to request.
const PLACE: u64 = (1 << 24) - 1;

thread_local! {
    /// The request that ends on this thread at the moment: its delete function runs, and must not find it any more.
    static ENDING: Cell<Option<Exchange>> = const { Cell::new(None) };
}

/// The attachment of a request.
#[derive(Default)]
pub(crate) struct Companion {
    arena: Arena,
    pub(crate) custom_data: CustomData,
    exchange: Option<Exchange>,
}

impl Attachment for Companion {
    fn clear(&mut self) {
        self.arena.clear();
        let before = ENDING.replace(self.exchange.take());
        self.custom_data.delete();
        ENDING.set(before);
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

/// The exchange behind a handle of C.
#[inline]
pub(crate) fn exchange<T>(kind: Kind, handle: *const T) -> Result<Exchange, Error> {
    let exchange = handle::exchange(kind, handle)?;
    // Another life of the same place is as much locked as this one.
    let place = |exchange: Exchange| exchange.token() & PLACE;
    if ENDING.get().map(place) == Some(place(exchange)) {
        return Err(Error::new(Code::Handle, "the request ends: its handles are no longer valid"));
    }
    Ok(exchange)
}

/// The companion of a request.
pub(crate) fn companion(exchange: Exchange, request: &mut Request) -> &mut Companion {
    let companion = request.attachment::<Companion>();
    companion.exchange = Some(exchange);
    companion
}

/// A text of the request as C reads it; NULL when there is none.
pub(crate) fn text_of(
    exchange: Exchange,
    find: impl for<'r> FnOnce(&'r mut Request) -> Option<&'r [u8]>,
) -> Result<*const CerverString, Error> {
    exchange.request(|request| store(exchange, request, find))
}

/// The same for a request that is borrowed already.
pub(crate) fn store(
    exchange: Exchange,
    request: &mut Request,
    find: impl for<'r> FnOnce(&'r mut Request) -> Option<&'r [u8]>,
) -> *const CerverString {
    let Some((start, len)) = find(request).map(|text| (text.as_ptr(), text.len())) else { return std::ptr::null() };
    // SAFETY: the text belongs to the request, which is borrowed here and does not change it when its attachment is looked
    // up; the attachment is other memory.
    let text = unsafe { slice::from_raw_parts(start, len) };
    companion(exchange, request).arena.store(text)
}
