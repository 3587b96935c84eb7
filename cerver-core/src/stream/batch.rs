//! Events that wait for a program that pulls them.

use super::{Event, Stream};
use crate::events::{CloseReason, Occurrence};

/// What an event is, with its bytes elsewhere.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Opened,
    Connected,
    Occurred(Occurrence),
    /// With a text.
    ConnectFailed {
        os_error: i32,
        start: usize,
        end: usize,
    },
    Resolved {
        os_error: Option<i32>,
        start: usize,
        end: usize,
    },
    Data {
        start: usize,
        end: usize,
    },
    Drained,
    Sent,
    Released(u64),
    HalfClosed,
    Draining,
    Closed(CloseReason),
    TlsFailed {
        start: usize,
        end: usize,
    },
    ListenerFailed {
        place: usize,
        os_error: i32,
        start: usize,
        end: usize,
    },
    Warning {
        start: usize,
        end: usize,
    },
}

struct Entry {
    stream: Option<Stream>,
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

/// Events that may wait before no more bytes are taken.
const MOST_ENTRIES: usize = 4096;

/// Room for bytes that is kept from batch to batch.
const KEPT: usize = 256 * 1024;

impl Batch {
    /// Bytes for which there is room below `limit`, of a piece with `length`.
    pub(super) fn room(&self, length: usize, limit: usize) -> usize {
        if self.entries.len() < MOST_ENTRIES { length.min(limit.saturating_sub(self.bytes.len())) } else { 0 }
    }

    /// Whether there is room for a frame: one that is larger than the limit needs all of it.
    pub(super) fn has_room(&self, length: usize, limit: usize) -> bool {
        let fits = self.bytes.is_empty() || length <= limit.saturating_sub(self.bytes.len());
        fits && self.entries.len() < MOST_ENTRIES
    }

    /// Appends an event.
    pub(super) fn add(&mut self, stream: Option<Stream>, tag: u64, event: Event<'_>) {
        let start = self.bytes.len();
        let mut keep = |bytes: &[u8]| {
            self.bytes.extend_from_slice(bytes);
            start + bytes.len()
        };
        let kind = match event {
            Event::Opened => Kind::Opened,
            Event::Connected => Kind::Connected,
            Event::Occurred(what) => Kind::Occurred(what),
            Event::ConnectFailed { os_error, text } => {
                Kind::ConnectFailed { os_error, start, end: keep(text.as_bytes()) }
            }
            Event::Resolved { os_error, text } => Kind::Resolved { os_error, start, end: keep(text.as_bytes()) },
            Event::Data(data) => Kind::Data { start, end: keep(data) },
            Event::Drained => Kind::Drained,
            Event::Sent => Kind::Sent,
            Event::Released(id) => Kind::Released(id),
            Event::HalfClosed => Kind::HalfClosed,
            Event::Draining => Kind::Draining,
            Event::Closed(reason) => Kind::Closed(reason),
            Event::TlsFailed(text) => Kind::TlsFailed { start, end: keep(text.as_bytes()) },
            Event::ListenerFailed { place, os_error, text } => {
                Kind::ListenerFailed { place, os_error, start, end: keep(text.as_bytes()) }
            }
            Event::Warning(text) => Kind::Warning { start, end: keep(text.as_bytes()) },
        };
        self.entries.push(Entry { stream, tag, kind });
    }

    /// True when every event was given out.
    pub(super) fn is_done(&self) -> bool {
        self.given == self.entries.len()
    }

    /// Gives out at most `most` events, and none behind `most_bytes`; their bytes stay until [`Batch::clear`].
    pub(super) fn give(
        &mut self,
        most: usize,
        most_bytes: usize,
        mut take: impl FnMut(Option<Stream>, u64, Event<'_>),
    ) -> usize {
        let begin = self.given;
        let end = begin.saturating_add(most).min(self.entries.len());
        let mut bytes = 0;
        for entry in &self.entries[begin..end] {
            let event = match entry.kind {
                Kind::Opened => Event::Opened,
                Kind::Connected => Event::Connected,
                Kind::Occurred(what) => Event::Occurred(what),
                Kind::ConnectFailed { os_error, start, end } => {
                    Event::ConnectFailed { os_error, text: text(&self.bytes[start..end]) }
                }
                Kind::Resolved { os_error, start, end } => {
                    Event::Resolved { os_error, text: text(&self.bytes[start..end]) }
                }
                Kind::Data { start, end } => {
                    bytes += end - start;
                    Event::Data(&self.bytes[start..end])
                }
                Kind::Drained => Event::Drained,
                Kind::Sent => Event::Sent,
                Kind::Released(id) => Event::Released(id),
                Kind::HalfClosed => Event::HalfClosed,
                Kind::Draining => Event::Draining,
                Kind::Closed(reason) => Event::Closed(reason),
                Kind::TlsFailed { start, end } => Event::TlsFailed(text(&self.bytes[start..end])),
                Kind::ListenerFailed { place, os_error, start, end } => {
                    Event::ListenerFailed { place, os_error, text: text(&self.bytes[start..end]) }
                }
                Kind::Warning { start, end } => Event::Warning(text(&self.bytes[start..end])),
            };
            take(entry.stream, entry.tag, event);
            self.given += 1;
            if bytes >= most_bytes {
                break;
            }
        }
        self.given - begin
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

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it was put in as a text")
}
