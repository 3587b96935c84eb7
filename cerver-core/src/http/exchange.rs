//! An exchange: one request and its answer, reachable from any thread by a handle that cannot be mistaken for another.
//!
//! Exchanges live in a type-stable table. The reactor that owns the connection fills one and takes the answer out; the
//! handler, wherever it runs, works on it in between. Each has a lock that is never held while user code runs.

use super::{
    app::Site,
    content_type::ContentType,
    head::Head,
    request::Request,
    response::{self, Body, Fields, Length, Response, Terms},
    static_files,
    status::Status,
};
use crate::{
    buffer::Output,
    error::{Code, Error, Result},
    events::ConnectionId,
    host,
    protocol::{Notifier, Origin},
    sys,
    table::Table,
    threads,
};
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// Exchanges that a reactor keeps for its next requests.
const SPARES: usize = 64;
/// Bits of an epoch: a handle fits into 64 bits with room for a kind.
const EPOCH_MASK: u32 = 0x00ff_ffff;

static EXCHANGES: Table<Slot> = Table::new();

struct Slot {
    state: Mutex<State>,
    /// Told when a streaming answer may go on.
    changed: Condvar,
}

/// How far the answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    None,
    /// Complete.
    Whole,
    /// Begun; chunks follow.
    Streaming,
}

pub(super) struct State {
    epoch: u32,
    /// The exchange is in use: a handle with its epoch is good.
    is_live: bool,
    /// The handler runs on the reactor's thread at this moment.
    pub(super) is_inline: bool,
    pub(super) is_returned: bool,
    is_detached: bool,
    /// The connection is gone: nobody will take the answer.
    pub(super) is_gone: bool,
    /// The reactor was told and has not looked yet.
    pub(super) is_notified: bool,
    pub(super) answer: Answer,
    /// The connection must close after the answer.
    pub(super) keep_alive: bool,
    is_chunked: bool,
    /// The body of a streamed answer is not sent: HEAD, 204, 304.
    hides_body: bool,
    /// The client takes a streamed answer more slowly than it is made.
    pub(super) is_congested: bool,
    /// The connection closes without an answer.
    pub(super) is_aborted: bool,
    pub(super) has_panicked: bool,
    /// What the reactor takes over.
    pub(super) output: Output,
    pub(super) request: Request,
    pub(super) handler: u32,
    high_mark: u64,
    connection: ConnectionId,
    site: Option<Arc<Site>>,
    notifier: Option<Notifier>,
}

impl State {
    fn new() -> Self {
        Self {
            epoch: 0,
            is_live: false,
            is_inline: false,
            is_returned: false,
            is_detached: false,
            is_gone: false,
            is_notified: false,
            answer: Answer::None,
            keep_alive: true,
            is_chunked: false,
            hides_body: false,
            is_aborted: false,
            has_panicked: false,
            is_congested: false,
            output: Output::default(),
            request: Request::new(),
            handler: 0,
            high_mark: 0,
            connection: ConnectionId(0),
            site: None,
            notifier: None,
        }
    }

    /// Nothing more will happen to the answer, and the handler is done.
    pub(super) fn is_complete(&self) -> bool {
        self.answer == Answer::Whole && self.is_returned
    }

    /// The handler has returned and left nothing and nobody to answer.
    pub(super) fn is_forsaken(&self) -> bool {
        self.is_returned && !self.is_detached && self.answer != Answer::Whole
    }

    fn notify(&mut self) {
        if !self.is_inline
            && !self.is_gone
            && !std::mem::replace(&mut self.is_notified, true)
            && let Some(notifier) = &self.notifier
        {
            notifier.notify(self.connection);
        }
    }

    fn is_head_only(&self) -> bool {
        self.request.method() == super::method::Method::Head
    }

    /// Writes a head with what this exchange knows.
    fn write_head(&mut self, status: Status, fields: &Fields, length: Length) {
        let none = Fields::default();
        let terms = terms(&self.site, &none, &self.request, self.keep_alive);
        self.keep_alive = response::write_head(self.output.buffer(), &terms, status, fields, length);
    }

    /// Writes a complete answer.
    fn put(&mut self, status: Status, fields: &Fields, length: u64, write_body: impl FnOnce(&mut Output)) {
        let is_head_only = self.is_head_only();
        // The answer to HEAD may tell a length without having the body at hand.
        let told = fields.content_length().filter(|_| is_head_only && length == 0);
        self.write_head(status, fields, Length::Known(told.unwrap_or(length)));
        if !is_head_only && !status.is_bodiless() {
            write_body(&mut self.output);
        }
        self.answer = Answer::Whole;
    }

