//! The records of one connection: rustls, and the input that it has not used up.

use super::take_asked_name;
use rustls::{
    CommonState, Error, ServerConfig,
    client::UnbufferedClientConnection,
    server::UnbufferedServerConnection,
    unbuffered::{
        ConnectionState, EncodeError, EncodeTlsData, EncryptError, InsufficientSizeError, UnbufferedStatus,
        WriteTraffic,
    },
};
use std::{mem, sync::Arc};

/// What [`Records::take`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// There may be more.
    Again,
    /// The peer's side has ended in good order.
    Farewell,
    /// More must come.
    Done,
}

/// See the module.
pub(super) struct Records {
    tls: Engine,
    /// Input from `used` on is still to be taken. Deciphered in place, so that it must stay as it is; without memory between
    /// calls while nothing is left.
    input: Vec<u8>,
    used: usize,
    /// The peer knows that nothing more will come.
    has_said_farewell: bool,
    /// The name that the client asked for.
    pub(super) server_name: Option<Box<str>>,
}

/// rustls, for either side.
enum Engine {
    Server(UnbufferedServerConnection),
    Client(UnbufferedClientConnection),
}

/// Calls something for either side with what rustls made of the input.
macro_rules! process {
    ($engine:expr, $input:expr, $call:expr) => {
        match $engine {
            Engine::Server(tls) => {
                let status = tls.process_tls_records($input);
                $call(status)
            }
            Engine::Client(tls) => {
                let status = tls.process_tls_records($input);
                $call(status)
            }
        }
    };
}

/// What a record adds to its bytes at most, in either version.
const RECORD_OVERHEAD: usize = 64;
/// Bytes in a record.
const RECORD: usize = 16 * 1024;

impl Records {
    /// For the connection of a client.
    pub(super) fn new(config: Arc<ServerConfig>) -> Self {
        let tls = UnbufferedServerConnection::new(config).expect("only a size of fragments can be wrong; none is set");
        Self::of(Engine::Server(tls), None)
    }

    /// For a connection to the server of this name.
    pub(super) fn dialed(tls: UnbufferedClientConnection, server_name: &str) -> Self {
        Self::of(Engine::Client(tls), Some(server_name.into()))
    }

    fn of(tls: Engine, server_name: Option<Box<str>>) -> Self {
        Self { tls, input: Vec::new(), used: 0, has_said_farewell: false, server_name }
    }

    pub(super) fn is_handshaking(&self) -> bool {
        self.state().is_handshaking()
    }

    pub(super) fn state(&self) -> &CommonState {
        match &self.tls {
            Engine::Server(tls) => tls,
            Engine::Client(tls) => tls,
        }
    }

    /// Puts what has come behind what is left over, in `buffer` when there is nothing.
    pub(super) fn give(&mut self, buffer: &mut Vec<u8>, new: &[u8]) {
        if self.input.is_empty() {
            buffer.clear();
            self.input = mem::take(buffer);
        }
        self.input.extend_from_slice(new);
    }

    /// Keeps what is left over; returns a buffer for the next connection.
    pub(super) fn give_back(&mut self) -> Vec<u8> {
        let left = self.input.get(self.used..).unwrap_or_default();
        self.used = 0;
        if left.is_empty() {
            let mut buffer = mem::take(&mut self.input);
            buffer.clear();
            return buffer;
        }
        let left = left.to_vec();
        mem::replace(&mut self.input, left)
    }

    /// Drops what has come and was not taken.
    pub(super) fn forget_input(&mut self) {
        self.used = self.input.len();
    }

    /// Takes the next record. What must be sent of the handshake goes to `out`; plain bytes to `deliver`, with whether
    /// nothing else has come behind them.
    pub(super) fn take(&mut self, out: &mut Vec<u8>, deliver: impl FnOnce(&[u8], bool)) -> Result<Step, Error> {
        let was_handshaking = self.server_name.is_none() && self.is_handshaking();
        let Self { tls, input, used, server_name, .. } = self;
        let length = input.len();
        let step = process!(tls, &mut input[*used..], |status| step(status, used, length, out, deliver))?;
        if was_handshaking {
            *server_name = take_asked_name();
        }
        Ok(step)
    }

    /// What rustls wants to tell the peer of an error that [`Records::take`] has returned.
    pub(super) fn take_alert(&mut self, out: &mut Vec<u8>) {
        // What is there to be sent comes before any more input is looked at.
        while self.state().wants_write() {
            if !process!(&mut self.tls, &mut self.input[self.used..], |status| encode_next(status, out)) {
                return;
            }
        }
    }

