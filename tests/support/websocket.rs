//! A WebSocket client that does what the test says, right or wrong.

use crate::http::{Client, Response};
use std::io;

/// The key of the example in RFC 6455 section 1.3, and its answer.
pub const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
/// See [`KEY`].
pub const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A handshake with further header lines.
pub fn handshake(path: &str, more: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n{more}\r\n"
    )
}

/// A client's frame: its first byte, and what is in it.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        length @ 0..=125 => out.push(0x80 | length as u8),
        length @ 126..=0xffff => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&MASK);
    out.extend(payload.iter().enumerate().map(|(place, byte)| byte ^ MASK[place % 4]));
    out
}

/// The payload of a close frame.
pub fn closing(code: u16, reason: &str) -> Vec<u8> {
    [&code.to_be_bytes(), reason.as_bytes()].concat()
}

/// One connection.
pub struct WebSocket {
    /// Below the frames.
    pub client: Client,
    /// The answer to the handshake.
    pub answer: Response,
}

impl WebSocket {
    /// Opens a connection.
    ///
    /// # Panics
    /// When the answer is not 101.
    #[track_caller]
    pub fn open(mut client: Client, path: &str, more: &str) -> Self {
        client.send(handshake(path, more)).expect("sent");
        let answer = client.response().expect("an answer");
        assert_eq!(answer.status, 101, "{}", answer.text());
        assert_eq!(answer.header("Sec-WebSocket-Accept"), Some(ACCEPT));
        Self { client, answer }
    }

    /// Sends a frame.
    pub fn send(&mut self, first: u8, payload: impl AsRef<[u8]>) -> io::Result<()> {
        self.client.send(frame(first, payload.as_ref()))
    }

    /// The next frame of the server: its first byte, and what is in it.
    ///
    /// # Panics
    /// When it is masked.
    pub fn receive(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let head = self.client.exactly(2)?;
        assert!(head[1] < 0x80, "a server does not mask");
        let length = match head[1] {
            126 => self.client.exactly(2)?,
            127 => self.client.exactly(8)?,
            short => vec![short],
        };
        let length = length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
        Ok((head[0], self.client.exactly(length)?))
    }

    /// The same, as the text of a message.
    ///
    /// # Panics
    /// When it is another frame, or there is none.
    #[track_caller]
    pub fn text(&mut self) -> String {
        let (first, payload) = self.receive().expect("a frame");
        assert_eq!(first, 0x81, "{}", String::from_utf8_lossy(&payload));
        String::from_utf8(payload).expect("UTF-8")
    }

    /// The closing handshake from this side.
    ///
    /// # Panics
    /// When the server does not take part.
    #[track_caller]
    pub fn close(&mut self) {
        self.send(0x88, closing(1000, "")).expect("sent");
        assert_eq!(self.receive().expect("a frame"), (0x88, closing(1000, "")));
        assert_eq!(self.client.rest().expect("the end"), b"");
    }
}
