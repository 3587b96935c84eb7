//! Frames that a function of the program sends on the connection whose event it is called for: they are collected for the
//! thread, without the lock of the exchange, and go to the connection together.
//!
//! The order stays that of the calls. As soon as another thread writes to the connection, or something else than a frame is
//! to be written, what is collected goes to the exchange first, and the rest of the event goes the usual way.

use super::frame::{self, MAX_HEAD, Opcode};
use crate::http::exchange::{Exchange, State};
use std::{
    cell::RefCell,
    mem::{self, ManuallyDrop},
};

/// Bytes that are collected at most; what is sent beyond them goes the usual way.
const ROOM: u64 = 64 * 1024;

thread_local! {
    static HERE: RefCell<Here> = const { RefCell::new(Here { token: NOBODY, room: 0, frames: ManuallyDrop::new(Vec::new()) }) };
}

/// No exchange has this token.
const NOBODY: u64 = u64::MAX;

struct Here {
    /// The exchange of the connection.
    token: u64,
    room: usize,
    /// Empty between events, so there is nothing to drop: a thread that ends need not be told.
    frames: ManuallyDrop<Vec<u8>>,
}

/// The events of a connection begin on this thread; its output is in the exchange.
#[inline]
pub(super) fn begin(exchange: Exchange, state: &mut State) {
    let is_plain = state.web_socket.as_ref().is_some_and(|link| link.shared.coder.is_none());
    if !is_plain || state.is_congested || !state.output.is_empty() {
        return;
    }
    let _ = HERE.try_with(|here| {
        let here = &mut *here.borrow_mut();
        // An event inside an event, of a server that the program turns itself.
        if here.token != NOBODY {
            return;
        }
        exchange.forget_writes();
        here.token = exchange.token();
        here.room = state.room().min(ROOM) as usize;
        here.frames = ManuallyDrop::new(mem::take(state.output.buffer()));
    });
}

/// Collects a frame; false when it has to go the usual way.
#[inline(always)]
pub(super) fn write(exchange: Exchange, opcode: Opcode, payload: &[u8]) -> bool {
    let collect = |here: &RefCell<Here>| {
        let here = &mut *here.borrow_mut();
        if here.token != exchange.token() || exchange.was_written() || payload.len() + MAX_HEAD > here.room {
            return false;
        }
        here.room -= payload.len() + MAX_HEAD;
        frame::write_head(&mut here.frames, opcode, false, payload.len());
        here.frames.extend_from_slice(payload);
        true
    };
    HERE.try_with(collect).unwrap_or(false)
}

/// Gives what is collected to the exchange, in front of what others have written meanwhile; nothing more is collected then.
#[inline]
pub(super) fn end(exchange: Exchange, state: &mut State) {
    let _ = HERE.try_with(|here| {
        let here = &mut *here.borrow_mut();
        if here.token != exchange.token() {
            return;
        }
        here.token = NOBODY;
        let written = state.output.buffer();
        let mut frames = mem::take(&mut *here.frames);
        frames.append(written);
        *written = frames;
    });
}
