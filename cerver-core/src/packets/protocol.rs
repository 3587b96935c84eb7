//! The protocol of a packet connection.

use super::{
    app::{Place, Site},
    batch::{Batch, Packets},
    client::{Client, State, Wish},
    handler::{Carried, Code, Packet, call},
    stats::ClientStats,
    wire::{
        HEADER_SIZE, Header, Info, Next, Refusal, Version, cerver_request, client_request, error_packet, error_type,
        next, packet_type,
    },
};
use crate::{
    events::CloseReason,
    protocol::{Context, Dispatch, Protocol},
    sys,
    threads::Job,
};
use std::{any::Any, mem, sync::Arc};

/// When to look again for a thread where none was free.
const RETRY_MILLIS: u64 = 10;

/// See the module.
pub(super) struct PacketProtocol {
    /// None before the connection is open.
    client: Option<Client>,
    site: Arc<Site>,
    /// Packets for handlers that do not run on the reactor, while a thread has earlier ones.
    inbox: Packets,
    /// A thread has some.
    has_batch: bool,
    /// No thread was free.
    is_unplaced: bool,
    /// A whole packet waits until there is room for it.
    is_blocked: bool,
    /// The client takes too little: what it has sent waits until it has taken enough.
    is_held_up: bool,
    /// A packet has begun and is not complete.
    is_partial: bool,
    /// No more packets are taken: the peer or the server ends, once the handlers have what came.
    is_ending: bool,
    /// The server ends.
    is_draining: bool,
    /// What the client is told at the end.
    refusal: Option<Refusal>,
    /// Packets that the client's own counters do not have yet.
    tally: ClientStats,
}

/// What became of a packet.
enum Taken {
    Yes,
    /// It must come again.
    NoRoom,
    /// It was the last one.
    Last,
}

impl PacketProtocol {
    pub(super) const fn new(site: Arc<Site>) -> Self {
        Self {
            client: None,
            site,
            inbox: Vec::new(),
            has_batch: false,
            is_unplaced: false,
            is_blocked: false,
            is_held_up: false,
            is_partial: false,
            is_ending: false,
            is_draining: false,
            refusal: None,
            tally: ClientStats { packets_received: 0, bytes_received: 0, packets_sent: 0, bytes_sent: 0 },
        }
    }

    /// Takes one whole packet.
    #[inline]
    fn take(&mut self, cx: &mut Context<'_>, client: Client, header: Header, bytes: &[u8]) -> Taken {
        let taken = match header.packet_type {
            packet_type::APP | packet_type::APP_ERROR | packet_type::CUSTOM => {
                self.hand_over(cx, client, header, &bytes[HEADER_SIZE..])
            }
            packet_type::TEST => {
                self.answer(cx, packet_type::TEST, bytes);
                Taken::Yes
            }
            packet_type::CLIENT => match header.request_type {
                client_request::CLOSE_CONNECTION | client_request::DISCONNECT => Taken::Last,
                _ => Taken::Yes,
            },
            packet_type::NONE => Taken::Yes,
            _ => {
                self.complain(cx, "this server does nothing with packets of that type");
                Taken::Yes
            }
        };
        if !matches!(taken, Taken::NoRoom) {
            self.site.stats.received(header.packet_type);
            self.tally.packets_received += 1;
            self.tally.bytes_received += bytes.len() as u64;
        }
        taken
    }

    /// Gives a packet to its handler.
    fn hand_over(&mut self, cx: &mut Context<'_>, client: Client, header: Header, data: &[u8]) -> Taken {
        let (version, data) = match self.check(data) {
            Ok(parts) => parts,
            Err(refusal) => {
                self.refusal = Some(refusal);
                return Taken::Last;
            }
        };
        let packet = Packet { client, header, version, data };
        match self.site.places.find(&header) {
            None => {
                self.complain(cx, "this server has no handler for that packet");
                Taken::Yes
            }
            Some(Place::Direct(handler)) if cx.runs_here() => {
                let tally = mem::take(&mut self.tally);
                handle_here(cx, &*handler.code, &packet, tally)
            }
            Some(place) => {
                let mut state = client.lock();
                // Told before somebody else can make room.
                state.wants_room = true;
                if state.held >= self.site.options.client_packets {
                    return Taken::NoRoom;
                }
                // Counted before another thread can be done with it.
                state.held += 1;
                drop(state);
                let has_room = match place {
                    Place::Queued(queue) => queue.push(&packet),
                    Place::Direct(handler) => {
                        self.inbox.push((Arc::clone(&handler.code), Carried::new(&packet)));
                        true
                    }
                };
                let mut state = client.lock();
                if !has_room {
                    state.held -= 1;
                    return Taken::NoRoom;
                }
                state.wants_room = false;
                Taken::Yes
            }
        }
    }

