//! The application of a stream server: where its events go.

use super::{Event, Framing, Stream, batch::Batch, handle::millis, protocol::StreamProtocol, underway::Underway};
use crate::{
    config::{
        DEFAULT_EARLY_EVENTS, DEFAULT_ERRAND_QUEUE, DEFAULT_ERRAND_THREADS, DEFAULT_EVENT_BYTES, DEFAULT_FRAME_LIMIT,
        DEFAULT_LENT_LIMIT, DEFAULT_READ_TIMEOUT,
    },
    error::{Code, Error, Result},
    events::{CloseReason, Occurrence, Peer},
    protocol::{Factory, Protocol, describe_listener_failure},
    server::Server,
    stats::Counters,
    threads::Errands,
    tls::Dialer,
};
use parking_lot::Mutex;
use std::{any::Any, sync::Arc, time::Duration};

/// The program's function for events: the connection, if it is about one, the tag, what happened. Called on the reactor's thread, without any
/// lock of the library held; it must not block. Bytes of the event are valid during the call.
pub type OnEvent = Arc<dyn Fn(Option<Stream>, u64, Event<'_>) + Send + Sync>;

/// Where events go.
pub(super) enum Sink {
    Push(OnEvent),
    Pull(Mutex<Batch>),
}

/// What the connections of a server have in common.
pub(super) struct Site {
    pub(super) sink: Sink,
    /// Bytes that may wait to be pulled; more stay with their connections.
    pub(super) batch_limit: usize,
    pub(super) framing: Framing,
    pub(super) frame_limit: usize,
    /// In milliseconds; 0 = none.
    pub(super) read_timeout: u32,
    pub(super) lent_limit: u32,
    pub(super) early_events: bool,
    pub(super) errands: Errands,
    pub(super) underway: Underway,
    /// Made for the first connection with TLS that the program makes.
    pub(super) dialer: Mutex<Option<Arc<Dialer>>>,
}

/// A stream application; the factory of a server's connections. All methods may be called from any thread; changes count
/// from the next start on.
pub struct App {
    options: Mutex<Options>,
    /// Of the present run.
    site: Mutex<Option<Arc<Site>>>,
    /// What the last [`App::next_events`] gave out: its bytes are borrowed until the next one.
    given: Mutex<Batch>,
}

struct Options {
    on_event: Option<OnEvent>,
    event_bytes: usize,
    framing: Framing,
    frame_limit: usize,
    read_timeout: Duration,
    lent_limit: u32,
    early_events: bool,
    errand_threads: u32,
    errand_queue: u32,
}

impl App {
    /// An application whose events wait to be pulled.
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            options: Mutex::new(Options {
                on_event: None,
                event_bytes: DEFAULT_EVENT_BYTES,
                framing: Framing::Pieces,
                frame_limit: DEFAULT_FRAME_LIMIT,
                read_timeout: DEFAULT_READ_TIMEOUT,
                lent_limit: DEFAULT_LENT_LIMIT,
                early_events: DEFAULT_EARLY_EVENTS,
                errand_threads: DEFAULT_ERRAND_THREADS,
                errand_queue: DEFAULT_ERRAND_QUEUE,
            }),
            site: Mutex::default(),
            given: Mutex::default(),
        })
    }

    /// Events go to a function, on the thread of the reactor; None = they wait for [`App::next_events`].
    pub fn set_on_event(&self, on_event: Option<OnEvent>) {
        self.options.lock().on_event = on_event;
    }

    /// Bytes that may wait to be pulled, at least 1; see [`DEFAULT_EVENT_BYTES`]. More stay with their connections.
    pub fn set_event_bytes(&self, bytes: usize) -> Result<()> {
        if bytes == 0 {
            return Err(Error::new(Code::Argument, "at least one byte must find room to be pulled"));
        }
        self.options.lock().event_bytes = bytes;
        Ok(())
    }

    /// How the bytes of each connection are cut, unless it says otherwise; [`Code::Argument`] as for
    /// [`Stream::set_framing`].
    pub fn set_framing(&self, framing: Framing) -> Result<()> {
        framing.check()?;
        self.options.lock().framing = framing;
        Ok(())
    }

    /// Most bytes of a frame or a read, at least 1; see [`DEFAULT_FRAME_LIMIT`].
    pub fn set_frame_limit(&self, limit: usize) -> Result<()> {
        if limit == 0 {
            return Err(Error::new(Code::Argument, "a frame has at least one byte"));
        }
        self.options.lock().frame_limit = limit;
        Ok(())
    }

    /// How long a frame that has begun, or a read that was asked for, may take, unless a connection says otherwise; zero = as
    /// long as it likes. See [`DEFAULT_READ_TIMEOUT`].
    pub fn set_read_timeout(&self, timeout: Duration) {
        self.options.lock().read_timeout = timeout;
    }

    /// Pieces of memory that one connection may have borrowed at a time ([`Stream::send_lent`]); see
    /// [`DEFAULT_LENT_LIMIT`].
    pub fn set_lent_limit(&self, limit: u32) {
        self.options.lock().lent_limit = limit;
    }

    /// Where events are pulled: what a new connection has sent already may come in the same round as [`Event::Opened`], and
    /// even its end, so that a tag set at the former comes too late for it. See [`DEFAULT_EARLY_EVENTS`].
    pub fn set_early_events(&self, may_be_early: bool) {
        self.options.lock().early_events = may_be_early;
    }

    /// Threads that make connections and look up names, at least 1, and how many of those may wait for one of them; see
    /// [`DEFAULT_ERRAND_THREADS`] and [`DEFAULT_ERRAND_QUEUE`].
    pub fn set_errands(&self, threads: u32, queue: u32) -> Result<()> {
        if threads == 0 {
            return Err(Error::new(Code::Argument, "one thread at least makes connections"));
        }
        let mut options = self.options.lock();
        (options.errand_threads, options.errand_queue) = (threads, queue);
        Ok(())
    }

    /// Of the present run, or of the last one.
    pub(super) fn site(&self) -> Result<Arc<Site>> {
        self.site.lock().clone().ok_or_else(|| Error::new(Code::State, "the server was not started yet"))
    }

    /// Turns `server` once, begun with [`Server::open`], unless events are left from the last turn; gives at most `most`
    /// events to `take`, in their order, and returns how many. Bytes of an event stay where they are until the next call.
    ///
    /// 0 = nothing happened: the time is over, a signal came, or the library had work of its own. [`Code::Busy`] inside
    /// itself and while another thread is here, [`Code::State`] when the server is not open or pushes its events.
    pub fn next_events(
        &self,
        server: &Server,
        most: usize,
        max_wait: Option<Duration>,
        take: impl FnMut(Option<Stream>, u64, Event<'_>),
    ) -> Result<usize> {
        self.next_events_of(server, most, usize::MAX, max_wait, take)
    }

    /// The same, and no further event behind so many bytes.
    pub fn next_events_of(
        &self,
        server: &Server,
        most: usize,
        most_bytes: usize,
        max_wait: Option<Duration>,
        take: impl FnMut(Option<Stream>, u64, Event<'_>),
    ) -> Result<usize> {
        let mut given = self.given.try_lock().ok_or(Code::Busy)?;
        if given.is_done() {
            given.clear();
            let site = self.site.lock().clone();
            let Some(Sink::Pull(waiting)) = site.as_deref().map(|site| &site.sink) else {
                return Err(Error::new(Code::State, "no server that was opened without a function for events"));
            };
            if waiting.lock().is_done() {
                server.turn(max_wait)?;
            }
            std::mem::swap(&mut *given, &mut *waiting.lock());
        }
        let count = given.give(most, most_bytes, take);
        if !given.is_done() {
            // A foreign loop must come again.
            server.wake_watcher();
        }
        Ok(count)
    }
}

impl Factory for App {
    fn prepare(&self) -> Result<()> {
        let options = self.options.lock();
        let sink = options.on_event.clone().map_or_else(|| Sink::Pull(Mutex::default()), Sink::Push);
        *self.site.lock() = Some(Arc::new(Site {
            sink,
            batch_limit: options.event_bytes,
            framing: options.framing,
            frame_limit: options.frame_limit,
            read_timeout: millis(options.read_timeout),
            lent_limit: options.lent_limit,
            early_events: options.early_events,
            errands: Errands::new(options.errand_threads, options.errand_queue as usize),
            underway: Underway::default(),
            dialer: Mutex::default(),
        }));
        Ok(())
    }

    /// The site of the run.
    fn local(&self, _counters: &Arc<Counters>) -> Box<dyn Any + Send> {
        let site = self.site.lock().clone().expect("prepared before");
        site.underway.add_reactor();
        Box::new(site)
    }

    fn reactor_ended(&self, local: &mut (dyn Any + Send)) {
        let site = local.downcast_ref::<Arc<Site>>().expect("made above");
        for stream in site.underway.end_reactor() {
            site.announce_end(stream, Event::Closed(CloseReason::Shutdown));
        }
    }

    fn occurred(&self, tag: u64, occurrence: Occurrence) {
        if let Ok(site) = self.site() {
            site.announce(None, tag, Event::Occurred(occurrence));
        }
    }

    fn listener_failed(&self, place: usize, os_error: i32) {
        let text = describe_listener_failure(place, os_error);
        log::warn!("{text}");
        if let Ok(site) = self.site() {
            site.announce(None, 0, Event::ListenerFailed { place, os_error, text: &text });
        }
    }

    fn warned(&self, text: &str) {
        log::warn!("{text}");
        if let Ok(site) = self.site() {
            site.announce(None, 0, Event::Warning(text));
        }
    }

    fn connect(&self, _peer: Peer) -> Box<dyn Protocol> {
        let site = self.site.lock().clone();
        Box::new(StreamProtocol::new(site.expect("prepared before the first connection")))
    }
}
