//! One connection: when it reads, what it does with what is left over, how it writes and how it ends.

mod placed;
mod writing;

use super::table::Work;
use crate::{
    buffer::SendQueue,
    events::{CloseReason, ConnectionId, Peer},
    protocol::{Context, Dispatch, Dispatcher, Ending, Protocol},
    reactor::Io,
    sys::{Accepted, Readiness, Socket},
    threads::{Lane, Threads},
};
use placed::Placed;
use std::{any::Any, io, os::fd::AsRawFd, sync::Arc};

/// Reads of one connection in one turn; what is left waits for the next one.
const READS_PER_TURN: usize = 8;

/// Whether a connection lives on after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Stays,
    Gone(CloseReason),
}

/// What the reactor tells a connection of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watched {
    /// Nothing yet.
    Not,
    ForInput,
    /// Input, and room for output.
    ForRoom,
}

/// A connection.
pub(crate) struct Connection {
    protocol: Box<dyn Protocol>,
    /// Input that the protocol has not used up; empty (and without memory) while nothing is left over.
    pending: Vec<u8>,
    /// What the kernel did not take; None while it takes everything.
    queue: Option<Box<SendQueue>>,
    lane: Option<Lane>,
    peer: Peer,
    id: ConnectionId,
    socket: Socket,
    /// Ticks; 0 = none.
    protocol_due: u32,
    write_due: u32,
    ending: Ending,
    /// The kernel may have input.
    is_readable: bool,
    /// A read that fills less than the buffer may not be the last one: the peer has ended its side, and the end is still to be
    /// read, or it has sent urgent data.
    reads_on: bool,
    /// The protocol wants no input now.
    is_paused: bool,
    /// The protocol wants to see left-over input again.
    resumes: bool,
    /// The send queue went above the high mark and is not yet below the low one.
    is_congested: bool,
    is_eof: bool,
    /// On the list of those that go on in the next turn.
    is_runnable: bool,
    watched: Watched,
    lingered: u64,
}

impl Connection {
    pub(crate) fn new(id: ConnectionId, accepted: Accepted, protocol: Box<dyn Protocol>) -> Self {
        Self {
            protocol,
            pending: Vec::new(),
            queue: None,
            lane: None,
            peer: accepted.peer.into(),
            id,
            socket: accepted.socket,
            protocol_due: 0,
            write_due: 0,
            ending: Ending::Open,
            is_readable: false,
            reads_on: false,
            is_paused: false,
            resumes: false,
            is_congested: false,
            is_eof: false,
            is_runnable: false,
            watched: Watched::Not,
            lingered: 0,
        }
    }

    pub(crate) const fn peer(&self) -> Peer {
        self.peer
    }

    /// Begins: most clients have said something by now, which costs less to read than to be told of.
    pub(crate) fn open(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        self.is_readable = self.protocol.reads_at_once();
        self.call(work, io, |protocol, cx| protocol.opened(cx));
        let fate = self.go_on(work, io);
        if fate != Fate::Stays {
            return fate;
        }
        self.watched = Watched::ForInput;
        let has_unsent = self.queue.is_some();
        let watched = io.watch(&self.socket, self.token());
        match watched.and_then(|()| if has_unsent { self.watch_room(io) } else { Ok(()) }) {
            Ok(()) => Fate::Stays,
            Err(error) => not_watched(&error),
        }
    }

    fn token(&self) -> u64 {
        self.id.as_u64() & 0x00ff_ffff_ffff_ffff
    }

    /// From now on the reactor tells of room, too; where there is some already, at once.
    fn watch_room(&mut self, io: &Io) -> io::Result<()> {
        if self.watched != Watched::ForInput {
            return Ok(());
        }
        self.watched = Watched::ForRoom;
        io.watch_room(&self.socket, self.token())
    }

    #[inline]
    pub(crate) fn ready(&mut self, work: &mut Work, io: &mut Io, readiness: Readiness) -> Fate {
        if readiness.needs_many_reads() {
            return self.ready_at_end(work, io, readiness);
        }
        self.is_readable |= readiness.is_readable();
        self.read_and_write(work, io, readiness)
    }

    /// The same when the peer has ended its side, the connection is gone, or there is urgent data.
    #[inline(never)]
    fn ready_at_end(&mut self, work: &mut Work, io: &mut Io, readiness: Readiness) -> Fate {
        // What was not read yet, or was and is left over, is still wanted by who pauses, unless it is lost.
        let has_lost = readiness.has_failed() && (self.is_paused || self.is_eof);
        if has_lost || readiness.is_gone() && self.is_congested {
            return Fate::Gone(CloseReason::Reset);
        }
        (self.is_readable, self.reads_on) = (true, true);
        let fate = self.read_and_write(work, io, readiness);
        if fate != Fate::Stays || self.is_eof || !self.ending.is_open() || !readiness.is_read_closed() {
            return fate;
        }
        self.call(work, io, |protocol, cx| protocol.input_ends(cx));
        self.go_on(work, io)
    }

