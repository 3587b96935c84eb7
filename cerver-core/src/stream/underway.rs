//! Connections that the program has asked for and that no reactor has taken in yet: each is told the end of, whatever comes
//! first.

use super::{Event, Stream, app::Site};
use crate::{
    error::{Code, Error, Result},
    events::CloseReason,
    server::Door,
};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    mem,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Those of one run. Who takes one out is the one who goes on with it.
#[derive(Default)]
pub(super) struct Underway {
    streams: Mutex<Streams>,
    /// Reactors of the run that have not ended.
    reactors: AtomicUsize,
}

#[derive(Default)]
struct Streams {
    by_token: HashMap<u64, Stream>,
    is_over: bool,
}

impl Underway {
    /// [`Code::State`] when the run is over.
    pub(super) fn put(&self, stream: Stream) -> Result<()> {
        let mut streams = self.streams.lock();
        if streams.is_over {
            return Err(Error::new(Code::State, "the server has stopped"));
        }
        streams.by_token.insert(stream.token(), stream);
        Ok(())
    }

    /// False when somebody else has taken it.
    pub(super) fn take(&self, stream: Stream) -> bool {
        self.streams.lock().by_token.remove(&stream.token()).is_some()
    }

    /// Whether nobody has taken it.
    pub(super) fn has(&self, stream: Stream) -> bool {
        self.streams.lock().by_token.contains_key(&stream.token())
    }

    pub(super) fn add_reactor(&self) {
        self.reactors.fetch_add(1, Ordering::Relaxed);
    }

    /// A reactor has ended; returns those that are left when it was the last one.
    pub(super) fn end_reactor(&self) -> Vec<Stream> {
        if self.reactors.fetch_sub(1, Ordering::AcqRel) > 1 {
            return Vec::new();
        }
        let mut streams = self.streams.lock();
        streams.is_over = true;
        mem::take(&mut streams.by_token).into_values().collect()
    }
}

/// The way from a connection under way to those who know of it.
pub(super) struct Waiting {
    pub(super) site: Arc<Site>,
    pub(super) door: Door,
}

impl Waiting {
    /// The program wants the connection no more: its last event is told on the thread of a reactor.
    pub(super) fn give_up(self, stream: Stream) {
        let site = self.site;
        // When the server stops just now, that tells.
        let _ = self.door.post(move || site.end_underway(stream, Event::Closed(CloseReason::Local)));
    }
}

impl Site {
    /// Forgets a connection under way of which the program knows nothing yet.
    pub(super) fn withdraw(&self, stream: Stream) {
        if self.underway.take(stream) {
            stream.retire();
        }
    }

    /// Tells of the last event of a connection under way, unless somebody has gone on with it.
    pub(super) fn end_underway(&self, stream: Stream, event: Event<'_>) {
        if self.underway.take(stream) {
            self.announce_end(stream, event);
        }
    }
}
