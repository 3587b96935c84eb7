//! How a connection writes, and how it ends.

use super::{Connection, Fate, not_watched};
use crate::{buffer::Flushed, connection::table::Work, events::CloseReason, protocol::Ending, reactor::Io};
use std::io;

/// How long, and for how many bytes, input is dropped after the last answer.
const LINGER_MILLIS: u64 = 2000;
const LINGER_BYTES: u64 = 1 << 20;

impl Connection {
    /// Sends what the protocol wrote, and lets it go on when that made room.
    #[inline(always)]
    pub(super) fn flush(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        let is_small = self.queue.is_none() && work.output.rest.is_empty();
        if !is_small || self.ending != Ending::Open || self.is_congested || work.output.cork.is_empty() {
            return self.flush_all(work, io);
        }
        match self.socket.send(&work.output.cork) {
            Ok(n) if n == work.output.cork.len() => {
                work.counters.bytes_sent.add(n as u64);
                work.output.clear_cork();
                Fate::Stays
            }
            result => self.keep_unsent(work, io, result),
        }
    }

    fn flush_all(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        if self.ending == Ending::Abort {
            work.output.clear();
            return Fate::Gone(CloseReason::Local);
        }
        if work.output.is_empty() {
            if self.queue.is_none() {
                return self.written(work, io);
            }
            self.watch_otherwise(work, io);
            return Fate::Stays;
        }
        if self.queue.is_none() && work.output.rest.is_empty() {
            let result = self.socket.send(&work.output.cork);
            return self.keep_unsent(work, io, result);
        }
        self.queue.get_or_insert_default().take(&mut work.output);
        self.write_on(work, io)
    }

    /// The kernel has taken this much of the cork; the rest waits in the queue.
    fn keep_unsent(&mut self, work: &mut Work, io: &mut Io, result: io::Result<usize>) -> Fate {
        let cork = &mut work.output.cork;
        match result {
            Ok(n) => {
                work.counters.bytes_sent.add(n as u64);
                if n == cork.len() {
                    work.output.clear();
                    return self.written(work, io);
                }
                cork.drain(..n);
            }
            Err(error) if is_temporary(&error) => {}
            Err(_) => {
                work.output.clear();
                return Fate::Gone(CloseReason::Reset);
            }
        }
        self.queue.get_or_insert_default().take(&mut work.output);
        self.write_on(work, io)
    }

    /// Sends what waits.
    pub(super) fn write_on(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        let Some(queue) = &mut self.queue else { return Fate::Stays };
        let mut sent = 0;
        let result = queue.flush(&self.socket, &mut sent);
        work.counters.bytes_sent.add(sent);
        match result {
            Err(_) => Fate::Gone(CloseReason::Reset),
            Ok(Flushed::All) => {
                self.queue = None;
                self.write_due = 0;
                self.protocol.waits_for_peer(false);
                self.arm(io);
                self.written(work, io)
            }
            Ok(flushed) => {
                let (left, has_room) = (queue.bytes(), queue.has_room(work.shared.limits.send_low));
                self.protocol.waits_for_peer(true);
                if self.write_due == 0 {
                    self.watch_taking(work, io);
                    self.arm(io);
                } else {
                    self.watch_otherwise(work, io);
                }
                if flushed == Flushed::Share {
                    // The kernel would take more, so it will not tell when it does.
                    self.come_again(io);
                } else if let Err(error) = self.watch_room(io) {
                    return not_watched(&error);
                }
                if self.is_congested && has_room {
                    return self.uncongest(work, io);
                }
                self.is_congested |= left > work.shared.limits.send_high;
                Fate::Stays
            }
        }
    }

    /// From now on until the write time-out the peer has to take enough. The deadline still has to be armed.
    fn watch_taking(&mut self, work: &Work, io: &Io) {
        let timeout = self.write_timeout(work);
        if let Some(queue) = &mut self.queue {
            queue.begin_period(self.socket.unacknowledged(), timeout);
            self.write_due = if timeout > 0 { io.due(timeout) } else { 0 };
        }
    }

    fn write_timeout(&self, work: &Work) -> u64 {
        self.protocol.write_timeout_millis().unwrap_or(work.shared.limits.write_timeout_millis)
    }

    /// Begins anew where the protocol has changed the time-out.
    fn watch_otherwise(&mut self, work: &Work, io: &mut Io) {
        if self.queue.as_ref().is_some_and(|queue| queue.period() != self.write_timeout(work)) {
            self.watch_taking(work, io);
            self.arm(io);
        }
    }