    /// Takes the version off, where there is one.
    fn check<'a>(&self, data: &'a [u8]) -> Result<(Option<Version>, &'a [u8]), Refusal> {
        if !self.site.options.check_packets {
            return Ok((None, data));
        }
        let (version, data) = Version::split(data).ok_or("the packet has no version of the protocol")?;
        match version.suits(self.site.version) {
            true => Ok((Some(version), data)),
            false => Err("the packet is of another version of the protocol"),
        }
    }

    /// Sends a whole packet of the library's own.
    fn answer(&mut self, cx: &mut Context<'_>, packet_type: u32, bytes: &[u8]) {
        cx.output.write(bytes);
        self.site.stats.sent(packet_type);
        self.tally.packets_sent += 1;
        self.tally.bytes_sent += bytes.len() as u64;
    }

    /// Tells the client what is wrong with a packet.
    fn complain(&mut self, cx: &mut Context<'_>, text: &str) {
        cx.counters.refused.add(1);
        let packet = error_packet(error_type::PACKET_ERROR, text, cx.unix_seconds());
        self.answer(cx, packet_type::ERROR, &packet);
    }

    /// Gives packets that wait to a thread of the server.
    fn dispatch(&mut self, cx: &mut Context<'_>, client: Client) {
        if self.has_batch || self.inbox.is_empty() {
            return;
        }
        let batch = Batch::new(client, mem::take(&mut self.inbox));
        match cx.dispatch(Job { runner: Arc::clone(&batch) as Arc<_>, ticket: 0 }) {
            Dispatch::Sent => self.has_batch = true,
            Dispatch::Full => {
                self.inbox = batch.take();
                self.is_unplaced = true;
                cx.set_deadline(RETRY_MILLIS);
            }
        }
    }

    /// Looks what others have sent, wished and done.
    fn look(&mut self, cx: &mut Context<'_>, client: Client) {
        let mut state = client.lock();
        obey(cx, &mut state);
        if mem::take(&mut state.is_batch_done) {
            self.has_batch = false;
            state.has_room |= mem::take(&mut state.wants_room);
        }
        if mem::take(&mut state.has_room) && mem::take(&mut self.is_blocked) {
            cx.resume();
        }
        drop(state);
        self.settle(cx, client);
    }

    /// Goes on with what can go on, and ends what is over.
    fn settle(&mut self, cx: &mut Context<'_>, client: Client) {
        self.dispatch(cx, client);
        let wants_end = self.is_ending || self.is_draining && !self.is_blocked && !self.is_held_up;
        let mut state = client.lock();
        state.note(mem::take(&mut self.tally));
        if !wants_end {
            return;
        }
        if state.held > 0 {
            state.wants_end = true;
            return;
        }
        obey(cx, &mut state);
        drop(state);
        self.end(cx);
        client.lock().note(mem::take(&mut self.tally));
    }

    /// Tells the client why, and closes. Handlers have nothing any more.
    fn end(&mut self, cx: &mut Context<'_>) {
        if let Some(refusal) = self.refusal.take() {
            self.complain(cx, refusal);
            cx.close_lingering();
        } else if !mem::replace(&mut self.is_ending, true) {
            let header = Header::new(packet_type::CERVER, cerver_request::TEARDOWN, 0);
            self.answer(cx, packet_type::CERVER, &header.write());
        }
        cx.close();
    }

    /// From now on the time-out for what the connection does now counts anew.
    fn rest(&self, cx: &mut Context<'_>) {
        if self.is_unplaced {
            return;
        }
        let timeout = match self.is_partial {
            true => u64::try_from(self.site.options.packet_timeout.as_millis()).unwrap_or(u64::MAX),
            false => cx.idle_timeout_millis(),
        };
        cx.set_deadline(timeout);
    }
}