    /// Writes the library's own answer.
    pub(super) fn put_response(&mut self, response: Response) {
        let Response { status, fields, body } = response;
        self.put(status, &fields, body.length(), |output| body.write(output));
    }

    /// Refuses a second answer and an answer that nobody can take; after the latter nothing more is owed.
    fn check_open(&mut self) -> Result<()> {
        if self.is_gone {
            self.answer = Answer::Whole;
            return Err(Code::Closed.into());
        }
        if self.answer != Answer::None {
            return Err(Code::Answered.into());
        }
        Ok(())
    }

    fn check_streaming(&self) -> Result<()> {
        if self.answer != Answer::Streaming {
            return Err(Error::new(Code::State, "no streamed answer is under way"));
        }
        if self.is_gone {
            return Err(Code::Closed.into());
        }
        Ok(())
    }

    /// More waits for the client than the high mark allows.
    fn is_full(&self) -> bool {
        self.is_congested || self.output.pending() > self.high_mark
    }

    /// Makes every handle stale and the object ready for another request.
    fn retire(&mut self) {
        self.is_live = false;
        self.epoch = self.epoch.wrapping_add(1) & EPOCH_MASK;
        self.request.clear();
        self.output.clear();
    }
}

fn terms<'a>(site: &'a Option<Arc<Site>>, none: &'a Fields, request: &Request, keep_alive: bool) -> Terms<'a> {
    Terms {
        common: site.as_ref().map_or(none, |site| &site.common),
        minor_version: request.minor_version(),
        keep_alive,
        unix_seconds: sys::unix_seconds(),
    }
}

/// A handle to one exchange. Good from the call of the handler until it returns or, after [`Exchange::detach`], until
/// the answer is complete; every use after that is [`Code::Handle`]. All methods may be called from any thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    index: u32,
    epoch: u32,
}

impl Exchange {
    /// The handle as a number below 2^48: 24 bits of age, 24 bits of place.
    pub const fn token(self) -> u64 {
        (self.epoch as u64) << 24 | self.index as u64
    }

    /// The handle of such a number.
    pub const fn from_token(token: u64) -> Self {
        Self { index: token as u32 & EPOCH_MASK, epoch: (token >> 24) as u32 & EPOCH_MASK }
    }

