//! Events that wait for a program that pulls them.

use super::{Event, Stream};
use crate::events::CloseReason;

/// What an event is, with its bytes elsewhere.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Opened,
    Data { start: usize, end: usize },
    Drained,
    HalfClosed,
    Draining,
    Closed(CloseReason),
    TlsFailed { start: usize, end: usize },
}

struct Entry {
    stream: Stream,
    tag: u64,
    kind: Kind,
}

/// Events in their order, and the bytes of those that have some.
#[derive(Default)]
pub(super) struct Batch {
    entries: Vec<Entry>,
    bytes: Vec<u8>,
    /// Entries that were given out.
    given: usize,
}

/// Room for bytes that is kept from batch to batch.
const KEPT: usize = 256 * 1024;

impl Batch {
    /// Appends an event; returns how many of its bytes found room below `limit`.
    pub(super) fn add(&mut self, stream: Stream, tag: u64, event: Event<'_>, limit: usize) -> usize {
        let mut taken = 0;
        let kind = match event {
            Event::Opened => Kind::Opened,
            Event::Data(data) => {
                taken = data.len().min(limit.saturating_sub(self.bytes.len()));
                if taken == 0 {
                    return 0;
                }
                let start = self.bytes.len();
                self.bytes.extend_from_slice(&data[..taken]);
                Kind::Data { start, end: start + taken }
            }
            Event::Drained => Kind::Drained,
            Event::HalfClosed => Kind::HalfClosed,
            Event::Draining => Kind::Draining,
            Event::Closed(reason) => Kind::Closed(reason),
            Event::TlsFailed(text) => {
                // A line of text, whatever the limit for bytes of clients is.
                let start = self.bytes.len();
                self.bytes.extend_from_slice(text.as_bytes());
                Kind::TlsFailed { start, end: self.bytes.len() }
            }
        };
        self.entries.push(Entry { stream, tag, kind });
        taken
    }

    /// True when every event was given out.
    pub(super) fn is_done(&self) -> bool {
        self.given == self.entries.len()
    }

    /// Gives out at most `most` events; their bytes stay until [`Batch::clear`].
    pub(super) fn give(&mut self, most: usize, mut take: impl FnMut(Stream, u64, Event<'_>)) -> usize {
        let end = self.given.saturating_add(most).min(self.entries.len());
        let entries = &self.entries[self.given..end];
        for entry in entries {
            let event = match entry.kind {
                Kind::Opened => Event::Opened,
                Kind::Data { start, end } => Event::Data(&self.bytes[start..end]),
                Kind::Drained => Event::Drained,
                Kind::HalfClosed => Event::HalfClosed,
                Kind::Draining => Event::Draining,
                Kind::Closed(reason) => Event::Closed(reason),
                Kind::TlsFailed { start, end } => {
                    Event::TlsFailed(str::from_utf8(&self.bytes[start..end]).unwrap_or_default())
                }
            };
            take(entry.stream, entry.tag, event);
        }
        let count = entries.len();
        self.given = end;
        count
    }

    /// Forgets everything, keeping memory of ordinary size.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.bytes.clear();
        self.given = 0;
        if self.bytes.capacity() > KEPT {
            self.bytes = Vec::new();
        }
    }
}
