//! An exchange: one request and its answer, reachable from any thread by a handle that cannot be mistaken for another.
//!
//! Exchanges live in a type-stable table. The reactor that owns the connection fills one and takes the answer out; the
//! handler, wherever it runs, works on it in between. Each has a lock that is never held while user code runs.

mod coding;
mod complete;
mod ending;
mod forms;
mod receiving;
mod streaming;
mod upgrading;
mod writing;

use super::{
    app::{Companion, Site},
    compress::StreamCoder,
    content_type::ContentType,
    cors,
    method::Method,
    observer::Record,
    request::Request,
    response::{Fields, Response, Start},
    route::Entry,
    status::Status,
    upgrade::Upgraded,
    websocket::Link,
};
use crate::{
    buffer::Output,
    error::{Code, Error, Result},
    events::{ConnectionId, TlsSession},
    host,
    protocol::{Context, Notifier, Origin},
    table::{Generation, Table},
};
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::{
    os::fd::RawFd,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::AtomicBool},
};

pub(super) use receiving::{Gate, forbidden};

static EXCHANGES: Table<Slot> = Table::new();

/// An exchange while it is looked at.
pub(super) type Guard = MutexGuard<'static, State>;

struct Slot {
    index: u32,
    state: Mutex<State>,
    /// Told when a streaming answer may go on.
    changed: Condvar,
    /// Somebody has written beside the thread that has the output: see [`Exchange::note_write`].
    was_written: AtomicBool,
}

/// How far the answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    None,
    /// Complete.
    Whole,
    /// Begun; chunks follow.
    Streaming,
    /// An error page that the reactor makes.
    Page,
}

/// In place of a handler's number: a static folder answered.
pub(super) const FOLDER: u32 = u32::MAX - 1;
/// In place of a handler's number: the library answered itself.
pub(super) const LIBRARY: u32 = u32::MAX;

pub(super) struct State {
    generation: Generation,
    /// The exchange is in use: a handle of its generation is good.
    is_live: bool,
    /// The handler runs on the reactor's thread at this moment.
    is_inline: bool,
    pub(super) is_returned: bool,
    is_detached: bool,
    /// The connection is gone: nobody will take the answer.
    pub(super) is_gone: bool,
    /// The reactor was told and has not looked yet.
    pub(super) is_notified: bool,
    pub(super) answer: Answer,
    pub(super) gate: Gate,
    /// The connection must close after the answer.
    pub(super) keep_alive: bool,
    is_chunked: bool,
    /// The body of a streamed answer is not sent: HEAD, 204, 205, 304.
    hides_body: bool,
    /// The client, or the application in a Trailer header, has said that fields behind the body are of use.
    takes_trailers: bool,
    /// Fields for behind the body of a streamed answer.
    trailers: Fields,
    /// The client takes a streamed answer more slowly than it is made.
    pub(super) is_congested: bool,
    /// The connection closes without an answer.
    pub(super) is_aborted: bool,
    pub(super) has_panicked: bool,
    /// The answer was the usual one, which leaves nothing behind.
    is_usual: bool,
    /// What the reactor takes over.
    pub(super) output: Box<Output>,
    pub(super) request: Request,
    /// The number of the handler that answers, or [`FOLDER`] or [`LIBRARY`].
    pub(super) handler: u32,
    /// What is noted about the answer.
    pub(super) record: Record,
    /// The error page that an answer of the kind [`Answer::Page`] stands for.
    failure: Option<Box<Response>>,
    high_mark: u64,
    /// Bytes in `output` that are not of this answer: it is the connection's own while the handler runs inline.
    lent: u64,
    /// The time of the turn in which the request came.
    pub(super) unix_seconds: u64,
    start: Start,
    connection: ConnectionId,
    descriptor: RawFd,
    site: Option<Arc<Site>>,
    /// See [`Site::changes_answers`].
    changes_answers: bool,
    /// What the pieces of a streamed answer go through; there is none when the exchange ends.
    pub(super) coder: Option<Box<StreamCoder>>,
    notifier: Option<Notifier>,
    /// A handshake that a handler is asked about.
    pub(super) handshake: Option<Box<Upgraded>>,
    /// The connection has become a WebSocket, and this is its exchange as long as it lives.
    pub(super) web_socket: Option<Box<Link>>,
    /// How the connection was secured, once it is gone.
    tls: Option<Arc<TlsSession>>,
}