    pub(super) fn slot_state(self) -> Option<MutexGuard<'static, State>> {
        let state = EXCHANGES.get(self.index)?.state.lock();
        (state.is_live && state.epoch == self.epoch).then_some(state)
    }

    fn state(self) -> Result<MutexGuard<'static, State>> {
        self.slot_state().ok_or_else(|| Error::new(Code::Handle, "the request has ended: its handles are no longer valid"))
    }

    /// Looks at the request.
    pub fn request<R>(self, look: impl FnOnce(&mut Request) -> R) -> Result<R> {
        Ok(look(&mut self.state()?.request))
    }

    /// Looks at a captured part of the path by its name.
    pub fn named_param<R>(self, name: &[u8], look: impl FnOnce(&mut Request, usize) -> R) -> Result<Option<R>> {
        let mut state = self.state()?;
        let Some(site) = state.site.clone() else { return Ok(None) };
        let index = site.router.param_names(&state.request.params).position(|other| other.as_bytes() == name);
        Ok(index.map(|index| look(&mut state.request, index)))
    }

    /// The identity of the connection.
    pub fn connection(self) -> Result<ConnectionId> {
        Ok(self.state()?.connection)
    }

    /// False when the client has gone: an answer would reach nobody.
    pub fn is_connected(self) -> bool {
        self.state().is_ok_and(|state| !state.is_gone)
    }

    /// Answers with a body of one type and no other header of its own.
    #[inline]
    pub fn answer(self, status: Status, content_type: ContentType, body: &[u8]) -> Result<()> {
        self.answer_mime(status, content_type.mime(), body)
    }

    /// The same with any media type, which must be a valid header value.
    #[inline]
    pub fn answer_mime(self, status: Status, mime: &str, body: &[u8]) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        if let Err(error) = state.check_open() {
            self.release_when_over(state);
            return Err(error);
        }
        let none = Fields::default();
        let terms = terms(&state.site, &none, &state.request, state.keep_alive);
        let out = state.output.buffer();
        response::write_short_head(out, &terms, status, mime, body.len() as u64);
        if !state.is_head_only() && !status.is_bodiless() {
            state.output.write(body);
        }
        state.answer = Answer::Whole;
        state.notify();
        Ok(())
    }

    /// Answers with a complete response.
    pub fn respond(self, response: Response) -> Result<()> {
        let Response { status, fields, body } = response;
        self.respond_with(status, &fields, body.length(), |output| body.write(output))
    }

    /// The same with the parts borrowed; the body is copied.
    pub fn respond_parts(self, status: Status, fields: &Fields, body: &[u8]) -> Result<()> {
        self.respond_with(status, fields, body.len() as u64, |output| output.write(body))
    }

    fn respond_with(
        self,
        status: Status,
        fields: &Fields,
        length: u64,
        write_body: impl FnOnce(&mut Output),
    ) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        if let Err(error) = state.check_open() {
            self.release_when_over(state);
            return Err(error);
        }
        state.put(status, fields, length, write_body);
        state.notify();
        Ok(())
    }

    /// Answers with the file at `path`; [`Code::NotFound`] (and no answer) when it cannot be opened.
    pub fn respond_file(self, status: Status, path: &Path) -> Result<()> {
        self.respond(static_files::file_answer(status, path)?)
    }

    /// Begins an answer whose body comes in pieces: chunked, or for HTTP/1.0 up to the end of the connection.
    pub fn stream(self, status: Status, fields: &Fields) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        if let Err(error) = state.check_open() {
            self.release_when_over(state);
            return Err(error);
        }
        state.is_chunked = state.request.minor_version() == 1;
        state.keep_alive &= state.is_chunked;
        let length = if state.is_chunked { Length::Chunked } else { Length::Untold };
        state.write_head(status, fields, length);
        state.hides_body = state.is_head_only() || status.is_bodiless();
        state.answer = Answer::Streaming;
        state.notify();
        Ok(())
    }

    /// Sends a piece of a streamed answer; it is copied whole or not at all.
    ///
    /// [`Code::Again`] while more waits for the client than the high mark of the send queue allows.
    pub fn stream_write(self, data: &[u8]) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        state.check_streaming()?;
        if state.is_full() {
            return Err(Error::new(Code::Again, "the client takes the answer more slowly than it is made: wait"));
        }
        if data.is_empty() || state.hides_body {
            return Ok(());
        }
        if state.is_chunked {
            response::write_chunk(state.output.buffer(), data);
        } else {
            state.output.write(data);
        }
        state.notify();
        Ok(())
    }

    /// Waits until a streamed answer may go on; not possible on a reactor's thread, which would wait for itself.
    pub fn stream_wait(self, timeout: Option<Duration>) -> Result<()> {
        if threads::is_on_reactor() {
            return Err(Error::new(Code::State, "a handler on the reactor cannot wait for it: detach and use a thread"));
        }
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut guard = self.state()?;
        loop {
            guard.check_streaming()?;
            if !guard.is_full() {
                return Ok(());
            }
            let slot = EXCHANGES.get(self.index).ok_or(Code::Handle)?;
            match deadline {
                None => slot.changed.wait(&mut guard),
                Some(deadline) if slot.changed.wait_until(&mut guard, deadline).timed_out() => {
                    return Err(Code::Timeout.into());
                }
                Some(_) => {}
            }
            if !guard.is_live || guard.epoch != self.epoch {
                return Err(Code::Closed.into());
            }
        }
    }

    /// Ends a streamed answer; needed also when the client has gone.
    pub fn stream_end(self) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        if state.answer != Answer::Streaming {
            return Err(Error::new(Code::State, "no streamed answer was begun"));
        }
        if state.is_chunked && !state.hides_body {
            state.output.write(response::LAST_CHUNK);
        }
        state.answer = Answer::Whole;
        if state.is_gone {
            self.release_when_over(state);
            return Err(Code::Closed.into());
        }
        state.notify();
        Ok(())
    }

    /// The answer comes after the handler has returned, from any thread.
    pub fn detach(self) -> Result<()> {
        let mut state = self.state()?;
        if state.is_returned {
            return Err(Error::new(Code::State, "only the handler itself can detach its request"));
        }
        state.is_detached = true;
        Ok(())
    }

    /// Gives no answer, or none any more: the connection is closed.
    pub fn close(self) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        if state.answer == Answer::Whole {
            return Err(Code::Answered.into());
        }
        state.answer = Answer::Whole;
        state.is_aborted = true;
        if state.is_gone {
            self.release_when_over(state);
            return Ok(());
        }
        state.notify();
        Ok(())
    }

    /// Runs the handler that was found for the request, on this thread.
    #[inline]
    pub(super) fn run(self, site: &Site, handler: u32) {
        let Some(handler) = site.handlers.get(handler as usize) else { return };
        let ran = host::enter(|| catch_unwind(AssertUnwindSafe(|| handler(self))));
        if let Some(Err(_)) = ran {
            if let Ok(mut state) = self.state() {
                state.has_panicked = true;
            }
            // Too late when the handler had begun an answer: then the connection closes.
            let _ = self.respond(Response::error(Status::INTERNAL_SERVER_ERROR, "Internal error!"));
        }
    }

    /// The handler has returned on a thread that is not the reactor's.
    pub(super) fn returned(self) {
        let Some(mut guard) = self.slot_state() else { return };
        let state = &mut *guard;
        state.is_returned = true;
        if state.is_gone {
            self.release_when_over(state);
        } else {
            state.notify();
        }
    }

    /// A streamed answer may go on.
    pub(super) fn wake_writers(self) {
        if let Some(slot) = EXCHANGES.get(self.index) {
            slot.changed.notify_all();
        }
    }

    /// The connection is gone.
    pub(super) fn abandon(self) {
        let Some(mut guard) = self.slot_state() else { return };
        guard.is_gone = true;
        guard.output.clear();
        self.wake_writers();
        self.release_when_over(&mut guard);
    }

    /// Frees the exchange of a connection that is gone when nobody holds it any more.
    fn release_when_over(self, state: &mut State) {
        if state.is_gone && state.is_returned && (!state.is_detached || state.answer == Answer::Whole) {
            state.retire();
            state.site = None;
            state.notifier = None;
            EXCHANGES.give_back(self.index);
        }
    }
}

