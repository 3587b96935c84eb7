//! The fields that decide about body and connection (RFC 9112 sections 6 and 9, RFC 9110 sections 7.2, 7.6.1, 7.8, 10.1.1).

use super::super::header::{KnownHeader, TRANSFER_ENCODING, is_token};
use super::super::refusal::Refusal;
use super::super::status::Status;
use super::authority::{self, HostRule};
use super::{Framing, Head, Span, Stop};

/// Options of the `Connection` fields so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Connection {
    close: bool,
    keep_alive: bool,
    upgrade: bool,
}

impl Connection {
    pub(super) const NONE: Self = Self { close: false, keep_alive: false, upgrade: false };
}

const HOST: u8 = KnownHeader::Host as u8;
const CONTENT_LENGTH: u8 = KnownHeader::ContentLength as u8;
const CONNECTION: u8 = KnownHeader::Connection as u8;
const EXPECT: u8 = KnownHeader::Expect as u8;

const fn bit(number: u8) -> u64 {
    1 << (number & 63)
}

impl Head {
    /// Takes notice of a field by its lookup number.
    #[inline]
    pub(super) fn note(&mut self, number: u8, value: Span, input: &[u8]) -> Result<(), Stop> {
        const DECISIVE: u64 = bit(CONTENT_LENGTH) | bit(TRANSFER_ENCODING) | bit(CONNECTION) | bit(EXPECT);
        let before = self.seen;
        self.seen |= bit(number);
        if number == HOST {
            self.note_host(value, input, before & bit(HOST) != 0).map_err(Stop::Refuse)
        } else if bit(number) & DECISIVE == 0 {
            Ok(())
        } else {
            self.decide(number, value.of(input), before).map_err(Stop::Refuse)
        }
    }

    /// Takes a field that says something about body or connection; `before` tells which came before it.
    #[inline(never)]
    fn decide(&mut self, number: u8, text: &[u8], before: u64) -> Result<(), &'static Refusal> {
        let repeated = before & bit(number) != 0;
        match number {
            CONNECTION => {
                self.note_connection(text);
                Ok(())
            }
            CONTENT_LENGTH if repeated => Err(&TWO_LENGTHS),
            CONTENT_LENGTH if before & bit(TRANSFER_ENCODING) != 0 => Err(&LENGTH_AND_CODING),
            CONTENT_LENGTH => length(text).map(|length| self.framing = Framing::Length(length)),
            TRANSFER_ENCODING if repeated => Err(&CODING_TWICE),
            TRANSFER_ENCODING if before & bit(CONTENT_LENGTH) != 0 => Err(&LENGTH_AND_CODING),
            TRANSFER_ENCODING if self.minor_version == 0 => Err(&CODING_IN_1_0),
            TRANSFER_ENCODING => check_coding(text).map(|()| self.framing = Framing::Chunked),
            EXPECT if text.eq_ignore_ascii_case(b"100-continue") => {
                // RFC 9110 section 10.1.1: an HTTP/1.0 client does not wait for it.
                self.expect_continue = self.minor_version == 1;
                Ok(())
            }
            _ => Err(&OTHER_EXPECTATION),
        }
    }

    /// Decides what only the whole head tells.
    #[inline]
    pub(super) fn finish(&mut self) -> Result<(), Stop> {
        if self.minor_version == 1 && !self.has(KnownHeader::Host) {
            return Err(Stop::Refuse(&NO_HOST_FIELD));
        }
        if self.minor_version == 0 || self.has(KnownHeader::Connection) {
            self.decide_end();
        }
        Ok(())
    }

    /// Decides what becomes of the connection where that is not the rule of HTTP/1.1: it stays.
    #[inline(never)]
    fn decide_end(&mut self) {
        let Connection { close, keep_alive, upgrade } = self.connection;
        self.keep_alive = !close && (self.minor_version == 1 || keep_alive);
        self.upgrade = upgrade && self.minor_version == 1 && self.has(KnownHeader::Upgrade);
    }

    #[inline]
    fn note_host(&mut self, value: Span, input: &[u8], repeated: bool) -> Result<(), &'static Refusal> {
        if repeated {
            return Err(&TWO_HOSTS);
        }
        // The authority of the target counts, not this field (RFC 9112 section 3.2.2), but an empty field beside it is wrong.
        let rule = if self.host.is_some() { HostRule::Host } else { HostRule::MayBeEmpty };
        authority::check(value.of(input), rule)?;
        self.host.get_or_insert(value);
        Ok(())
    }

    fn note_connection(&mut self, text: &[u8]) {
        if text == b"keep-alive" {
            self.connection.keep_alive = true;
            return;
        }
        for option in text.split(|&byte| byte == b',').map(<[u8]>::trim_ascii) {
            if option.eq_ignore_ascii_case(b"keep-alive") {
                self.connection.keep_alive = true;
            } else if option.eq_ignore_ascii_case(b"close") {
                self.connection.close = true;
            } else if option.eq_ignore_ascii_case(b"upgrade") {
                self.connection.upgrade = true;
            }
        }
    }
}