    /// Whether the peer has taken enough in the time that is over; another such time begins then. What counts is what
    /// its system has acknowledged: the system here would take a good deal more at once and then nothing for long.
    pub(super) fn is_taking(&mut self, work: &Work, io: &Io) -> bool {
        let (taken, period) = match &self.queue {
            Some(queue) => (queue.taken(self.socket.unacknowledged()), queue.period()),
            None => (u64::MAX, 0),
        };
        let needed = u64::from(work.shared.limits.min_send_rate).saturating_mul(period) / 1000;
        self.write_due = 0;
        self.watch_taking(work, io);
        taken >= needed.max(1)
    }

    /// Everything is sent.
    #[inline]
    fn written(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        match self.ending {
            Ending::Open if self.is_congested => self.uncongest(work, io),
            Ending::Open | Ending::Switch => Fate::Stays,
            Ending::Tell | Ending::EndOutput => self.tell_sent(work, io),
            // Closing with input unread would reset the connection, and the answer might be lost with it.
            Ending::Linger | Ending::Close if self.ending == Ending::Linger || self.has_unread(work) => {
                self.ending = Ending::Linger;
                self.socket.shutdown_write();
                self.is_readable = true;
                self.protocol_due = io.due(LINGER_MILLIS);
                self.arm(io);
                self.linger(work)
            }
            Ending::Linger | Ending::Close | Ending::Abort => {
                Fate::Gone(if self.is_eof { CloseReason::Peer } else { CloseReason::Local })
            }
        }
    }

    /// What the protocol waited for has come: everything is sent.
    #[cold]
    fn tell_sent(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        if std::mem::take(&mut self.ending) == Ending::EndOutput {
            self.socket.shutdown_write();
        }
        if self.is_congested {
            let fate = self.uncongest(work, io);
            if fate != Fate::Stays {
                return fate;
            }
        }
        self.call(work, io, |protocol, cx| protocol.sent(cx));
        if work.output.is_empty() && self.ending.is_open() {
            // It may wait for the same again, which is true already: that is told in the next turn.
            if self.ending != Ending::Open {
                self.come_again(io);
            }
            return Fate::Stays;
        }
        if self.ending.is_open() && (self.ending != Ending::Open || self.is_congested) {
            // It waits for the same again, or for room: that, too, is told in the next turn, not inside this call.
            return self.send_in_next_turn(work, io);
        }
        self.flush(work, io)
    }

    /// What was written waits for the next turn: the others have theirs first.
    fn send_in_next_turn(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        self.queue.get_or_insert_default().take(&mut work.output);
        self.come_again(io);
        Fate::Stays
    }

    /// There is input that nobody will use. The kernel is asked: that it may have some is no reason to wait for more.
    fn has_unread(&self, work: &mut Work) -> bool {
        if self.is_eof || self.pending.is_empty() && !self.is_readable {
            return false;
        }
        !self.pending.is_empty() || self.socket.receive(&mut work.receive_buffer).is_ok_and(|n| n > 0)
    }

    /// Enough has gone: the protocol may write again, and sees left-over input again.
    fn uncongest(&mut self, work: &mut Work, io: &mut Io) -> Fate {
        self.is_congested = false;
        self.resumes = true;
        self.call(work, io, |protocol, cx| protocol.drained(cx));
        if self.is_congested && self.ending.is_open() {
            // As much again.
            return self.send_in_next_turn(work, io);
        }
        if !work.output.is_empty() || !self.ending.is_open() {
            return self.flush(work, io);
        }
        // Where nothing waits any more, what the protocol has just begun to wait for is true already.
        if self.ending != Ending::Open && self.queue.is_none() {
            self.come_again(io);
        }
        Fate::Stays
    }

    /// Reads and drops what the peer is still sending, so that its system does not throw the last answer away.
    pub(super) fn linger(&mut self, work: &mut Work) -> Fate {
        while self.is_readable {
            match self.socket.receive(&mut work.receive_buffer) {
                Ok(0) => return Fate::Gone(CloseReason::Local),
                Ok(n) => {
                    self.lingered += n as u64;
                    if self.lingered > LINGER_BYTES {
                        return Fate::Gone(CloseReason::Local);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.is_readable = false,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Fate::Gone(CloseReason::Local),
            }
        }
        Fate::Stays
    }
}

fn is_temporary(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
