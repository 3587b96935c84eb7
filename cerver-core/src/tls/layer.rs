//! A connection that is secured: ciphertext from and to the peer, plain bytes from and to the protocol inside.
//!
//! All input is deciphered as it comes; what the protocol inside does not take at once waits here as plain bytes, at most
//! as much as one read brings, since the connection is not read while the protocol pauses. Whatever it writes in one call
//! leaves as one run of records. Large answers and files are ciphered piece by piece, as the peer takes them.

mod inner;
mod records;
mod scratch;
mod side;
mod waiting;

use super::{certificates::take_asked_name, der::Certificate, desk::Gate, dialer::Dialer, setup::Setup};
use crate::{
    events::{CloseReason, ConnectionId, TlsPeer, TlsSession},
    protocol::{Context, Ending, Factory, Notifier, Protocol},
};
use inner::Inner;
use records::{Records, Step};
use rustls::{HandshakeKind, ProtocolVersion, pki_types::ServerName};
use scratch::{Scratch, with_scratch};
use side::Side;
use std::{any::Any, mem, sync::Arc};
use waiting::Waiting;

/// First byte of a TLS connection: a record of the handshake.
const HANDSHAKE: u8 = 0x16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing has come.
    Greeting,
    /// The handshake may not begin in this turn.
    Queued,
    Handshake,
    Open,
    /// Nothing more is read or written.
    Ended,
}

/// How the peer's side has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PeerEnd {
    Open,
    /// With a farewell, or without one: the protocol inside is still to be told.
    Farewell,
    Truncated,
    Told,
}

/// See the module.
pub(crate) struct Layer {
    gate: Arc<Gate>,
    records: Records,
    inner: Inner,
    side: Side,
    /// None before the connection is open.
    notifier: Option<Notifier>,
    /// What the protocol has written and is not ciphered yet; None while the peer takes everything.
    waiting: Option<Box<Waiting>>,
    id: ConnectionId,
    /// Bytes that came for the handshake.
    greeted: usize,
    stage: Stage,
    peer_end: PeerEnd,
    /// Why it ended, where the connection itself cannot know.
    reason: Option<CloseReason>,
}

impl Layer {
    /// Secures the connection of `protocol`, which `factory` has made; `gate` is that of its reactor.
    pub(crate) fn new(
        gate: &Arc<Gate>,
        setup: &Arc<Setup>,
        factory: &Arc<dyn Factory>,
        protocol: Box<dyn Protocol>,
    ) -> Self {
        let side = Side::Server { setup: Arc::clone(setup), factory: Arc::clone(factory) };
        Self::of(gate, Records::new(setup.config()), side, protocol)
    }

    /// Secures, as a server, a connection that the program has handed over.
    pub(crate) fn adopted(gate: &Arc<Gate>, setup: Arc<Setup>, protocol: Box<dyn Protocol>) -> Self {
        let records = Records::new(setup.config());
        Self::of(gate, records, Side::Adopted(setup), protocol)
    }

    /// Secures the connection that the program has made to the server of this name.
    pub(crate) fn dialed(
        gate: &Arc<Gate>,
        dialer: Arc<Dialer>,
        name: ServerName<'static>,
        protocol: Box<dyn Protocol>,
    ) -> Self {
        let text = name.to_str().into_owned();
        Self::of(gate, Records::dialed(dialer.connection(name), &text), Side::Client(dialer), protocol)
    }

    fn of(gate: &Arc<Gate>, records: Records, side: Side, protocol: Box<dyn Protocol>) -> Self {
        Self {
            gate: Arc::clone(gate),
            records,
            inner: Inner::new(protocol),
            side,
            notifier: None,
            waiting: None,
            id: ConnectionId(0),
            greeted: 0,
            stage: Stage::Greeting,
            peer_end: PeerEnd::Open,
            reason: None,
        }
    }

    /// The first bytes of a connection; false = the handshake does not begin with them, at least not now.
    fn greet(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch, input: &[u8]) -> bool {
        if input[0] != HANDSHAKE
            && let Side::Server { factory, .. } = &self.side
            && let Some(reply) = factory.not_secured_reply(input, cx.unix_seconds())
        {
            cx.output.write(&reply);
            self.fail(cx, scratch, "the client does not speak TLS, but the protocol behind it");
            cx.close_lingering();
            return false;
        }
        self.enter()
    }