impl State {
    fn new() -> Self {
        Self {
            generation: Generation::FIRST,
            is_live: false,
            is_inline: false,
            is_returned: false,
            is_detached: false,
            is_gone: false,
            is_notified: false,
            answer: Answer::None,
            gate: Gate::Open,
            keep_alive: true,
            is_chunked: false,
            hides_body: false,
            takes_trailers: false,
            trailers: Fields::new(),
            is_aborted: false,
            has_panicked: false,
            is_usual: false,
            is_congested: false,
            output: Box::default(),
            request: Request::new(),
            handler: 0,
            record: Record::default(),
            failure: None,
            high_mark: 0,
            lent: 0,
            unix_seconds: 0,
            start: Start::new(),
            connection: ConnectionId(0),
            descriptor: -1,
            site: None,
            changes_answers: false,
            coder: None,
            notifier: None,
            handshake: None,
            web_socket: None,
            tls: None,
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

    #[inline]
    pub(super) fn notify(&mut self) {
        if !self.is_inline {
            self.notify_reactor();
        }
    }

    fn notify_reactor(&mut self) {
        if !self.is_gone
            && !std::mem::replace(&mut self.is_notified, true)
            && let Some(notifier) = &self.notifier
        {
            notifier.notify(self.connection);
        }
    }

    /// The connection.
    pub(super) const fn connection(&self) -> ConnectionId {
        self.connection
    }

    fn tls_session(&self) -> Option<Arc<TlsSession>> {
        let present = || self.notifier.as_ref()?.tls(self.connection);
        self.tls.clone().or_else(present)
    }

    fn is_head_only(&self) -> bool {
        self.request.method() == Method::Head
    }

    /// Refuses a second answer and an answer that nobody can take; after the latter nothing more is owed.
    #[inline]
    fn check_open(&mut self) -> Result<()> {
        if self.is_gone || self.answer != Answer::None { Err(self.refusal()) } else { Ok(()) }
    }

    #[cold]
    fn refusal(&mut self) -> Error {
        if self.is_gone {
            self.answer = Answer::Whole;
            Code::Closed.into()
        } else {
            Code::Answered.into()
        }
    }

    /// Refuses what is no stream and one that nobody takes any more; after the latter nothing more is owed.
    fn check_streaming(&mut self) -> Result<()> {
        if self.is_gone && self.answer != Answer::None {
            self.answer = Answer::Whole;
            return Err(Code::Closed.into());
        }
        if self.answer != Answer::Streaming {
            return Err(Error::new(Code::State, "no streamed answer is under way"));
        }
        Ok(())
    }

    /// More waits for the client than the high mark allows.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.is_congested || self.output.pending() - self.lent > self.high_mark
    }

    /// Begins the life of an exchange whose head was just parsed; `stays` = another request may follow.
    #[inline]
    pub(super) fn begin(&mut self, cx: &Context<'_>, head_bytes: &[u8], stays: bool) {
        self.is_live = true;
        self.is_inline = false;
        self.is_returned = false;
        self.is_detached = false;
        self.is_gone = false;
        self.is_notified = false;
        self.is_aborted = false;
        self.has_panicked = false;
        self.is_usual = false;
        self.is_congested = false;
        self.answer = Answer::None;
        self.gate = Gate::Open;
        self.unix_seconds = cx.unix_seconds();
        self.connection = cx.id();
        self.descriptor = cx.descriptor();
        self.request.head_bytes.extend_from_slice(head_bytes);
        self.request.peer = cx.peer();
        self.keep_alive = self.request.head.keep_alive & stays;
    }
}

/// A handle to one exchange. Good from the call of the handler until it returns or, after [`Exchange::detach`], until
/// the answer is complete; every use after that is [`Code::Handle`]. All methods may be called from any thread.
#[derive(Clone, Copy)]
pub struct Exchange {
    slot: &'static Slot,
    generation: Generation,
}

impl Exchange {
    /// The handle as a number below 2^48.
    pub const fn token(self) -> u64 {
        self.generation.token(self.slot.index)
    }

