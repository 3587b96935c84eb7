//! Drives a protocol without a socket, a clock or a thread: the caller plays the peer, the kernel and the pool, and
//! decides when each of them does something.

use crate::{
    buffer::Output,
    config::{DEFAULT_SEND_HIGH, DEFAULT_SEND_LOW},
    error::Result,
    events::{CloseReason, ConnectionId, Peer},
    protocol::{Context, Dispatch, Dispatcher, Ending, Factory, Notifier, Post, Protocol},
    stats::{Counters, Snapshot},
    threads::Job,
};
use parking_lot::Mutex;
use std::{any::Any, collections::VecDeque, mem, sync::Arc};

/// Where handlers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// Inside the call of the protocol.
    Here,
    /// When [`Driver::work`] is called; so many requests may wait for that.
    Queue(usize),
}

/// One connection after the other, without sockets, as a reactor's connections would have it.
pub struct Driver {
    factory: Arc<dyn Factory>,
    local: Box<dyn Any + Send>,
    output: Box<Output>,
    counters: Arc<Counters>,
    notices: Arc<Notices>,
    notifier: Notifier,
    jobs: Jobs,
    runs_here: bool,
    /// Bytes waiting for the peer above which the protocol is told to wait.
    pub send_high: u64,
    /// Bytes waiting for the peer below which it may go on.
    pub send_low: u64,
    is_draining: bool,
    generation: u32,
    connection: Option<Connection>,
}

/// What a socket, the kernel and the reactor would know of a connection.
struct Connection {
    protocol: Box<dyn Protocol>,
    id: ConnectionId,
    /// Sent by the peer and not read yet.
    arriving: Vec<u8>,
    /// Read and not used up by the protocol.
    pending: Vec<u8>,
    /// Written and not taken by the peer yet.
    leaving: VecDeque<u8>,
    ending: Ending,
    deadline: u64,
    has_finished: bool,
    is_eof: bool,
    is_paused: bool,
    resumes: bool,
    is_congested: bool,
}

impl Driver {
    /// Makes the factory ready. There is no connection yet.
    pub fn new(factory: Arc<dyn Factory>, placing: Placing) -> Result<Self> {
        factory.prepare()?;
        let notices = Arc::new(Notices::default());
        let counters = Arc::default();
        Ok(Self {
            local: factory.local(&counters),
            factory,
            output: Box::default(),
            counters,
            notifier: Notifier { post: Arc::clone(&notices) as Arc<dyn Post> },
            notices,
            runs_here: placing == Placing::Here,
            jobs: Jobs { waiting: VecDeque::new(), limit: if let Placing::Queue(limit) = placing { limit } else { 0 } },
            send_high: DEFAULT_SEND_HIGH as u64,
            send_low: DEFAULT_SEND_LOW as u64,
            is_draining: false,
            generation: 0,
            connection: None,
        })
    }

    /// A new connection; an earlier one that is still open is reset.
    pub fn connect(&mut self) {
        self.reset();
        self.is_draining = false;
        self.generation = self.generation.wrapping_add(1);
        self.connection = Some(Connection {
            protocol: self.factory.connect(Peer::Unix),
            id: ConnectionId::new(0, 0, self.generation),
            arriving: Vec::new(),
            pending: Vec::new(),
            leaving: VecDeque::new(),
            ending: Ending::Open,
            deadline: 0,
            has_finished: false,
            is_eof: false,
            is_paused: false,
            resumes: false,
            is_congested: false,
        });
        self.call(|protocol, cx| protocol.opened(cx));
        self.pump();
    }

    /// The peer sends bytes, which are read at once if the protocol wants input.
    pub fn send(&mut self, bytes: &[u8]) {
        if let Some(connection) = &mut self.connection {
            connection.arriving.extend_from_slice(bytes);
            self.pump();
        }
    }

    /// The peer will send nothing more.
    pub fn finish(&mut self) {
        if let Some(connection) = &mut self.connection {
            connection.has_finished = true;
            self.pump();
        }
    }

    /// The peer takes up to `most` of the bytes that wait for it, appended to `into`.
    pub fn take(&mut self, most: usize, into: &mut Vec<u8>) {
        let Some(connection) = &mut self.connection else { return };
        let count = connection.leaving.len().min(most);
        into.extend(connection.leaving.drain(..count));
        if connection.is_congested && connection.leaving.len() as u64 <= self.send_low {
            connection.is_congested = false;
            connection.resumes = true;
            self.call(|protocol, cx| protocol.drained(cx));
        }
        self.pump();
    }

    /// Runs the job that waits longest; false when there is none.
    pub fn work(&mut self) -> bool {
        let Some(job) = self.jobs.waiting.pop_front() else { return false };
        job.runner.run(job.ticket);
        true
    }

    /// Hands the notices of other threads to the connection they are for; false when there are none.
    pub fn deliver(&mut self) -> bool {
        let notices = mem::take(&mut *self.notices.0.lock());
        for id in &notices {
            if self.connection.as_ref().is_some_and(|connection| connection.id == *id) {
                self.call(|protocol, cx| protocol.notified(cx));
                self.pump();
            }
        }
        !notices.is_empty()
    }

    /// Lets the deadline of the protocol come; false when it has none.
    pub fn expire(&mut self) -> bool {
        let due = self.connection.as_mut().is_some_and(|connection| mem::take(&mut connection.deadline) != 0);
        if due {
            self.call(|protocol, cx| protocol.expired(cx));
            self.pump();
        }
        due
    }