    /// Whether the handshake may begin in this turn.
    fn enter(&mut self) -> bool {
        self.stage = if self.gate.enter(self.id) { Stage::Handshake } else { Stage::Queued };
        self.stage == Stage::Handshake
    }

    /// Goes on with what is there, which is nothing for a client, who speaks first.
    fn go_ahead(&mut self, cx: &mut Context<'_>) {
        with_scratch(|scratch| {
            self.records.give(&mut mem::take(&mut scratch.input), &[]);
            self.advance(cx, scratch);
            scratch.input = self.records.give_back();
        });
    }

    /// Deciphers what has come and acts on it.
    fn advance(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch) {
        loop {
            let Self { records, inner, stage, .. } = self;
            let Scratch { plain, handshake, .. } = scratch;
            // One record with nothing behind it goes to the protocol from where it was deciphered.
            let is_direct = *stage == Stage::Open && inner.is_ready() && inner.pending.is_empty();
            let step = records.take(handshake, |record, is_last| {
                if is_direct && is_last {
                    inner.receive(cx, plain, record);
                } else {
                    inner.pending.extend_from_slice(record);
                    inner.has_news = true;
                }
            });
            if !handshake.is_empty() {
                cx.output.write(handshake);
                handshake.clear();
            }
            match step {
                Ok(Step::Again) => {}
                Ok(Step::Farewell) => {
                    self.peer_end = PeerEnd::Farewell;
                    records.forget_input();
                }
                Ok(Step::Done) => break,
                Err(error) => return self.break_off(cx, scratch, &error.to_string()),
            }
        }
        if self.stage == Stage::Handshake && !self.records.is_handshaking() {
            self.open(cx, scratch);
        }
        if self.stage == Stage::Handshake && self.greeted > self.side.handshake_bytes() {
            let reason = format!("{} sends too much before the end of the handshake", self.side.peer());
            return self.break_off(cx, scratch, &reason);
        }
        self.go_on(cx, scratch);
    }

    /// The handshake is complete.
    fn open(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch) {
        self.stage = Stage::Open;
        let session = self.describe();
        cx.counters.tls_handshakes.add(1);
        cx.counters.tls_resumed.add(u64::from(session.is_resumed));
        cx.notifier.post.note_tls(self.id, Some(session));
        cx.set_deadline(0);
        self.inner.call(cx, &mut scratch.plain, |protocol, cx| protocol.opened(cx));
    }

    fn describe(&self) -> TlsSession {
        let state = self.records.state();
        let is_verified = !matches!(&self.side, Side::Client(dialer) if !dialer.verifies);
        let peer = state.peer_certificates().filter(|_| is_verified).and_then(<[_]>::first);
        let peer = peer.map(|der| {
            let subject = Certificate::parse(der).map(|parsed| parsed.subject()).unwrap_or_default();
            Box::new(TlsPeer { certificate: der.as_ref().into(), subject: subject.into() })
        });
        TlsSession {
            version: match state.protocol_version() {
                Some(ProtocolVersion::TLSv1_3) => "TLSv1.3",
                _ => "TLSv1.2",
            },
            cipher: state.negotiated_cipher_suite().map(|suite| format!("{:?}", suite.suite())).unwrap_or_default(),
            server_name: self.records.server_name.clone(),
            alpn: state.alpn_protocol().map(Into::into),
            is_resumed: state.handshake_kind() == Some(HandshakeKind::Resumed),
            peer,
        }
    }

    /// Gives the protocol what waits for it, sends what it wrote, and carries out what it decided.
    fn go_on(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch) {
        if self.stage != Stage::Open {
            return;
        }
        loop {
            self.inner.deliver(cx, &mut scratch.plain);
            self.tell_end(cx, scratch);
            if self.inner.ending == Ending::Switch {
                self.inner.switch(cx, &mut scratch.plain, self.peer_end != PeerEnd::Open);
                continue;
            }
            if self.send(cx, scratch).is_err() {
                // What is missing was promised: the peer must see that it is.
                return self.abort(cx);
            }
            if !self.inner.is_congested || self.has_to_wait(cx) {
                break;
            }
            // What held it up, a short file, is ciphered already, and the connection has room: it will not tell of that.
            self.inner.drained(cx, &mut scratch.plain);
        }
        match self.inner.ending {
            Ending::Open | Ending::Switch => cx.is_paused = self.inner.wants_nothing_now(),
            Ending::Tell | Ending::EndOutput => {
                cx.is_paused = self.inner.wants_nothing_now();
                if self.waiting.is_none() {
                    self.pass_wish(cx);
                }
            }
            Ending::Abort => self.abort(cx),
            Ending::Close | Ending::Linger if self.waiting.is_some() => {
                // The rest goes as the peer takes it; the write time-out watches that.
                cx.set_deadline(0);
                cx.pause();
            }
            ending @ (Ending::Close | Ending::Linger) => {
                // Without it the peer could not tell the end from a cut.
                if self.records.say_farewell(cx.output.buffer()).is_err() {
                    return self.abort(cx);
                }
                self.stage = Stage::Ended;
                if ending == Ending::Linger { cx.close_lingering() } else { cx.close() }
            }
        }
    }

