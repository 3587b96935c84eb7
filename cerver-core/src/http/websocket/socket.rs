//! A WebSocket connection as the program reaches it, from any thread.

use super::{
    frame::{MAX_CONTROL, Opcode},
    here,
    link::{self, Shared},
    violation::CloseCode,
};
use crate::{
    error::{Code, Error, Result},
    http::exchange::{Exchange, Guard, State},
};
use std::{sync::Arc, time::Duration};

/// One WebSocket connection: the exchange of its handshake, which lives as long as the connection. Every use after
/// [`Event::Closed`](super::Event::Closed) is [`Code::Handle`], never another connection. All methods may be called from
/// any thread, also inside an event; none but [`WebSocket::wait`] waits.
#[derive(Clone, Copy)]
pub struct WebSocket(pub(super) Exchange);

impl WebSocket {
    /// The connection of this exchange; whether it is one, the methods tell.
    pub const fn of(exchange: Exchange) -> Self {
        Self(exchange)
    }

    /// The handshake: its request can be looked at as long as the connection lives.
    pub const fn exchange(self) -> Exchange {
        self.0
    }

    /// Sends a text, whole or not at all.
    ///
    /// [`Code::Again`] while more waits for the client than the high mark of the send queue allows: nothing is taken, and
    /// [`Event::Drained`](super::Event::Drained) tells when to try again. [`Code::Argument`] when it is not UTF-8,
    /// [`Code::Closed`] once one of the two ends has closed.
    #[inline]
    pub fn send_text(self, text: &[u8]) -> Result<()> {
        if str::from_utf8(text).is_err() {
            return Err(Error::new(Code::Argument, "a text message must be UTF-8 (RFC 6455 section 5.6)"));
        }
        self.send(Opcode::Text, text)
    }

    /// Sends bytes; errors as in [`WebSocket::send_text`].
    #[inline]
    pub fn send_binary(self, data: &[u8]) -> Result<()> {
        self.send(Opcode::Binary, data)
    }

    /// Asks whether the client is there, with at most 125 bytes that come back with the pong; errors as above.
    pub fn ping(self, data: &[u8]) -> Result<()> {
        if data.len() > MAX_CONTROL {
            return Err(Error::new(Code::Argument, "a ping has at most 125 bytes (RFC 6455 section 5.5)"));
        }
        self.send(Opcode::Ping, data)
    }

    /// Begins the closing handshake with a code and a reason of at most 123 bytes of UTF-8. Harmless a second time.
    ///
    /// [`Code::Argument`] for a code that must not be sent and for the reason; [`Code::State`] for what is no WebSocket.
    pub fn close(self, code: CloseCode, reason: &[u8]) -> Result<()> {
        if !code.may_be_sent() {
            return Err(Error::new(
                Code::Argument,
                format!("{code} is no code that may be sent (RFC 6455 section 7.4)"),
            ));
        }
        if reason.len() > MAX_CONTROL - 2 || str::from_utf8(reason).is_err() {
            return Err(Error::new(Code::Argument, "a reason has at most 123 bytes of UTF-8 (RFC 6455 section 5.5.1)"));
        }
        let mut state = self.state()?;
        if state.web_socket.is_none() {
            return Err(no_socket());
        }
        if !state.is_gone {
            link::write_close(&mut state, code, reason);
            self.0.note_write();
            state.notify();
        }
        Ok(())
    }

    /// Cuts the connection off; what is not sent is lost. Harmless a second time.
    pub fn abort(self) -> Result<()> {
        let mut state = self.state()?;
        state.web_socket.as_mut().ok_or_else(no_socket)?.is_aborted = true;
        state.notify();
        Ok(())
    }

    /// In [`Event::Closed`](super::Event::Closed): the code of the client's close frame, [`CloseCode::NONE`] without one in
    /// it, [`CloseCode::ABNORMAL`] without a close frame. [`Code::State`] before.
    pub fn close_code(self) -> Result<CloseCode> {
        let code = self.state()?.web_socket.as_ref().and_then(|link| link.close_code);
        code.ok_or_else(|| Error::new(Code::State, "the connection is not closed"))
    }

    /// Waits until a send that was refused with [`Code::Again`] may be tried again. [`Code::State`] on a reactor's thread,
    /// which would wait for itself; [`Code::Timeout`], [`Code::Closed`].
    pub fn wait(self, timeout: Option<Duration>) -> Result<()> {
        self.0.wait_changed(timeout, |state| match &state.web_socket {
            Some(link) if link.shared.is_closing() || state.is_gone => Some(Err(Code::Closed.into())),
            Some(_) => (!state.is_full()).then_some(Ok(())),
            None => Some(Err(no_socket())),
        })
    }

    #[inline(always)]
    fn send(self, opcode: Opcode, payload: &[u8]) -> Result<()> {
        if here::write(self.0, opcode, payload) { Ok(()) } else { self.send_locked(opcode, payload) }
    }

    #[inline(never)]
    fn send_locked(self, opcode: Opcode, payload: &[u8]) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        let Some(link) = &state.web_socket else { return Err(no_socket()) };
        if state.is_gone | link.shared.is_closing() {
            return Err(Code::Closed.into());
        }
        if link.shared.coder.is_some() && opcode != Opcode::Ping && payload.len() >= link.shared.min_size.max(1) {
            let shared = Arc::clone(&link.shared);
            drop(guard);
            return self.send_compressed(&shared, opcode, payload);
        }
        self.write(guard, opcode, false, payload)
    }

    #[inline]
    fn write(self, mut guard: Guard, opcode: Opcode, is_compressed: bool, payload: &[u8]) -> Result<()> {
        let state = &mut *guard;
        if state.is_full() {
            return Err(no_room(state));
        }
        link::write_frame(state, opcode, is_compressed, payload);
        self.0.note_write();
        state.notify();
        Ok(())
    }

    #[inline(never)]
    fn send_compressed(self, shared: &Shared, opcode: Opcode, payload: &[u8]) -> Result<()> {
        let Some(coder) = &shared.coder else { return Err(no_socket()) };
        // Held until the frame is written: what is compressed first must come first.
        let mut coder = coder.lock();
        if self.state()?.is_full() {
            // Nothing may be compressed that is not sent: the client's window would miss it.
            return self.write(self.state()?, opcode, false, payload);
        }
        let mut coded = Vec::new();
        coder.compress(payload, &mut coded);
        let mut state = self.state()?;
        if state.is_gone || shared.is_closing() {
            return Err(Code::Closed.into());
        }
        link::write_frame(&mut state, opcode, true, &coded);
        self.0.note_write();
        state.notify();
        Ok(())
    }

    /// The exchange, with all that this thread has sent so far.
    #[inline]
    fn state(self) -> Result<Guard> {
        let mut state = self.0.state()?;
        here::end(self.0, &mut state);
        Ok(state)
    }
}

#[cold]
fn no_room(state: &mut State) -> Error {
    if let Some(link) = &mut state.web_socket {
        link.wants_room = true;
    }
    Error::new(Code::Again, "the client takes less than is sent: wait until it is drained")
}

#[cold]
fn no_socket() -> Error {
    Error::new(Code::State, "the request has not become a WebSocket connection")
}