    /// The server begins to stop, until the next connection.
    pub fn drain(&mut self) {
        self.is_draining = true;
        self.pump();
        self.call(|protocol, cx| protocol.draining(cx));
        self.pump();
    }

    /// The reactor has done a round.
    pub fn end_turn(&mut self) {
        self.factory.end_turn(&mut *self.local);
    }

    /// The peer resets the connection.
    pub fn reset(&mut self) {
        self.end(CloseReason::Reset);
    }

    /// Whether a connection is there. One that has ended itself is there until the peer has taken all bytes.
    pub const fn is_open(&self) -> bool {
        self.connection.is_some()
    }

    /// Whether the protocol has ended the connection, be it that some bytes still wait for the peer.
    pub fn is_ending(&self) -> bool {
        self.connection.as_ref().is_none_or(|connection| !connection.ending.is_open())
    }

    /// Bytes sent by the peer that the protocol has not used up.
    pub fn unused(&self) -> usize {
        self.connection.as_ref().map_or(0, |connection| connection.arriving.len() + connection.pending.len())
    }

    /// The counters of all connections so far.
    pub fn stats(&self) -> Snapshot {
        let mut sum = Snapshot::default();
        sum.add(&self.counters);
        sum
    }

    /// Reads while the protocol wants input and there is some; ends what is over.
    fn pump(&mut self) {
        while let Some(connection) = &mut self.connection {
            if connection.ending.is_open() && connection.ending != Ending::Open && connection.leaving.is_empty() {
                connection.ending = Ending::Open;
                self.call(|protocol, cx| protocol.sent(cx));
                continue;
            }
            if !connection.ending.is_open() {
                if connection.leaving.is_empty() || connection.ending == Ending::Abort {
                    self.end(CloseReason::Local);
                }
                return;
            }
            if connection.is_paused || connection.is_congested {
                return;
            }
            let resumes = mem::take(&mut connection.resumes) && !connection.pending.is_empty();
            if resumes || !connection.arriving.is_empty() {
                let mut input = mem::take(&mut connection.pending);
                if !resumes {
                    input.append(&mut connection.arriving);
                }
                let mut used = 0;
                self.call(|protocol, cx| used = protocol.receive(cx, &input));
                assert!(used <= input.len(), "more is used than was given");
                input.drain(..used);
                if let Some(connection) = &mut self.connection {
                    connection.pending = input;
                }
            } else if connection.has_finished && !mem::replace(&mut connection.is_eof, true) {
                let left = connection.pending.len();
                self.call(|protocol, cx| protocol.half_closed(cx, left));
            } else {
                return;
            }
        }
    }

    /// Calls the protocol and takes its decisions and its output over.
    fn call(&mut self, call: impl FnOnce(&mut dyn Protocol, &mut Context<'_>)) {
        let Some(connection) = &mut self.connection else { return };
        self.output.queued = connection.leaving.len() as u64;
        let mut cx = Context {
            output: &mut self.output,
            local: Some(&mut *self.local),
            counters: &self.counters,
            id: connection.id,
            peer: &Peer::Unix,
            descriptor: -1,
            notifier: &self.notifier,
            dispatcher: &mut self.jobs,
            unix_seconds: 1_000_000_000,
            is_draining: self.is_draining,
            runs_here: self.runs_here,
            high_mark: self.send_high,
            idle_timeout_millis: 60_000,
            ending: connection.ending,
            is_paused: connection.is_paused,
            resumes: connection.resumes,
            deadline: None,
        };
        call(&mut *connection.protocol, &mut cx);
        connection.is_congested |= cx.is_congested();
        (connection.ending, connection.is_paused, connection.resumes) = (cx.ending, cx.is_paused, cx.resumes);
        if let Some(millis) = cx.deadline {
            connection.deadline = millis;
        }
        self.output.drain_into(&mut connection.leaving);
        if connection.ending == Ending::Switch {
            self.switch();
        }
    }

    /// Puts the successor in the place of the protocol, as the connections of a reactor do it.
    fn switch(&mut self) {
        let Some(connection) = &mut self.connection else { return };
        match connection.protocol.successor() {
            Some(successor) if !connection.is_eof => {
                connection.protocol = successor;
                (connection.ending, connection.is_paused, connection.resumes) = (Ending::Open, false, true);
                self.call(|protocol, cx| protocol.opened(cx));
            }
            _ => connection.ending = Ending::Close,
        }
    }

    fn end(&mut self, reason: CloseReason) {
        if let Some(mut connection) = self.connection.take() {
            connection.protocol.closed(reason, &mut *self.local);
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.reset();
        // Their exchanges are given up, as a stop at once does it.
        for job in self.jobs.waiting.drain(..) {
            job.runner.discard(job.ticket);
        }
    }
}

/// Connections that other threads, or handlers, want to be looked at.
#[derive(Default)]
struct Notices(Mutex<Vec<ConnectionId>>);

impl Post for Notices {
    fn notify(&self, id: ConnectionId) {
        self.0.lock().push(id);
    }
}

/// Requests that wait for their handler.
struct Jobs {
    waiting: VecDeque<Job>,
    limit: usize,
}

impl Dispatcher for Jobs {
    fn dispatch(&mut self, job: Job) -> Dispatch {
        if self.waiting.len() >= self.limit {
            return Dispatch::Full;
        }
        self.waiting.push_back(job);
        Dispatch::Sent
    }
}
