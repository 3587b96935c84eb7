//! What a protocol is: a state machine without sockets. Bytes go in; bytes and decisions come out.

use crate::{
    buffer::Output,
    events::{CloseReason, ConnectionId, Occurrence, Peer, TlsSession},
    stats::Counters,
    threads::{Attendant, Job},
};
use std::{any::Any, io, os::fd::RawFd, sync::Arc};

/// One end of a conversation. All calls come from the turning thread of the reactor, one at a time.
pub trait Protocol: Send {
    /// The connection is open; a protocol that speaks first writes here.
    fn opened(&mut self, _cx: &mut Context<'_>) {}

    /// Bytes have come. Returns how many of them are used up; the others come again, in front of later ones, when
    /// more have arrived or the protocol has asked for it with [`Context::resume`].
    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize;

    /// The peer will send nothing more; `left` bytes of its last ones are not used up.
    fn half_closed(&mut self, cx: &mut Context<'_>, left: usize);

    /// The peer will send nothing more, but input is paused or too much waits for the peer, so that its last bytes are still
    /// to be read: [`Protocol::half_closed`] follows when they are.
    fn input_ends(&mut self, _cx: &mut Context<'_>) {}
    /// The peer's side of a secured connection has ended without its farewell, so what came may not be all; `left` bytes
    /// of it are not used up. Where messages tell their own end this is like [`Protocol::half_closed`].
    fn truncated(&mut self, cx: &mut Context<'_>, left: usize) {
        self.half_closed(cx, left);
    }

    /// The connection is there, and TLS begins to secure it; [`Protocol::opened`] or [`Protocol::not_secured`] follows. Also
    /// called in place of [`Protocol::notified`] meanwhile. False = nobody wants it any more: it ends at once.
    fn securing(&mut self, _cx: &mut Context<'_>) -> bool {
        true
    }

    /// The connection could not be secured, for this reason: it ends without having been open. Only
    /// [`Protocol::closed`] follows.
    fn not_secured(&mut self, _cx: &mut Context<'_>, _reason: &str) {}

    /// Somebody called [`Notifier::notify`] for this connection.
    fn notified(&mut self, _cx: &mut Context<'_>) {}

    /// Bytes waiting for the peer have fallen below the low mark after they had been above the high mark.
    fn drained(&mut self, _cx: &mut Context<'_>) {}

    /// Everything written is sent, after [`Context::tell_when_sent`] or [`Context::end_output`].
    fn sent(&mut self, _cx: &mut Context<'_>) {}

    /// What the peer has sent by the time it is accepted may be given at once, before the reactor's next round.
    fn reads_at_once(&self) -> bool {
        true
    }

    /// How long a peer may take too little of what waits for it, in milliseconds, 0 = for ever; None = as the server's
    /// options say. Asked while something waits.
    fn write_timeout_millis(&self) -> Option<u64> {
        None
    }

    /// What was written waits for the peer to take some of it, or does so no longer.
    fn waits_for_peer(&mut self, _waits: bool) {}

    /// The deadline set by [`Context::set_deadline`] has come.
    fn expired(&mut self, cx: &mut Context<'_>);

    /// The server stops gracefully, and all that the peer has sent so far was given to [`Protocol::receive`]: finish what
    /// is begun, then close. May be called more than once.
    fn draining(&mut self, cx: &mut Context<'_>);

    /// The connection is gone; `local` is what the connections of its reactor share.
    fn closed(&mut self, _reason: CloseReason, _local: &mut (dyn Any + Send)) {}

    /// Work that is left when the connection is gone, asked for after [`Protocol::closed`]: it is done where handlers run,
    /// or, when no thread has room for it, here.
    fn last_job(&mut self) -> Option<Job> {
        None
    }

    /// Who takes the connection over after [`Context::switch`]; asked once. With None it closes.
    fn successor(&mut self) -> Option<Box<dyn Protocol>> {
        None
    }
}

/// Makes the protocol of each connection of a server.
pub trait Factory: Send + Sync {
    /// The server starts: everything that cannot change any more is made ready.
    fn prepare(&self) -> crate::error::Result<()>;

    /// What the connections of one reactor share (spare objects, caches). `counters` are those of the reactor.
    fn local(&self, counters: &Arc<Counters>) -> Box<dyn Any + Send>;

    /// What has a thread of its own during a run; asked once, after [`Factory::prepare`].
    fn attendants(&self) -> Vec<Arc<dyn Attendant>> {
        Vec::new()
    }

    /// Whether [`Factory::end_turn`] is to be called; asked once, after [`Factory::prepare`].
    fn has_end_of_turn(&self) -> bool {
        false
    }

    /// A reactor has done a round, and `local` is what its connections share.
    fn end_turn(&self, _local: &mut (dyn Any + Send)) {}

    /// A reactor has ended: its connections are gone, and no more come. `local` is what they shared.
    fn reactor_ended(&self, _local: &mut (dyn Any + Send)) {}

    /// Something has happened to what the server watches for the program under this tag.
    fn occurred(&self, _tag: u64, _occurrence: Occurrence) {}

    /// The listener at this place cannot accept connections, for the system's reason `os_error`; it tries again by itself.
    /// Told now and then while it lasts, on the thread of a reactor.
    fn listener_failed(&self, place: usize, os_error: i32) {
        log::warn!("{}", describe_listener_failure(place, os_error));
    }

    /// Something is not as the one who runs the server wants it, as a certificate that ends soon; on the thread of a
    /// reactor.
    fn warned(&self, text: &str) {
        log::warn!("{text}");
    }

    /// Whether input comes in chunks of at most [`Options::receive_buffer_size`](crate::config::Options) bytes, as raw
    /// protocols pass it on to their users; otherwise as much as one read of the reactor brings.
    fn takes_chunks(&self) -> bool {
        true
    }

    /// The protocol of a new connection.
    fn connect(&self, peer: Peer) -> Box<dyn Protocol>;

    /// Names of the application protocols (RFC 7301) that its connections speak, the best first; none = any.
    fn application_protocols(&self) -> &'static [&'static [u8]] {
        &[]
    }

    /// What a client is told, at this moment in seconds since 1970, that speaks this protocol without TLS where TLS is
    /// wanted; `input` are its first bytes. None when it is something else.
    fn not_secured_reply(&self, _input: &[u8], _unix_seconds: u64) -> Option<Vec<u8>> {
        None
    }
}

/// Makes the protocol of a connection that a listener of the program has accepted.
pub(crate) type Maker = Box<dyn Fn() -> Box<dyn Protocol> + Send + Sync>;

/// A failure of the listener at this place as a sentence.
pub(crate) fn describe_listener_failure(place: usize, os_error: i32) -> String {
    let error = io::Error::from_raw_os_error(os_error);
    format!("listener {place} cannot accept connections: {error}; it tries again by itself")
}

/// Reaches one connection from any thread.
#[derive(Clone)]
pub struct Notifier {
    pub(crate) post: Arc<dyn Post>,
}

pub(crate) trait Post: Send + Sync {
    fn notify(&self, id: ConnectionId);

    /// How a connection is secured; None for one that is not, or is gone.
    fn tls(&self, _id: ConnectionId) -> Option<Arc<TlsSession>> {
        None
    }

    /// Notes how a connection is secured; None when it has ended.
    fn note_tls(&self, _id: ConnectionId, _session: Option<TlsSession>) {}
}

impl Notifier {
    /// [`Protocol::notified`] is called soon, unless the connection is gone. Never blocks.
    pub fn notify(&self, id: ConnectionId) {
        self.post.notify(id);
    }

    /// How a connection is secured by TLS; None for one that is not, or is gone. Not for the hot path.
    pub fn tls(&self, id: ConnectionId) -> Option<Arc<TlsSession>> {
        self.post.tls(id)
    }
}

/// What came of [`Context::dispatch`].
pub enum Dispatch {
    /// Another thread does it.
    Sent,
    /// No thread and no place in the queue is free.
    Full,
}

/// Decisions of a protocol, carried out by the connection after the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ending {
    #[default]
    Open,
    /// Close when everything written is sent.
    Close,
    /// The same, but input may still be on its way: take and drop some of it, so that it does not reset the answer.
    Linger,
    /// Close now.
    Abort,
    /// Go on with the successor of the protocol.
    Switch,
    /// Stay open, and tell when everything written is sent.
    Tell,
    /// The same, and nothing more will be written then: say so to the peer.
    EndOutput,
}

impl Ending {
    /// The connection goes on as if nothing had been decided.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Tell | Self::EndOutput)
    }
}

/// What must be done with a job where handlers do not run on the reactor.
pub(crate) trait Dispatcher {
    fn dispatch(&mut self, job: Job) -> Dispatch;
}

/// Where a request came from, for those who answer it later.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// The connection.
    pub id: ConnectionId,
    /// The socket, to ask the system about it.
    pub descriptor: RawFd,
    /// Reaches the connection from other threads.
    pub notifier: &'a Notifier,
    /// Bytes that may wait for the peer before a sender should wait.
    pub high_mark: u64,
}

/// What a protocol may see and do during one call.
pub struct Context<'a> {
    /// Where the answer goes.
    /// (Boxed, because protocols and those who answer swap theirs.)
    pub output: &'a mut Box<Output>,
    /// The counters of this reactor.
    pub counters: &'a Counters,
    pub(crate) local: Option<&'a mut (dyn Any + Send)>,
    pub(crate) id: ConnectionId,
    pub(crate) peer: &'a Peer,
    pub(crate) descriptor: RawFd,
    pub(crate) notifier: &'a Notifier,
    pub(crate) dispatcher: &'a mut dyn Dispatcher,
    pub(crate) unix_seconds: u64,
    pub(crate) is_draining: bool,
    pub(crate) runs_here: bool,
    pub(crate) high_mark: u64,
    pub(crate) idle_timeout_millis: u64,
    pub(crate) ending: Ending,
    pub(crate) is_paused: bool,
    pub(crate) resumes: bool,
    pub(crate) deadline: Option<u64>,
}

impl<'a> Context<'a> {
    /// The connection's identity.
    pub const fn id(&self) -> ConnectionId {
        self.id
    }

    /// The socket, to ask the system about it.
    pub const fn descriptor(&self) -> RawFd {
        self.descriptor
    }

    /// The other end.
    pub const fn peer(&self) -> Peer {
        *self.peer
    }

    /// Seconds since 1970 at the start of this turn.
    pub const fn unix_seconds(&self) -> u64 {
        self.unix_seconds
    }

    /// How the connection is secured by TLS; None for one that is not. Not for the hot path.
    pub fn tls(&self) -> Option<Arc<TlsSession>> {
        self.notifier.tls(self.id)
    }

    /// True while the server stops gracefully and the peer has sent nothing that is still to be read.
    pub const fn is_draining(&self) -> bool {
        self.is_draining
    }

    /// How long a connection may be without anything to do, in milliseconds; 0 = for ever.
    pub const fn idle_timeout_millis(&self) -> u64 {
        self.idle_timeout_millis
    }

    /// True when more bytes wait for the peer than the high mark allows, or a file does. Write no more then: [`Protocol::drained`] is
    /// called when they have gone, and left-over input comes again.
    #[inline]
    pub fn is_congested(&self) -> bool {
        self.output.is_above(self.high_mark)
    }

    /// What the connections of this reactor share, made by [`Factory::local`]: to be taken once in a call, under its
    /// real type.
    #[inline]
    pub fn take_local<L: Any>(&mut self) -> &'a mut L {
        let local = self.local.take().expect("taken once in a call");
        local.downcast_mut().expect("made by the factory of the same protocol")
    }

    /// Where the requests of this connection come from.
    pub const fn origin(&self) -> Origin<'a> {
        Origin { id: self.id, descriptor: self.descriptor, notifier: self.notifier, high_mark: self.high_mark }
    }

    /// True when handlers run on this thread, inside the call of the protocol.
    pub const fn runs_here(&self) -> bool {
        self.runs_here
    }

    /// Runs a job where the server's handlers run, which is not here.
    pub fn dispatch(&mut self, job: Job) -> Dispatch {
        self.dispatcher.dispatch(job)
    }

    /// Reads nothing more from the peer for now.
    pub const fn pause(&mut self) {
        self.is_paused = true;
    }

    /// Reads again, and gives input that was left over to the protocol again.
    pub const fn resume(&mut self) {
        self.is_paused = false;
        self.resumes = true;
    }

    /// [`Protocol::expired`] is called after `millis`; this replaces an earlier deadline. 0 = no deadline.
    pub const fn set_deadline(&mut self, millis: u64) {
        self.deadline = Some(millis);
    }

    /// Closes when everything written is sent.
    pub fn close(&mut self) {
        self.end(Ending::Close);
    }

    /// Closes when everything written is sent, taking and dropping input for a moment, so that what the peer is still
    /// sending does not make its system throw the answer away.
    pub fn close_lingering(&mut self) {
        self.end(Ending::Linger);
    }

    /// Closes at once; what is not sent is lost.
    pub fn abort(&mut self) {
        self.end(Ending::Abort);
    }

    /// Has [`Protocol::sent`] called when everything written is sent.
    pub fn tell_when_sent(&mut self) {
        self.end(Ending::Tell);
    }

    /// Nothing more will be written: the peer is told so when everything is sent, and [`Protocol::sent`] is called. Reading
    /// goes on.
    pub fn end_output(&mut self) {
        self.end(Ending::EndOutput);
    }

    /// Whether the connection goes on.
    pub const fn is_open(&self) -> bool {
        self.ending.is_open()
    }

    /// Gives the connection to [`Protocol::successor`] after this call. That one is told with [`Protocol::opened`], gets
    /// the input that is left over, and calls [`Context::take_local`] only when it belongs to the server's own factory. A
    /// connection whose peer has ended its side closes instead.
    pub fn switch(&mut self) {
        self.end(Ending::Switch);
    }

    fn end(&mut self, ending: Ending) {
        // What is kept open may be ended; the end of the output is not taken back by a wish to be told.
        let is_weaker = self.ending == Ending::EndOutput && ending == Ending::Tell;
        if self.ending.is_open() && !is_weaker || ending == Ending::Abort {
            self.ending = ending;
        }
    }
}
