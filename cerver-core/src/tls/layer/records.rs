//! The records of one connection: rustls, and the input that it has not used up.

use super::take_asked_name;
use rustls::{
    CommonState, Error, ServerConfig,
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
    tls: UnbufferedServerConnection,
    /// Input from `used` on is still to be taken. Deciphered in place, so that it must stay as it is; without memory between
    /// calls while nothing is left.
    input: Vec<u8>,
    used: usize,
    /// The peer knows that nothing more will come.
    has_said_farewell: bool,
    /// The name that the client asked for.
    pub(super) server_name: Option<Box<str>>,
}

/// What a record adds to its bytes at most, in either version.
const RECORD_OVERHEAD: usize = 64;
/// Bytes in a record.
const RECORD: usize = 16 * 1024;

impl Records {
    pub(super) fn new(config: Arc<ServerConfig>) -> Self {
        let tls = UnbufferedServerConnection::new(config).expect("only a size of fragments can be wrong; none is set");
        Self { tls, input: Vec::new(), used: 0, has_said_farewell: false, server_name: None }
    }

    pub(super) fn is_handshaking(&self) -> bool {
        self.tls.is_handshaking()
    }

    pub(super) fn state(&self) -> &CommonState {
        &self.tls
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
        let Self { tls, input, used, server_name, .. } = self;
        let length = input.len();
        let was_handshaking = server_name.is_none() && tls.is_handshaking();
        let UnbufferedStatus { discard, state } = tls.process_tls_records(&mut input[*used..]);
        *used += discard;
        let step = match state? {
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
        };
        if was_handshaking {
            *server_name = take_asked_name();
        }
        Ok(step)
    }

    /// What rustls wants to tell the peer of an error that [`Records::take`] has returned.
    pub(super) fn take_alert(&mut self, out: &mut Vec<u8>) {
        // What is there to be sent comes before any more input is looked at.
        while self.tls.wants_write() {
            let status = self.tls.process_tls_records(&mut self.input[self.used..]);
            let Ok(ConnectionState::EncodeTlsData(data)) = status.state else { return };
            if encode(data, out).is_err() {
                return;
            }
        }
    }

    /// Ciphers `plain` and appends the records to `out`.
    pub(super) fn seal(&mut self, plain: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let room = plain.len() + (plain.len() / RECORD + 1) * RECORD_OVERHEAD;
        self.write(out, room, |traffic, place| traffic.encrypt(plain, place))
    }

    /// Tells the peer that nothing more will come; harmless a second time.
    pub(super) fn say_farewell(&mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        if mem::replace(&mut self.has_said_farewell, true) {
            return Ok(());
        }
        self.write(out, RECORD_OVERHEAD, |traffic, place| traffic.queue_close_notify(place))
    }

    fn write(
        &mut self,
        out: &mut Vec<u8>,
        room: usize,
        mut write: impl FnMut(&mut Traffic<'_>, &mut [u8]) -> Result<usize, EncryptError>,
    ) -> Result<(), Error> {
        loop {
            let UnbufferedStatus { discard, state } = self.tls.process_tls_records(&mut self.input[self.used..]);
            self.used += discard;
            match state? {
                ConnectionState::WriteTraffic(mut traffic) => {
                    let start = out.len();
                    let mut room = room;
                    loop {
                        out.resize(start + room, 0);
                        match write(&mut traffic, &mut out[start..]) {
                            Ok(written) => {
                                out.truncate(start + written);
                                return Ok(());
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
                ConnectionState::EncodeTlsData(data) => encode(data, out)?,
                ConnectionState::TransmitTlsData(data) => data.done(),
                ConnectionState::PeerClosed => {}
                _ => return Err(Error::HandshakeNotComplete),
            }
        }
    }
}

type Traffic<'a> = WriteTraffic<'a, rustls::server::ServerConnectionData>;

/// Appends a message of the handshake.
fn encode(mut data: EncodeTlsData<'_, rustls::server::ServerConnectionData>, out: &mut Vec<u8>) -> Result<(), Error> {
    let start = out.len();
    let Err(EncodeError::InsufficientSize(InsufficientSizeError { required_size })) = data.encode(&mut []) else {
        return Err(Error::General("a message of the handshake has no length".into()));
    };
    out.resize(start + required_size, 0);
    data.encode(&mut out[start..]).map(drop).map_err(|error| Error::General(error.to_string()))
}
