//! What one reactor notes about its requests: names, the log, the statistics. Nothing of it costs a request anything
//! while it is off.

use super::{
    access_log::{Line, LogWriter},
    admin::Ledger,
    app::Site,
    exchange::{Answer, LIBRARY, State},
    header::KnownHeader,
    metrics::HttpMeter,
    request_id::IdMaker,
    status::Status,
};
use crate::{
    config::RequestIds,
    protocol::Context,
    stats::Counters,
    sys::{self, Stopwatch},
};
use std::sync::Arc;

/// In place of a status where the client has gone before there was an answer.
const CLIENT_GONE: u16 = 499;
/// In place of a status where the handler closed the connection without an answer.
pub(super) const CLOSED: Status = Status(444);

/// What the log and the statistics need to know of an answer; kept in its exchange, good when there is an answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Record {
    pub(super) status: u16,
    /// Bytes of the body that were given to the connection, without the framing of chunks.
    pub(super) body_bytes: u64,
    /// When the head was complete, as the stopwatch of the reactor says; only while somebody watches.
    begun: u64,
}

impl Record {
    #[inline(always)]
    pub(super) const fn note(&mut self, status: Status, body_bytes: usize) {
        (self.status, self.body_bytes) = (status.0, body_bytes as u64);
    }
}

/// The observer of one reactor.
pub(super) struct Observer {
    counters: Arc<Counters>,
    meter: Arc<HttpMeter>,
    /// None while nothing is asked for: then requests are not looked at.
    watch: Option<Box<Watch>>,
}

struct Watch {
    ids: IdMaker,
    mode: RequestIds,
    log: Option<LogWriter>,
    ledger: Option<Arc<Ledger>>,
    stopwatch: Stopwatch,
    /// The clock is read in an instruction, and there is neither a log nor a ledger.
    is_quick: bool,
}

impl Observer {
    pub(super) fn new(
        site: &Site,
        counters: Arc<Counters>,
        meter: Arc<HttpMeter>,
        ledger: Option<Arc<Ledger>>,
    ) -> Self {
        let mode = site.options.request_ids;
        let log = site.access_log.as_ref().map(|log| LogWriter::new(log, site.options.access_log_buffer));
        let is_watching = mode != RequestIds::Off || log.is_some() || ledger.is_some() || meter.measures_routes();
        let watch = is_watching.then(|| {
            let stopwatch = Stopwatch::new();
            let is_quick = stopwatch.is_quick() && log.is_none() && ledger.is_none();
            Box::new(Watch { ids: IdMaker::new(), mode, log, ledger, stopwatch, is_quick })
        });
        Self { counters, meter, watch }
    }

    /// The head of a request is complete.
    #[inline(always)]
    pub(super) fn begin(&mut self, state: &mut State) {
        if let Some(watch) = &mut self.watch {
            watch.begin(state);
        }
    }

    /// A request has ended, with its whole answer or without.
    #[inline(always)]
    pub(super) fn end(&mut self, state: &State, is_complete: bool) {
        if self.watch.is_some() {
            self.note(state, is_complete);
        }
    }

    /// A request has ended in another way than by the whole answer of its handler.
    #[cold]
    pub(super) fn end_early(&mut self, state: &State, is_complete: bool) {
        self.counters.ended_early.add(1);
        self.end(state, is_complete);
    }

    /// A request is refused.
    pub(super) fn refuse(&self, status: Status) {
        self.counters.refused.add(1);
        self.meter.refused(status);
    }

    #[inline(never)]
    fn note(&mut self, state: &State, is_complete: bool) {
        let is_quick = self.watch.as_ref().is_some_and(|watch| watch.is_quick) && has_record(state);
        let ticks = Stopwatch::quick_ticks().wrapping_sub(state.record.begun);
        if !(is_quick && self.meter.ended_quickly(state.handler, state.record.status, ticks)) {
            self.note_unusual(state, is_complete);
        }
    }

