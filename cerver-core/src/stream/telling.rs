//! How the program is told of events: by its function, or by what it pulls.

use super::{
    Event,
    app::{Sink, Site},
    handle::Stream,
};
use crate::host;
use std::panic::{AssertUnwindSafe, catch_unwind};

impl Site {
    /// Calls the program's function; false when that panicked.
    #[inline(always)]
    pub(super) fn push(&self, stream: Option<Stream>, tag: u64, event: Event<'_>) -> bool {
        let Sink::Push(on_event) = &self.sink else { return true };
        let call = || on_event(stream, tag, event);
        !matches!(host::enter(|| catch_unwind(AssertUnwindSafe(call))), Some(Err(_)))
    }

    /// Tells of an event outside a connection's calls, on the thread of a reactor.
    pub(super) fn announce(&self, stream: Option<Stream>, tag: u64, event: Event<'_>) {
        match &self.sink {
            Sink::Push(_) => {
                self.push(stream, tag, event);
            }
            Sink::Pull(batch) => batch.lock().add(stream, tag, event),
        }
    }

    /// Tells of the last event of a connection, before which everything that was lent comes back.
    pub(super) fn announce_end(&self, stream: Stream, event: Event<'_>) {
        for id in stream.refuse_commands() {
            self.announce(Some(stream), stream.tag_now(), Event::Released(id));
        }
        self.announce(Some(stream), stream.tag_now(), event);
        stream.retire();
    }

    /// Bytes of a piece that the program can be told of now.
    #[inline]
    pub(super) fn room(&self, length: usize) -> usize {
        match &self.sink {
            Sink::Push(_) => length,
            Sink::Pull(batch) => batch.lock().room(length, self.batch_limit),
        }
    }

    /// Whether the program can be told of a frame now.
    #[inline]
    pub(super) fn has_room(&self, length: usize) -> bool {
        match &self.sink {
            Sink::Push(_) => true,
            Sink::Pull(batch) => batch.lock().has_room(length, self.batch_limit),
        }
    }
}