    /// The protocol may not write yet, or never again.
    fn has_to_wait(&self, cx: &Context<'_>) -> bool {
        self.waiting.is_some() || cx.is_congested() || !self.inner.ending.is_open()
    }

    /// What the protocol wants to be told of is for the connection to see, since all is ciphered.
    fn pass_wish(&mut self, cx: &mut Context<'_>) {
        if mem::take(&mut self.inner.ending) == Ending::Tell {
            cx.tell_when_sent();
        } else if self.records.say_farewell(cx.output.buffer()).is_ok() {
            cx.end_output();
        } else {
            self.abort(cx);
        }
    }

    /// Tells the protocol of the end of the peer's side, once it was given all that came before.
    fn tell_end(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch) {
        if !self.inner.is_ready() || self.inner.owes_input {
            return;
        }
        let left = self.inner.pending.len();
        let plain = &mut scratch.plain;
        match mem::replace(&mut self.peer_end, PeerEnd::Told) {
            PeerEnd::Farewell => self.inner.call(cx, plain, |protocol, cx| protocol.half_closed(cx, left)),
            PeerEnd::Truncated => self.inner.call(cx, plain, |protocol, cx| protocol.truncated(cx, left)),
            other => self.peer_end = other,
        }
    }

    /// Ciphers what the protocol wrote: all of it when it is little, otherwise as much as the connection should have.
    fn send(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch) -> Result<(), ()> {
        let Scratch { plain, piece, .. } = scratch;
        if self.waiting.is_none() && plain.rest.is_empty() {
            if plain.cork.is_empty() {
                return Ok(());
            }
            let sealed = self.records.seal(&plain.cork, cx.output.buffer()).map_err(drop);
            // Also when that failed: the next connection of this thread has the same buffer.
            plain.clear();
            return sealed;
        }
        let waiting = self.waiting.get_or_insert_default();
        waiting.take(plain);
        while waiting.bytes() > 0 && !cx.is_congested() {
            waiting.next_piece(piece).map_err(drop)?;
            self.records.seal(piece, cx.output.buffer()).map_err(drop)?;
        }
        waiting.pause();
        self.inner.waiting = waiting.bytes();
        if waiting.bytes() == 0 {
            self.waiting = None;
        }
        Ok(())
    }

    /// Ends a connection whose peer breaks the rules, telling it which.
    fn break_off(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch, reason: &str) {
        self.records.take_alert(cx.output.buffer());
        if self.stage == Stage::Open {
            self.reason = Some(CloseReason::Tls);
            log::debug!("{}: TLS is broken: {reason}", cx.peer());
            scratch.plain.clear();
            self.waiting = None;
            self.stage = Stage::Ended;
        } else {
            self.fail(cx, scratch, reason);
        }
        cx.close();
    }

    /// The handshake has failed. How the connection ends is for the caller to say.
    fn fail(&mut self, cx: &mut Context<'_>, scratch: &mut Scratch, reason: &str) {
        self.stage = Stage::Ended;
        self.reason = Some(CloseReason::Tls);
        cx.counters.tls_failed.add(1);
        log::debug!("{}: no TLS: {reason}", cx.peer());
        self.inner.call(cx, &mut scratch.plain, |protocol, cx| protocol.not_secured(cx, reason));
        scratch.plain.clear();
    }

    fn abort(&mut self, cx: &mut Context<'_>) {
        self.stage = Stage::Ended;
        self.waiting = None;
        cx.abort();
    }

    /// Calls the protocol inside when it is open, and carries out what it decided.
    fn pass_on(&mut self, cx: &mut Context<'_>, call: impl FnOnce(&mut dyn Protocol, &mut Context<'_>)) {
        if self.stage == Stage::Open {
            with_scratch(|scratch| {
                if self.inner.ending.is_open() {
                    self.inner.call(cx, &mut scratch.plain, call);
                }
                self.go_on(cx, scratch);
            });
        }
    }
}