/// Runs a handler on this thread.
#[inline]
fn handle_here(cx: &mut Context<'_>, code: &dyn Code, packet: &Packet<'_>, tally: ClientStats) -> Taken {
    let mut state = packet.client.lock();
    state.note(tally);
    state.lend_output(cx.output);
    drop(state);
    let ran = call(|| code.handle(*packet));
    let mut state = packet.client.lock();
    state.return_output(cx.output);
    if !ran {
        state.panics += 1;
        state.wish = Wish::Abort;
    }
    obey(cx, &mut state);
    if state.wish == Wish::Open { Taken::Yes } else { Taken::Last }
}

/// Takes over what was sent, and carries out what was wished.
#[inline]
fn obey(cx: &mut Context<'_>, state: &mut State) {
    state.take_over(cx.output);
    if state.panics > 0 {
        cx.counters.handler_panics.add(mem::take(&mut state.panics).into());
    }
    match state.wish {
        Wish::Open => {}
        Wish::Close => cx.close(),
        Wish::Abort => cx.abort(),
    }
}

impl Protocol for PacketProtocol {
    fn opened(&mut self, cx: &mut Context<'_>) {
        let Some(client) = Client::make(cx, &self.site) else {
            cx.counters.overloaded.add(1);
            return cx.abort();
        };
        self.client = Some(client);
        let site = Arc::clone(&self.site);
        let port = site.info.as_ref().and_then(|_| sys::local_port(cx.descriptor()));
        match (&site.info, port) {
            (Some(info), Some(port)) => {
                let greeting = Info { port, ..info.clone() }.packet();
                self.answer(cx, packet_type::CERVER, &greeting);
            }
            _ => self.answer(cx, packet_type::CERVER, &site.greeting),
        }
        client.lock().note(mem::take(&mut self.tally));
        self.rest(cx);
    }

    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        let Some(client) = self.client else { return input.len() };
        let mut used = 0;
        (self.is_blocked, self.is_held_up) = (false, false);
        let is_partial = loop {
            if self.is_ending {
                used = input.len();
                break false;
            }
            if cx.is_congested() && used < input.len() {
                self.is_held_up = true;
                break false;
            }
            match next(&input[used..], self.site.options.max_packet_size) {
                Next::Incomplete => break used < input.len(),
                Next::Refused(refusal) => {
                    self.refusal = Some(refusal);
                    self.is_ending = true;
                }
                Next::Packet(header, size) => match self.take(cx, client, header, &input[used..used + size]) {
                    Taken::Yes => used += size,
                    Taken::NoRoom => {
                        self.is_blocked = true;
                        cx.pause();
                        break false;
                    }
                    Taken::Last => self.is_ending = true,
                },
            }
        };
        // The time of a packet counts from its first byte.
        let goes_on = is_partial && self.is_partial && used == 0;
        self.is_partial = is_partial;
        if !goes_on {
            self.rest(cx);
        }
        self.settle(cx, client);
        used
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, _left: usize) {
        let Some(client) = self.client else { return };
        self.is_ending = true;
        self.settle(cx, client);
    }

    fn notified(&mut self, cx: &mut Context<'_>) {
        if let Some(client) = self.client {
            self.look(cx, client);
        }
    }

    fn drained(&mut self, cx: &mut Context<'_>) {
        if let Some(client) = self.client {
            self.look(cx, client);
        }
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        let Some(client) = self.client else { return };
        if mem::take(&mut self.is_unplaced) {
            self.dispatch(cx, client);
            return self.rest(cx);
        }
        let is_busy = self.is_blocked || self.is_held_up || client.lock().held > 0 || cx.output.pending() > 0;
        if is_busy && !self.is_partial {
            // Not idle: the handlers have something, or the write time-out watches the peer.
            return self.rest(cx);
        }
        cx.counters.timeouts.add(1);
        if self.is_partial {
            self.refusal = Some("the packet was not complete in time");
        }
        self.is_ending = true;
        self.settle(cx, client);
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        let Some(client) = self.client else { return };
        self.is_draining = true;
        self.settle(cx, client);
    }

    fn closed(&mut self, _reason: CloseReason, _local: &mut (dyn Any + Send)) {
        if let Some(client) = self.client.take() {
            client.retire();
        }
    }
}
