//! What a client does against the protocol, and close codes (RFC 6455 section 7.4).

use std::fmt;

/// Why a connection fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// An opcode that is not defined (section 5.2).
    Opcode,
    /// A reserved bit that no extension has given a meaning (section 5.2).
    ReservedBits,
    /// A frame of a client without a mask (section 5.1).
    Unmasked,
    /// A control frame in parts, or above 125 bytes (section 5.5).
    ControlFrame,
    /// A length in more bytes than it needs, or above 2^63 - 1 (section 5.2).
    Length,
    /// A continuation of nothing (section 5.4).
    Continuation,
    /// A new message inside another one (section 5.4).
    Interleaved,
    /// A close frame of one byte, with a code that must not be sent, or with a reason that is not UTF-8 (section 7.4).
    Close,
    /// A text that is not UTF-8 (section 8.1).
    Text,
    /// A frame or message above the limit.
    TooBig,
    /// A compressed message that is none (RFC 7692 section 7.2.2).
    Compression,
}

impl Violation {
    /// The code of the close frame that tells the client.
    pub const fn close_code(self) -> CloseCode {
        match self {
            Self::Text | Self::Compression => CloseCode::INVALID_DATA,
            Self::TooBig => CloseCode::TOO_BIG,
            _ => CloseCode::PROTOCOL_ERROR,
        }
    }

    /// A sentence for the reason of the close frame.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Opcode => "unknown opcode",
            Self::ReservedBits => "reserved bits",
            Self::Unmasked => "frame without a mask",
            Self::ControlFrame => "control frame in parts or too long",
            Self::Length => "bad length",
            Self::Continuation => "continuation of nothing",
            Self::Interleaved => "message inside a message",
            Self::Close => "bad close frame",
            Self::Text => "text is not UTF-8",
            Self::TooBig => "message too big",
            Self::Compression => "bad compressed data",
        }
    }
}

/// A close code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseCode(pub u16);

impl CloseCode {
    /// The purpose of the connection is fulfilled.
    pub const NORMAL: Self = Self(1000);
    /// The end that sends it goes away: a server stops, a page is left.
    pub const GOING_AWAY: Self = Self(1001);
    /// Something against the protocol.
    pub const PROTOCOL_ERROR: Self = Self(1002);
    /// Nothing was said; never sent.
    pub const NONE: Self = Self(1005);
    /// The connection was lost without a close frame; never sent.
    pub const ABNORMAL: Self = Self(1006);
    /// Data that does not fit its kind.
    pub const INVALID_DATA: Self = Self(1007);
    /// Against the rules of the one who sends it.
    pub const POLICY: Self = Self(1008);
    /// More than the one who sends it takes.
    pub const TOO_BIG: Self = Self(1009);
    /// The server failed.
    pub const INTERNAL_ERROR: Self = Self(1011);

    /// Whether the code may stand in a close frame: those of section 7.4.1 and of IANA's register that are not reserved,
    /// and the ranges for libraries (3000 to 3999) and programs (4000 to 4999).
    pub const fn may_be_sent(self) -> bool {
        matches!(self.0, 1000..=1003 | 1007..=1014 | 3000..=4999)
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