    /// The handle of such a number; None when no exchange was ever at its place.
    #[inline]
    pub fn from_token(token: u64) -> Option<Self> {
        let (index, generation) = Generation::split(token);
        Some(Self { slot: EXCHANGES.get(index)?, generation })
    }

    /// A new exchange for the connections of one reactor; None when the table is full.
    pub(super) fn make(site: &Arc<Site>, origin: Origin<'_>) -> Option<(Self, Guard)> {
        let make = |index| Slot {
            index,
            state: Mutex::new(State::new()),
            changed: Condvar::new(),
            was_written: AtomicBool::new(false),
        };
        let slot = EXCHANGES.get(EXCHANGES.take(make)?)?;
        let mut state = slot.state.lock();
        state.request.id.clear();
        state.site = Some(Arc::clone(site));
        state.changes_answers = site.changes_answers;
        state.notifier = Some(origin.notifier.clone());
        state.high_mark = origin.high_mark;
        state.start = Start::new();
        Some((Self { slot, generation: state.generation }, state))
    }

    /// The state whatever it is used for; for the reactor's own spares.
    #[inline]
    pub(super) fn lock(self) -> Guard {
        self.slot.state.lock()
    }

    /// Makes every handle stale and the exchange, whose output is taken, ready for another request; returns the new handle.
    #[inline]
    pub(super) fn retire(self, state: &mut State) -> Self {
        state.is_live = false;
        state.generation = state.generation.next();
        state.request.clear();
        if !state.is_usual {
            state.forget_answer();
        }
        self.slot.changed.notify_all();
        Self { slot: self.slot, generation: state.generation }
    }

    /// A retired exchange has no further use left: a handle of its first one may still be known to somebody.
    #[inline(always)]
    pub(super) const fn is_used_up(self) -> bool {
        self.generation.is_used_up()
    }

    /// Gives a retired exchange back to the table. What may run code of the application at its end (its handlers, its
    /// data) goes when the lock is no longer held.
    #[inline(never)]
    pub(super) fn discard(self, mut guard: Guard) {
        let leftovers = (guard.site.take(), guard.notifier.take(), guard.request.take_attachment());
        guard.tls = None;
        let generation = guard.generation;
        drop(guard);
        EXCHANGES.give_back(self.slot.index, generation);
        if let (_, _, Some(mut attachment)) = leftovers {
            attachment.clear();
        }
    }

    #[inline]
    pub(super) fn slot_state(self) -> Option<Guard> {
        let state = self.slot.state.lock();
        (state.is_live && state.generation == self.generation).then_some(state)
    }

    #[inline(always)]
    pub(super) fn state(self) -> Result<Guard> {
        self.slot_state().ok_or_else(ended)
    }

    /// Looks at the request. `look` must be short and must not use the exchange: the exchange is locked meanwhile.
    pub fn request<R>(self, look: impl FnOnce(&mut Request) -> R) -> Result<R> {
        Ok(look(&mut self.state()?.request))
    }

    /// Looks at a captured part of the path by its name; `look` as in [`Exchange::request`].
    pub fn named_param<R>(self, name: &[u8], look: impl FnOnce(&mut Request, usize) -> R) -> Result<Option<R>> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        let entry = state.site.as_ref().and_then(|site| site.entries.get(state.handler as usize));
        let link = state.web_socket.as_deref();
        let names = entry.map(|entry| &*entry.names).or_else(|| link.map(Link::names));
        let index = names.and_then(|names| names.iter().position(|other| other.as_bytes() == name));
        Ok(index.map(|index| look(&mut state.request, index)))
    }

