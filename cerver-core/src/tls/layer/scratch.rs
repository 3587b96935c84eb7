//! Buffers that are of use during one call only; they belong to the thread.

use crate::buffer::Output;
use std::cell::Cell;

/// See the module.
#[derive(Default)]
pub(super) struct Scratch {
    /// What the protocol inside writes.
    pub(super) plain: Box<Output>,
    /// Input, since it is deciphered in place.
    pub(super) input: Vec<u8>,
    /// What must be sent of the handshake.
    pub(super) handshake: Vec<u8>,
    /// A piece of a file or of a large answer.
    pub(super) piece: Vec<u8>,
}

thread_local! {
    /// Empty while it is in use, as by a handler that turns another server.
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

pub(super) fn with_scratch<R>(run: impl FnOnce(&mut Scratch) -> R) -> R {
    let mut scratch = SCRATCH.take().unwrap_or_default();
    let result = run(&mut scratch);
    SCRATCH.set(Some(scratch));
    result
}