impl Protocol for Layer {
    fn opened(&mut self, cx: &mut Context<'_>) {
        self.id = cx.id();
        self.notifier = Some(cx.notifier.clone());
        cx.set_deadline(self.side.handshake_millis());
        if !self.inner.protocol.securing(cx) {
            return self.abort(cx);
        }
        if matches!(self.side, Side::Client(_)) && self.enter() {
            self.go_ahead(cx);
        }
    }

    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        with_scratch(|scratch| {
            match self.stage {
                Stage::Ended => return,
                // What comes behind a farewell is of no meaning, and kept by nobody.
                Stage::Open if self.peer_end != PeerEnd::Open => return,
                Stage::Open => {}
                Stage::Greeting | Stage::Queued | Stage::Handshake => {
                    self.greeted = self.greeted.saturating_add(input.len())
                }
            }
            let mut buffer = mem::take(&mut scratch.input);
            self.records.give(&mut buffer, input);
            let may_begin = self.stage != Stage::Greeting || self.greet(cx, scratch, input);
            if may_begin && self.stage != Stage::Queued {
                self.advance(cx, scratch);
            } else if self.stage == Stage::Queued {
                cx.pause();
            }
            scratch.input = self.records.give_back();
        });
        input.len()
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, _left: usize) {
        match self.stage {
            Stage::Open => {
                if self.peer_end == PeerEnd::Open {
                    self.peer_end = PeerEnd::Truncated;
                }
                with_scratch(|scratch| self.go_on(cx, scratch));
            }
            Stage::Ended => {}
            // A look whether somebody listens is no handshake that failed.
            Stage::Greeting => cx.close(),
            Stage::Queued | Stage::Handshake => {
                let reason = format!("{} has gone during the handshake", self.side.peer());
                with_scratch(|scratch| self.fail(cx, scratch, &reason));
                cx.close();
            }
        }
    }

    fn notified(&mut self, cx: &mut Context<'_>) {
        let is_secured = matches!(self.stage, Stage::Open | Stage::Ended);
        if !is_secured && !self.inner.protocol.securing(cx) {
            return self.abort(cx);
        }
        if self.stage == Stage::Queued {
            self.stage = Stage::Handshake;
            cx.resume();
            return self.go_ahead(cx);
        }
        self.inner.remind();
        self.pass_on(cx, |protocol, cx| protocol.notified(cx));
    }

    fn drained(&mut self, cx: &mut Context<'_>) {
        if self.stage != Stage::Open {
            return;
        }
        with_scratch(|scratch| {
            if self.send(cx, scratch).is_err() {
                return self.abort(cx);
            }
            if !self.has_to_wait(cx) {
                self.inner.drained(cx, &mut scratch.plain);
            }
            self.go_on(cx, scratch);
        });
    }

    fn input_ends(&mut self, cx: &mut Context<'_>) {
        if self.stage == Stage::Open {
            self.pass_on(cx, |protocol, cx| protocol.input_ends(cx));
        }
    }

    fn sent(&mut self, cx: &mut Context<'_>) {
        self.pass_on(cx, |protocol, cx| protocol.sent(cx));
    }

    fn waits_for_peer(&mut self, waits: bool) {
        self.inner.protocol.waits_for_peer(waits);
    }

    fn write_timeout_millis(&self) -> Option<u64> {
        self.inner.protocol.write_timeout_millis()
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        match self.stage {
            Stage::Ended => {}
            Stage::Open => self.pass_on(cx, |protocol, cx| protocol.expired(cx)),
            Stage::Greeting | Stage::Queued | Stage::Handshake => {
                cx.counters.timeouts.add(1);
                let reason = format!("{} has not finished the handshake in time", self.side.peer());
                with_scratch(|scratch| self.fail(cx, scratch, &reason));
                cx.close();
            }
        }
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        match self.stage {
            Stage::Ended => {}
            Stage::Open => self.pass_on(cx, |protocol, cx| protocol.draining(cx)),
            // Nothing was asked yet.
            Stage::Greeting | Stage::Queued | Stage::Handshake => cx.close(),
        }
    }

    fn closed(&mut self, reason: CloseReason, local: &mut (dyn Any + Send)) {
        self.waiting = None;
        self.inner.protocol.closed(self.reason.unwrap_or(reason), local);
        if let Some(notifier) = &self.notifier {
            notifier.post.note_tls(self.id, None);
        }
    }
}