    /// The Origin of the request, when it is on the server's whitelist: see [`CorsOptions`](crate::config::CorsOptions).
    pub fn whitelisted_origin(self) -> Result<Option<String>> {
        let state = self.state()?;
        let origins = state.site.as_ref().map_or(&[][..], |site| &site.options.cors.origins);
        Ok(cors::whitelisted(origins, &state.request).map(str::to_owned))
    }

    /// The identity of the connection.
    pub fn connection(self) -> Result<ConnectionId> {
        Ok(self.state()?.connection)
    }

    /// How the connection is secured by TLS, also when the client has gone; None for one that is not.
    pub fn tls(self) -> Result<Option<Arc<TlsSession>>> {
        Ok(self.state()?.tls_session())
    }

    /// The client's socket, to ask the system about it; it is the connection's. [`Code::Closed`] when the client has gone.
    pub fn descriptor(self) -> Result<RawFd> {
        let state = self.state()?;
        if state.is_gone { Err(Code::Closed.into()) } else { Ok(state.descriptor) }
    }

    /// What was given to the application with [`App::set_companion`](super::App::set_companion) before the start.
    pub fn companion(self) -> Result<Option<Companion>> {
        Ok(self.state()?.site.as_ref().and_then(|site| site.companion.clone()))
    }

    /// False when the client has gone: an answer would reach nobody.
    pub fn is_connected(self) -> bool {
        self.state().is_ok_and(|state| !state.is_gone)
    }

    /// Answers with a body of one type and no other header of its own. HEAD, 204, 205 and 304 have no body, whatever is
    /// given; 1xx is refused ([`Code::Argument`]), here and in the other kinds of answers.
    #[inline]
    pub fn answer(self, status: Status, content_type: ContentType, body: &[u8]) -> Result<()> {
        let mut guard = self.state()?;
        if guard.put_usual(status, content_type, body) {
            Ok(())
        } else {
            self.answer_unusual(guard, status, content_type, body)
        }
    }

    #[inline(never)]
    fn answer_unusual(self, mut guard: Guard, status: Status, kind: ContentType, body: &[u8]) -> Result<()> {
        if let Err(error) = guard.check_open() {
            self.release_when_over(guard);
            return Err(error);
        }
        let body = if status.forbids_body() { no_body(status)? } else { body };
        if guard.changes_answers && guard.may_change(body.len()) {
            return self.answer_coded(guard, status, kind, body);
        }
        guard.put_short(status, kind, body);
        guard.notify();
        Ok(())
    }

    /// The answer comes after the handler has returned, from any thread. It must be given or [`Exchange::close`] called
    /// in any case, also when the client has gone: until then the request keeps its memory.
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
        if let Answer::Whole | Answer::Page = state.answer {
            return Err(Code::Answered.into());
        }
        state.abort();
        if state.is_gone {
            self.release_when_over(guard);
            return Ok(());
        }
        state.notify();
        Ok(())
    }

    /// Runs the handler that was found for the request, on this thread.
    #[inline(always)]
    pub(super) fn run(self, site: &Site, handler: u32) {
        let Some(Entry { handler, .. }) = site.entries.get(handler as usize) else { return };
        let ran = host::enter(|| catch_unwind(AssertUnwindSafe(|| handler(self))));
        if let Some(Err(_)) = ran {
            self.fail();
        }
    }

    /// A streamed answer may go on, or bytes of a streamed body have come.
    pub(super) fn wake_waiting(self) {
        self.slot.changed.notify_all();
    }
}

/// The body of an answer that has none. Refuses interim answers: the client would go on waiting for the final one.
#[cold]
fn no_body(status: Status) -> Result<&'static [u8]> {
    if status.is_interim() {
        return Err(Error::new(Code::Argument, "a status of 1xx is no final answer: the library sends what is needed"));
    }
    Ok(&[])
}

#[cold]
fn ended() -> Error {
    Error::new(Code::Handle, "the request has ended: its handles are no longer valid")
}