/// Digits only: no sign, no list, no white space inside (RFC 9110 section 8.6).
fn length(text: &[u8]) -> Result<u64, &'static Refusal> {
    if text.is_empty() {
        return Err(&BAD_LENGTH);
    }
    text.iter().try_fold(0u64, |length, &byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0')).ok_or(&BAD_LENGTH)?;
        length.checked_mul(10).and_then(|length| length.checked_add(digit)).ok_or(&LENGTH_TOO_LARGE)
    })
}

/// Right is `chunked` alone. Else the last coding tells what is wrong: without `chunked` there the end of the body cannot be found (400, RFC 9112
/// section 6.3), with it a coding is not known here (501).
fn check_coding(text: &[u8]) -> Result<(), &'static Refusal> {
    if text.eq_ignore_ascii_case(b"chunked") {
        return Ok(());
    }
    let codings = || text.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
    let chunked = codings().filter(|coding| coding.eq_ignore_ascii_case(b"chunked")).count();
    let last = codings().next_back().is_some_and(|coding| coding.eq_ignore_ascii_case(b"chunked"));
    if !codings().all(is_token) {
        Err(&BAD_CODING)
    } else if chunked > 1 {
        Err(&CODING_TWICE)
    } else if !last {
        Err(&CHUNKED_NOT_LAST)
    } else {
        Err(&UNKNOWN_CODING)
    }
}

const NO_HOST_FIELD: Refusal = Refusal::bad_request("send a Host header");
const TWO_HOSTS: Refusal = Refusal::bad_request("send one Host header only");
const BAD_LENGTH: Refusal = Refusal::bad_request("Content-Length must be one number of digits");
const LENGTH_TOO_LARGE: Refusal = Refusal::bad_request("Content-Length is larger than any number a server can count");
const TWO_LENGTHS: Refusal = Refusal::bad_request("send one Content-Length header only");
const LENGTH_AND_CODING: Refusal = Refusal::bad_request("send either Content-Length or Transfer-Encoding, not both");
const CODING_TWICE: Refusal = Refusal::bad_request("send one Transfer-Encoding header with chunked once");
const CODING_IN_1_0: Refusal =
    Refusal::bad_request("HTTP/1.0 has no Transfer-Encoding: use HTTP/1.1 or Content-Length");
const BAD_CODING: Refusal =
    Refusal::bad_request("Transfer-Encoding must be chunked, without parameters or empty parts");
const CHUNKED_NOT_LAST: Refusal = Refusal::bad_request("chunked must be the last Transfer-Encoding");
const UNKNOWN_CODING: Refusal =
    Refusal::new(Status::NOT_IMPLEMENTED, "the only Transfer-Encoding known here is chunked");
const OTHER_EXPECTATION: Refusal =
    Refusal::new(Status::EXPECTATION_FAILED, "the only expectation known here is 100-continue");