/// What the HTTP connections of one reactor share.
pub(super) struct Local {
    pub(super) site: Arc<Site>,
    /// Parsed into, then exchanged with that of an exchange.
    pub(super) head: Head,
    spares: Vec<u32>,
}

impl Local {
    pub(super) fn new(site: Arc<Site>) -> Self {
        Self { site, head: Head::new(), spares: Vec::new() }
    }

    /// A fresh exchange for the request whose head was parsed last; None when the table is full.
    #[inline]
    pub(super) fn begin(
        &mut self,
        origin: Origin<'_>,
        head_bytes: &[u8],
    ) -> Option<(Exchange, MutexGuard<'static, State>)> {
        let index = match self.spares.pop() {
            Some(index) => index,
            None => self.take(origin)?,
        };
        let mut guard = EXCHANGES.get(index)?.state.lock();
        let state = &mut *guard;
        state.is_live = true;
        state.is_inline = false;
        state.is_returned = false;
        state.is_detached = false;
        state.is_gone = false;
        state.is_notified = false;
        state.is_aborted = false;
        state.has_panicked = false;
        state.is_congested = false;
        state.answer = Answer::None;
        state.connection = origin.id;
        std::mem::swap(&mut state.request.head, &mut self.head);
        state.request.head_bytes.extend_from_slice(head_bytes);
        state.request.peer = origin.peer;
        state.keep_alive = state.request.head.keep_alive;
        Some((Exchange { index, epoch: state.epoch }, guard))
    }

    fn take(&self, origin: Origin<'_>) -> Option<u32> {
        let index = EXCHANGES.take(|_| Slot { state: Mutex::new(State::new()), changed: Condvar::new() })?;
        let mut state = EXCHANGES.get(index)?.state.lock();
        state.site = Some(Arc::clone(&self.site));
        state.notifier = Some(origin.notifier.clone());
        state.high_mark = origin.high_mark;
        Some(index)
    }

    /// Takes back an exchange that is over.
    #[inline]
    pub(super) fn end(&mut self, exchange: Exchange, state: &mut State) {
        state.retire();
        if self.spares.len() < SPARES {
            self.spares.push(exchange.index);
        } else {
            state.site = None;
            state.notifier = None;
            EXCHANGES.give_back(exchange.index);
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        for index in self.spares.drain(..) {
            if let Some(slot) = EXCHANGES.get(index) {
                let mut state = slot.state.lock();
                state.site = None;
                state.notifier = None;
            }
            EXCHANGES.give_back(index);
        }
    }
}