    /// Ciphers `plain` and appends the records to `out`.
    pub(super) fn seal(&mut self, plain: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let room = plain.len() + (plain.len() / RECORD + 1) * RECORD_OVERHEAD;
        self.write(out, room, &Words::Plain(plain))
    }

    /// Tells the peer that nothing more will come; harmless a second time.
    pub(super) fn say_farewell(&mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        if mem::replace(&mut self.has_said_farewell, true) {
            return Ok(());
        }
        self.write(out, RECORD_OVERHEAD, &Words::Farewell)
    }

    fn write(&mut self, out: &mut Vec<u8>, room: usize, words: &Words<'_>) -> Result<(), Error> {
        let Self { tls, input, used, .. } = self;
        while !process!(tls, &mut input[*used..], |status| write(status, used, out, room, words))? {}
        Ok(())
    }
}

/// What is to be said.
enum Words<'a> {
    Plain(&'a [u8]),
    Farewell,
}

/// See [`Records::take`].
fn step<D>(
    UnbufferedStatus { discard, state, .. }: UnbufferedStatus<'_, '_, D>,
    used: &mut usize,
    length: usize,
    out: &mut Vec<u8>,
    deliver: impl FnOnce(&[u8], bool),
) -> Result<Step, Error> {
    *used += discard;
    Ok(match state? {
        ConnectionState::ReadTraffic(mut traffic) => {
            // There is never more than one.
            if let Some(record) = traffic.next_record() {
                let record = record?;
                *used += record.discard;
                deliver(record.payload, *used == length);
            }
            Step::Again
        }
        ConnectionState::EncodeTlsData(data) => {
            encode(data, out)?;
            Step::Again
        }
        ConnectionState::TransmitTlsData(data) => {
            data.done();
            Step::Again
        }
        ConnectionState::PeerClosed => Step::Farewell,
        // Early data is not offered, so what else there is needs more input.
        _ => Step::Done,
    })
}

/// Appends the message of the handshake that comes next; false when none does.
fn encode_next<D>(status: UnbufferedStatus<'_, '_, D>, out: &mut Vec<u8>) -> bool {
    match status.state {
        Ok(ConnectionState::EncodeTlsData(data)) => encode(data, out).is_ok(),
        _ => false,
    }
}

/// Writes when that can be; true when it is done.
fn write<D>(
    UnbufferedStatus { discard, state, .. }: UnbufferedStatus<'_, '_, D>,
    used: &mut usize,
    out: &mut Vec<u8>,
    mut room: usize,
    words: &Words<'_>,
) -> Result<bool, Error> {
    *used += discard;
    let mut traffic: WriteTraffic<'_, D> = match state? {
        ConnectionState::WriteTraffic(traffic) => traffic,
        ConnectionState::EncodeTlsData(data) => return encode(data, out).map(|()| false),
        ConnectionState::TransmitTlsData(data) => {
            data.done();
            return Ok(false);
        }
        ConnectionState::PeerClosed => return Ok(false),
        _ => return Err(Error::HandshakeNotComplete),
    };
    let start = out.len();
    loop {
        out.resize(start + room, 0);
        let place = &mut out[start..];
        let written = match words {
            Words::Plain(plain) => traffic.encrypt(plain, place),
            Words::Farewell => traffic.queue_close_notify(place),
        };
        match written {
            Ok(written) => {
                out.truncate(start + written);
                return Ok(true);
            }
            // A change of keys wants to be told first.
            Err(EncryptError::InsufficientSize(InsufficientSizeError { required_size })) => {
                room = required_size.max(room + 1);
            }
            Err(EncryptError::EncryptExhausted) => {
                out.truncate(start);
                return Err(Error::EncryptError);
            }
        }
    }
}

/// Appends a message of the handshake.
fn encode<D>(mut data: EncodeTlsData<'_, D>, out: &mut Vec<u8>) -> Result<(), Error> {
    let start = out.len();
    let Err(EncodeError::InsufficientSize(InsufficientSizeError { required_size })) = data.encode(&mut []) else {
        return Err(Error::General("a message of the handshake has no length".into()));
    };
    out.resize(start + required_size, 0);
    data.encode(&mut out[start..]).map(drop).map_err(|error| Error::General(error.to_string()))
}