    #[inline(never)]
    fn note_unusual(&mut self, state: &State, is_complete: bool) {
        let Some(watch) = &mut self.watch else { return };
        let nanos = watch.stopwatch.since(state.record.begun);
        let (status, body_bytes) =
            if has_record(state) { (state.record.status, state.record.body_bytes) } else { (CLIENT_GONE, 0) };
        self.meter.ended(state.handler, status, nanos);
        if let Some(ledger) = &watch.ledger {
            ledger.add(state, status, body_bytes, nanos / 1000, is_complete);
        }
        let Some(log) = &mut watch.log else { return };
        let request = &state.request;
        let line = Line {
            peer: request.peer(),
            connection: state.connection().as_u64(),
            unix_seconds: sys::unix_seconds(),
            request_line: first_line(&request.head_bytes),
            received: request.kept_bytes(),
            status,
            body_bytes,
            is_complete,
            duration_micros: nanos / 1000,
            referer: request.header(KnownHeader::Referer),
            user_agent: request.header(KnownHeader::UserAgent),
            request_id: request.id(),
            trace: request.trace_parent(),
        };
        log.add(&line, &self.meter.log);
    }

    /// A name for what could not be read as a request; empty when requests have none.
    pub(super) fn name_unread(&mut self) -> Vec<u8> {
        let mut id = Vec::new();
        if let Some(watch) = self.watch.as_mut().filter(|watch| watch.mode != RequestIds::Off) {
            watch.ids.make(&mut id);
        }
        id
    }

    /// What could not be read as a request was answered and has ended. `input` is what the client sent.
    pub(super) fn end_unread(&mut self, cx: &Context<'_>, input: &[u8], status: Status, body_bytes: u64, id: &[u8]) {
        let Some(watch) = &mut self.watch else { return };
        self.meter.ended(LIBRARY, status.0, 0);
        if let Some(ledger) = &watch.ledger {
            ledger.add_unread();
        }
        let Some(log) = &mut watch.log else { return };
        let line = Line {
            peer: cx.peer(),
            connection: cx.id().as_u64(),
            unix_seconds: cx.unix_seconds(),
            request_line: first_line(input),
            received: input.len() as u64,
            status: status.0,
            body_bytes,
            is_complete: true,
            duration_micros: 0,
            referer: None,
            user_agent: None,
            request_id: (!id.is_empty()).then_some(id),
            trace: None,
        };
        log.add(&line, &self.meter.log);
    }

    /// The reactor has done a round: the lines of it are written.
    pub(super) fn flush(&mut self) {
        if let Some(log) = self.watch.as_mut().and_then(|watch| watch.log.as_mut()) {
            log.flush(&self.meter.log);
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        if let Some(log) = self.watch.as_mut().and_then(|watch| watch.log.as_mut()) {
            log.finish(&self.meter.log);
        }
    }
}

impl Watch {
    #[inline(never)]
    fn begin(&mut self, state: &mut State) {
        if !self.is_quick || self.mode != RequestIds::Off {
            return self.begin_unusual(state);
        }
        state.record.begun = Stopwatch::quick_ticks();
    }

    #[inline(never)]
    fn begin_unusual(&mut self, state: &mut State) {
        state.record.begun = self.stopwatch.now();
        if self.mode != RequestIds::Off {
            self.ids.name(&mut state.request, self.mode == RequestIds::Trust);
        }
    }
}

/// Something of the answer was written, so that its record is that of this request.
#[inline(always)]
const fn has_record(state: &State) -> bool {
    matches!(state.answer, Answer::Whole | Answer::Streaming)
}

/// The first line that is not empty, without its end.
fn first_line(head: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let start = head.iter().position(|byte| !is_end(byte)).unwrap_or(head.len());
    let line = &head[start..];
    &line[..line.iter().position(is_end).unwrap_or(line.len())]
}