    #[inline(always)]
    fn read_and_write(&mut self, work: &mut Work, io: &mut Io, readiness: Readiness) -> Fate {
        if readiness.is_writable() && self.queue.is_some() {
            let fate = self.write_on(work, io);
            if fate != Fate::Stays {
                return fate;
            }
        }
        self.pump(work, io)
    }

    pub(crate) fn notified(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        self.call(work, io, |protocol, cx| protocol.notified(cx));
        self.go_on(work, io)
    }

    pub(crate) fn resume(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        self.is_runnable = false;
        let is_told = self.ending != Ending::Open && self.ending.is_open() && self.queue.is_none();
        match if is_told { self.flush(work, io) } else { self.write_on(work, io) } {
            Fate::Stays => self.pump(work, io),
            gone => gone,
        }
    }

    pub(crate) fn expired(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        let now = io.tick();
        if self.write_due != 0 && self.write_due <= now && !self.is_taking(work, io) {
            return Fate::Gone(CloseReason::Timeout);
        }
        if self.protocol_due != 0 && self.protocol_due <= now {
            self.protocol_due = 0;
            if self.ending == Ending::Linger && self.queue.is_none() {
                return Fate::Gone(CloseReason::Local);
            }
            self.call(work, io, |protocol, cx| protocol.expired(cx));
            let fate = self.go_on(work, io);
            if fate != Fate::Stays {
                return fate;
            }
        }
        // The wheel has let go of this place: the deadline that is left must hang in it again.
        self.arm(io);
        Fate::Stays
    }

    /// What the peer has sent already is taken before the protocol learns of the end: now, or, where it wants no input
    /// at this moment, later.
    pub(crate) fn drain(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        self.is_readable = true;
        let fate = self.pump(work, io);
        if fate != Fate::Stays || !self.is_readable || !self.ending.is_open() || self.socket.has_input() {
            return fate;
        }
        self.is_readable = false;
        self.call(work, io, |protocol, cx| protocol.draining(cx));
        self.go_on(work, io)
    }

    pub(crate) fn end(&mut self, reason: CloseReason, local: &mut (dyn Any + Send), threads: &Threads) {
        // What was lent for it comes back before the last that is heard of the connection.
        self.queue = None;
        self.protocol.closed(reason, local);
        if let Some(job) = self.protocol.last_job() {
            let (runner, ticket) = (Arc::clone(&job.runner), job.ticket);
            if let Dispatch::Full = (Placed { threads, lane: &mut self.lane }).dispatch(job) {
                runner.run(ticket);
            }
        }
    }

    /// Writes what a call left, then reads on.
    fn go_on(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        match self.flush(work, io) {
            Fate::Stays => self.pump(work, io),
            gone => gone,
        }
    }

    /// Reads and handles until the kernel has nothing, the protocol wants nothing, or the share of this turn is used.
    fn pump(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        for _ in 0..READS_PER_TURN {
            if self.ending != Ending::Open && !self.ending.is_open() {
                let lingers = self.ending == Ending::Linger && self.queue.is_none();
                return if lingers { self.linger(work) } else { Fate::Stays };
            }
            if self.is_paused || self.is_congested {
                return Fate::Stays;
            }
            if std::mem::take(&mut self.resumes) && !self.pending.is_empty() {
                let input = std::mem::take(&mut self.pending);
                self.receive_again(work, io, input);
            } else if self.is_eof || !self.is_readable {
                return Fate::Stays;
            } else {
                match self.read(work, io) {
                    Ok(true) => {}
                    Ok(false) => return Fate::Stays,
                    Err(fate) => return fate,
                }
            }
            let fate = self.flush(work, io);
            if fate != Fate::Stays || !(self.is_readable || self.resumes) {
                return fate;
            }
        }
        self.come_again(io);
        Fate::Stays
    }

    /// Puts the connection on the list for the next turn.
    fn come_again(&mut self, io: &mut Io) {
        if !std::mem::replace(&mut self.is_runnable, true) {
            io.runnable.push(self.id.index());
        }
    }

    /// One read; false = there was nothing.
    fn read(&mut self, work: &mut Work, io: &mut Io) -> Result<bool, Fate> {
        let mut buffer = std::mem::take(&mut work.receive_buffer);
        let result = self.socket.receive(&mut buffer);
        match result {
            Ok(0) => {
                self.is_eof = true;
                let left = self.pending.len();
                self.call(work, io, |protocol, cx| protocol.half_closed(cx, left));
            }
            Ok(n) => {
                // A short read has emptied the kernel, with these exceptions.
                self.is_readable = n == buffer.len() || self.reads_on;
                work.counters.bytes_received.add(n as u64);
                if self.pending.is_empty() {
                    let used = self.receive(work, io, &buffer[..n]);
                    if used < n {
                        self.pending = buffer[used..n].to_vec();
                    }
                } else {
                    self.receive_more(work, io, &buffer[..n]);
                }
            }
            Err(_) => {}
        }
        work.receive_buffer = buffer;
        match result {
            Ok(_) => Ok(true),
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock => {
                    (self.is_readable, self.reads_on) = (false, false);
                    if work.is_draining {
                        self.call(work, io, |protocol, cx| protocol.draining(cx));
                    }
                    Ok(work.is_draining)
                }
                io::ErrorKind::Interrupted => Ok(true),
                _ => Err(Fate::Gone(CloseReason::Reset)),
            },
        }
    }

    /// Gives the protocol what was left over together with what has come.
    fn receive_more(&mut self, work: &mut Work, io: &mut Io, new: &[u8]) {
        let mut input = std::mem::take(&mut self.pending);
        input.extend_from_slice(new);
        self.receive_again(work, io, input);
    }

    #[inline(never)]
    fn receive_again(&mut self, work: &mut Work, io: &mut Io, input: Vec<u8>) {
        let used = self.receive(work, io, &input);
        self.keep(input, used);
    }

    fn keep(&mut self, mut input: Vec<u8>, used: usize) {
        if used < input.len() {
            input.drain(..used);
            self.pending = input;
        }
    }

    #[inline(always)]
    fn receive(&mut self, work: &mut Work, io: &mut Io, input: &[u8]) -> usize {
        let mut used = 0;
        self.call(work, io, |protocol, cx| used = protocol.receive(cx, input));
        used.min(input.len())
    }

    /// Calls the protocol and takes its decisions over.
    #[inline(always)]
    fn call(&mut self, work: &mut Work, io: &mut Io, call: impl FnOnce(&mut dyn Protocol, &mut Context<'_>)) {
        work.output.queued = self.queue.as_ref().map_or(0, |queue| queue.bytes());
        let mut dispatcher = Placed { threads: &work.shared.threads, lane: &mut self.lane };
        let mut cx = Context {
            output: &mut work.output,
            local: Some(&mut *work.local),
            counters: &work.counters,
            id: self.id,
            peer: &self.peer,
            descriptor: self.socket.as_raw_fd(),
            notifier: &work.notifier,
            dispatcher: &mut dispatcher,
            unix_seconds: work.unix_seconds,
            is_draining: work.is_draining & !self.is_readable,
            runs_here: matches!(work.shared.threads, Threads::None),
            high_mark: work.shared.limits.send_high,
            idle_timeout_millis: work.shared.limits.idle_timeout_millis,
            ending: self.ending,
            is_paused: self.is_paused,
            resumes: self.resumes,
            deadline: None,
        };
        call(&mut *self.protocol, &mut cx);
        self.is_congested |= cx.is_congested();
        (self.ending, self.is_paused, self.resumes) = (cx.ending, cx.is_paused, cx.resumes);
        if self.ending != Ending::Open && !self.ending.is_open() {
            self.protocol_due = 0;
            if self.ending == Ending::Switch {
                self.switch(work, io);
            }
        } else if let Some(millis) = cx.deadline {
            let due = if millis == 0 { 0 } else { io.due(millis) };
            // Usually the idle limit of the same tick again: it hangs in the wheel already.
            if due != self.protocol_due {
                self.protocol_due = due;
                self.arm(io);
            }
        }
    }

    /// Puts the successor in the place of the protocol; input that is left over is for it.
    #[cold]
    fn switch(&mut self, work: &mut Work, io: &mut Io) {
        match self.protocol.successor() {
            Some(successor) if !self.is_eof => {
                self.protocol = successor;
                (self.ending, self.is_paused, self.resumes) = (Ending::Open, false, true);
                self.call(work, io, |protocol, cx| protocol.opened(cx));
            }
            _ => self.ending = Ending::Close,
        }
    }

    /// Hangs the nearer of the two deadlines into the wheel.
    #[inline]
    fn arm(&self, io: &mut Io) {
        let place = self.id.index();
        match (self.protocol_due, self.write_due) {
            (0, 0) => io.clear_deadline(place),
            (due, 0) | (0, due) => io.set_due(place, due),
            (a, b) => io.set_due(place, a.min(b)),
        }
    }
}

#[cold]
fn not_watched(error: &io::Error) -> Fate {
    log::warn!("a connection cannot be watched: {error}");
    Fate::Gone(CloseReason::Local)
}
