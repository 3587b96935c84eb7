//! The decoder of chunked bodies (RFC 9112 section 7.1), as strict as the head parser.

use super::header::{TOKEN, is_value_byte};
use super::refusal::Refusal;
use super::status::Status;

/// How much of a chunked body is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkLimits {
    /// Bytes of the decoded body; a chunk that would exceed it is answered with 413 before its data is read. Default 16 MiB.
    pub body: u64,
    /// Bytes of all chunk extensions together. Default 4 KiB.
    pub extension: usize,
    /// Bytes of the trailer section. Default 8 KiB.
    pub trailer: usize,
}

impl Default for ChunkLimits {
    fn default() -> Self {
        Self { body: 16 << 20, extension: 4 << 10, trailer: 8 << 10 }
    }
}

/// How far one call of [`Chunked::decode`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the input that belong to the body; all of it unless the body is complete.
    pub consumed: usize,
    /// Whether the body is complete, trailers included.
    pub done: bool,
}

/// The state of one body: what came so far, whatever the pieces were.
#[derive(Clone, Debug)]
pub struct Chunked {
    /// The trailer section so far, each line with its CR LF.
    trailers: Vec<u8>,
    state: State,
    /// Bytes still to come in this chunk; while its size line is read, the size so far.
    remaining: u64,
    digits: u8,
    received: u64,
    extension: usize,
    trailer: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Size,
    /// White space, behind which only a semicolon may come.
    Blank,
    /// Behind the semicolon.
    ExtensionStart,
    ExtensionName,
    /// White space behind the name.
    NameEnd,
    ValueStart,
    Value,
    Quoted,
    Escaped,
    QuotedEnd,
    SizeLf,
    Data,
    DataCr,
    DataLf,
    TrailerStart,
    TrailerName,
    TrailerValue,
    TrailerLf,
    LastLf,
    Done,
}

impl Default for Chunked {
    fn default() -> Self {
        Self::new()
    }
}

impl Chunked {
    /// A body of which nothing came yet.
    pub const fn new() -> Self {
        Self {
            trailers: Vec::new(),
            state: State::Size,
            remaining: 0,
            digits: 0,
            received: 0,
            extension: 0,
            trailer: 0,
        }
    }

    /// Bytes of the decoded body so far.
    pub const fn received(&self) -> u64 {
        self.received
    }

    /// Whether the body is complete.
    pub const fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Decodes the next bytes of the connection and appends what they carry to `body`, which may be emptied between calls. Trailer fields are
    /// checked and kept: see [`Chunked::take_trailers`]. After a refusal the value must not be used any more.
    pub fn decode(&mut self, input: &[u8], body: &mut Vec<u8>, limits: &ChunkLimits) -> Result<Progress, Refusal> {
        self.decode_with(input, limits, &mut |data: &[u8]| {
            body.extend_from_slice(data);
            Ok(())
        })
    }

    /// The same for those who do not want the body in one piece: `give` gets each run of its bytes. An error of `give` ends the call.
    pub fn decode_with<E: From<Refusal>>(
        &mut self,
        input: &[u8],
        limits: &ChunkLimits,
        give: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Progress, E> {
        let mut rest = input;
        while let [byte, next @ ..] = rest {
            match self.state {
                State::Done => break,
                State::Data => {
                    let take =
                        usize::try_from(self.remaining).map_or(rest.len(), |remaining| remaining.min(rest.len()));
                    let (data, next) = rest.split_at(take);
                    give(data)?;
                    self.received += take as u64;
                    self.remaining -= take as u64;
                    if self.remaining == 0 {
                        self.state = State::DataCr;
                    }
                    rest = next;
                }
                _ => {
                    self.state = self.step(*byte, limits)?;
                    rest = next;
                }
            }
        }
        Ok(Progress { consumed: input.len() - rest.len(), done: self.is_done() })
    }

    /// The trailer section of a complete body: checked lines, each with its CR LF; empty the second time.
    pub fn take_trailers(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.trailers)
    }

    /// Takes one byte that is not data.
    fn step(&mut self, byte: u8, limits: &ChunkLimits) -> Result<State, Refusal> {
        match self.state {
            State::Size => self.size(byte, limits),
            State::Blank
            | State::ExtensionStart
            | State::ExtensionName
            | State::NameEnd
            | State::ValueStart
            | State::Value
            | State::Quoted
            | State::Escaped
            | State::QuotedEnd => self.extension(byte, limits),
            State::SizeLf => match byte {
                b'\n' if self.remaining == 0 => Ok(State::TrailerStart),
                b'\n' => Ok(State::Data),
                _ => Err(BARE_CR),
            },
            State::DataCr if byte == b'\r' => Ok(State::DataLf),
            State::DataCr => Err(NO_DATA_END),
            State::DataLf if byte == b'\n' => {
                self.digits = 0;
                Ok(State::Size)
            }
            State::DataLf => Err(BARE_CR),
            _ => self.trailer(byte, limits),
        }
    }

    fn size(&mut self, byte: u8, limits: &ChunkLimits) -> Result<State, Refusal> {
        if let Some(digit) = (byte as char).to_digit(16) {
            if self.digits == 16 {
                return Err(SIZE_TOO_LONG);
            }
            self.digits += 1;
            self.remaining = self.remaining << 4 | u64::from(digit);
            return Ok(State::Size);
        }
        if self.digits == 0 {
            return Err(BAD_SIZE);
        }
        if self.remaining > limits.body.saturating_sub(self.received) {
            return Err(BODY_TOO_LONG);
        }
        match byte {
            b'\r' => Ok(State::SizeLf),
            b';' | b' ' | b'\t' => {
                self.state = State::Blank;
                self.extension(byte, limits)
            }
            b'\n' => Err(BARE_LF),
            _ => Err(BAD_SIZE),
        }
    }

    /// `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )` (RFC 9112 section 7.1.1).
    fn extension(&mut self, byte: u8, limits: &ChunkLimits) -> Result<State, Refusal> {
        if byte == b'\r' && matches!(self.state, State::ExtensionName | State::Value | State::QuotedEnd) {
            return Ok(State::SizeLf);
        }
        self.extension += 1;
        if self.extension > limits.extension {
            return Err(EXTENSION_TOO_LONG);
        }
        let token = TOKEN[usize::from(byte)];
        match (self.state, byte) {
            (_, b'\n') => Err(BARE_LF),
            (State::Quoted, b'"') => Ok(State::QuotedEnd),
            (State::Quoted, b'\\') => Ok(State::Escaped),
            (State::Quoted | State::Escaped, _) if is_value_byte(byte) => Ok(State::Quoted),
            (State::Quoted | State::Escaped, _) => Err(BAD_EXTENSION),
            (State::Blank | State::ExtensionStart | State::NameEnd | State::ValueStart, b' ' | b'\t') => Ok(self.state),
            (State::ExtensionName, b' ' | b'\t') => Ok(State::NameEnd),
            (State::Value | State::QuotedEnd, b' ' | b'\t') => Ok(State::Blank),
            (State::ExtensionStart | State::ExtensionName, _) if token => Ok(State::ExtensionName),
            (State::ValueStart | State::Value, _) if token => Ok(State::Value),
            (State::ValueStart, b'"') => Ok(State::Quoted),
            (State::ExtensionName | State::NameEnd, b'=') => Ok(State::ValueStart),
            (State::ExtensionStart | State::ValueStart, _) => Err(BAD_EXTENSION),
            (_, b';') => Ok(State::ExtensionStart),
            _ => Err(BAD_EXTENSION),
        }
    }

    fn trailer(&mut self, byte: u8, limits: &ChunkLimits) -> Result<State, Refusal> {
        let token = TOKEN[usize::from(byte)];
        if self.state == State::LastLf {
            return if byte == b'\n' { Ok(State::Done) } else { Err(BARE_CR) };
        }
        if self.state == State::TrailerStart && byte == b'\r' {
            return Ok(State::LastLf);
        }
        self.trailer += 1;
        if self.trailer > limits.trailer {
            return Err(TRAILER_TOO_LONG);
        }
        self.trailers.push(byte);
        match (self.state, byte) {
            (State::TrailerLf, b'\n') => Ok(State::TrailerStart),
            (State::TrailerLf, _) => Err(BARE_CR),
            (_, b'\n') => Err(BARE_LF),
            (State::TrailerStart | State::TrailerName, _) if token => Ok(State::TrailerName),
            (State::TrailerName, b':') => Ok(State::TrailerValue),
            (State::TrailerValue, b'\r') => Ok(State::TrailerLf),
            (State::TrailerValue, _) if is_value_byte(byte) => Ok(State::TrailerValue),
            _ => Err(BAD_TRAILER),
        }
    }
}

const BAD_SIZE: Refusal = Refusal::bad_request("a chunk must start with its size in hexadecimal digits");
const SIZE_TOO_LONG: Refusal = Refusal::bad_request("a chunk size may have at most 16 digits");
const BARE_CR: Refusal = Refusal::bad_request("a CR between chunks must be followed by LF");
const BARE_LF: Refusal = Refusal::bad_request("end every line between chunks with CR LF, not with LF alone");
const NO_DATA_END: Refusal = Refusal::bad_request("the data of a chunk must end with CR LF where its size says");
const BAD_EXTENSION: Refusal = Refusal::bad_request("a chunk extension must be ;name or ;name=value");
const BAD_TRAILER: Refusal = Refusal::bad_request("a trailer line must be a name, a colon and a value");
const EXTENSION_TOO_LONG: Refusal = Refusal::bad_request("send fewer or shorter chunk extensions");
const BODY_TOO_LONG: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send a shorter body");
const TRAILER_TOO_LONG: Refusal =
    Refusal::new(Status::REQUEST_HEADER_FIELDS_TOO_LARGE, "send fewer or shorter trailers");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::random::Random;

    /// What a body comes to: its bytes and how many input bytes it took, `None` while incomplete, or the refusal's status.
    type Outcome = Result<Option<(Vec<u8>, usize)>, u16>;

    /// Decodes in pieces that end at the given places.
    fn decode(input: &[u8], cuts: &[usize], limits: &ChunkLimits) -> Outcome {
        let mut chunked = Chunked::new();
        let mut body = Vec::new();
        let mut taken = 0;
        let ends = cuts.iter().copied().chain([input.len()]);
        for end in ends {
            let progress = chunked.decode(&input[taken..end], &mut body, limits).map_err(|refusal| refusal.status.0)?;
            taken += progress.consumed;
            assert_eq!(chunked.received(), body.len() as u64);
            if progress.done {
                return Ok(Some((body, taken)));
            }
            assert_eq!(taken, end);
        }
        Ok(None)
    }

    fn whole(input: &str) -> Outcome {
        decode(input.as_bytes(), &[], &ChunkLimits::default())
    }

    #[test]
    fn trailers_are_kept() {
        let mut chunked = Chunked::new();
        let mut body = Vec::new();
        let input = b"1;x=y\r\na\r\n0\r\nA: b\r\nC:\td \r\n\r\n";
        for byte in input {
            chunked.decode(&[*byte], &mut body, &ChunkLimits::default()).unwrap();
        }
        assert_eq!((chunked.is_done(), body.as_slice()), (true, &b"a"[..]));
        assert_eq!(chunked.take_trailers(), b"A: b\r\nC:\td \r\n");
        assert_eq!(chunked.take_trailers(), b"");
    }

    const GOOD: &[(&str, &str)] = &[
        ("0\r\n\r\n", ""),
        ("5\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5\r\nhello\r\n6\r\n world\r\n000\r\n\r\n", "hello world"),
        ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("a\r\n\r\n\r\n\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n\r\n\r\n\r\n"),
        ("0000000000000005\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5;a\r\nhello\r\n0;b=c\r\n\r\n", "hello"),
        ("5;a=\"x;\\\"y\\\\\"; b\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5 ; a\t=  b ;c = \"\u{e9}\\\t\" ; d\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5 \t;a\r\nhello\r\n0\r\n\r\n", "hello"),
        ("1\r\nx\r\n0\r\nA: b\r\nC:\td \r\nE:\r\n\r\n", "x"),
    ];

    const BAD: &[(u16, &str)] = &[
        (400, "\r\n"),
        (400, "\n"),
        (400, ";a\r\n"),
        (400, "x\r\n"),
        (400, "0x5\r\nhello\r\n"),
        (400, "+5\r\nhello\r\n"),
        (400, "-5\r\nhello\r\n"),
        (400, " 5\r\nhello\r\n"),
        (400, "5 \r\nhello\r\n"),
        (400, "5\t\r\nhello\r\n"),
        (400, "5_0\r\n"),
        (400, "5,\r\n"),
        (400, "5.0\r\n"),
        (400, "5\nhello\r\n"),
        (400, "5\rhello\r\n"),
        (400, "5\r\r\nhello\r\n"),
        (400, "5;a\nhello\r\n"),
        (400, "5;a\rb\r\nhello\r\n"),
        (400, "5;a=\"b\r\nhello\r\n"),
        (400, "5;a=\"b\\\r\nhello\r\n"),
        (400, "5;a\0\r\nhello\r\n"),
        (400, "5 x;a\r\nhello\r\n"),
        (400, "5;\r\nhello\r\n"),
        (400, "5; \r\nhello\r\n"),
        (400, "5;;a\r\nhello\r\n"),
        (400, "5;a;\r\nhello\r\n"),
        (400, "5;a \r\nhello\r\n"),
        (400, "5;a b\r\nhello\r\n"),
        (400, "5;a=\r\nhello\r\n"),
        (400, "5;=b\r\nhello\r\n"),
        (400, "5;a=b=c\r\nhello\r\n"),
        (400, "5;a=b \r\nhello\r\n"),
        (400, "5;a=\"b\"c\r\nhello\r\n"),
        (400, "5;a=b\"c\"\r\nhello\r\n"),
        (400, "5;a,b\r\nhello\r\n"),
        (400, "5;\u{e9}\r\nhello\r\n"),
        (400, "5\r\nhello0\r\n\r\n"),
        (400, "5\r\nhello\n0\r\n\r\n"),
        (400, "5\r\nhello\r0\r\n\r\n"),
        (400, "5\r\nhello!\r\n0\r\n\r\n"),
        (400, "5\r\nhell\r\n0\r\n\r\n"),
        (400, "5\r\nhello\r\n\r\n"),
        (400, "00000000000000005\r\nhello\r\n"),
        (400, "fffffffffffffffff\r\n"),
        (413, "ffffffffffffffff\r\n"),
        (413, "1000001\r\n"),
        (400, "0\r\nA\r\n\r\n"),
        (400, "0\r\nA : b\r\n\r\n"),
        (400, "0\r\n: b\r\n\r\n"),
        (400, "0\r\n A: b\r\n\r\n"),
        (400, "0\r\nA: b\r\n c\r\n\r\n"),
        (400, "0\r\nA: b\0\r\n\r\n"),
        (400, "0\r\nA: b\n\r\n"),
        (400, "0\r\nA: b\rc\r\n\r\n"),
        (400, "0\r\n\n"),
        (400, "0\r\n\rx"),
    ];

    #[test]
    fn good_bodies() {
        for (input, body) in GOOD {
            assert_eq!(whole(input), Ok(Some((body.as_bytes().to_vec(), input.len()))), "{input:?}");
            let more = format!("{input}GET / HTTP/1.1\r\n");
            assert_eq!(whole(&more), Ok(Some((body.as_bytes().to_vec(), input.len()))), "{input:?}");
        }
    }

    #[test]
    fn bad_bodies() {
        for (status, input) in BAD {
            assert_eq!(whole(input), Err(*status), "{input:?}");
        }
    }

    #[test]
    fn limits_are_exact() {
        let limits = ChunkLimits { body: 8, extension: 6, trailer: 12 };
        let status = |input: &str| decode(input.as_bytes(), &[], &limits).map(|_| ());
        assert_eq!(status("5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n"), Ok(()));
        assert_eq!(status("5\r\nhello\r\n4\r\n"), Err(413));
        assert_eq!(status("9"), Ok(()));
        assert_eq!(status("9\r"), Err(413));
        assert_eq!(status("1;abc\r\nx\r\n1;c\r\nx\r\n"), Ok(()));
        assert_eq!(status("1;abc\r\nx\r\n1;cd"), Err(400));
        assert_eq!(status("1;abcde\r\n"), Ok(()));
        assert_eq!(status("1;abcdef"), Err(400));
        assert_eq!(status("0\r\nA: b\r\nC: d\r\n\r\n"), Ok(()));
        assert_eq!(status("0\r\nA: b\r\nC: de\r\n\r\n"), Err(431));
    }

    #[test]
    fn every_split_gives_the_same() {
        let inputs = GOOD.iter().map(|(input, _)| input).chain(BAD.iter().map(|(_, input)| input));
        for input in inputs {
            let bytes = input.as_bytes();
            let limits = ChunkLimits::default();
            let expected = whole(input);
            for cut in 0..=bytes.len() {
                assert_eq!(decode(bytes, &[cut], &limits), expected, "{input:?} cut at {cut}");
            }
            let single: Vec<usize> = (0..bytes.len()).collect();
            assert_eq!(decode(bytes, &single, &limits), expected, "{input:?} byte by byte");
        }
    }

    #[test]
    fn random_bodies_and_splits() {
        let rounds = if cfg!(debug_assertions) { 5_000 } else { 100_000 };
        let mut random = Random::new(0x6368_756e);
        let limits = ChunkLimits { body: 4000, ..ChunkLimits::default() };
        let mut done = 0;
        for _ in 0..rounds {
            let mut input = Vec::new();
            for _ in 0..random.below(5) {
                let data: Vec<u8> = (0..1 + random.below(600)).map(|_| random.next() as u8).collect();
                input.extend(format!("{:x}\r\n", data.len()).bytes());
                input.extend(data);
                input.extend(b"\r\n");
            }
            input.extend(b"0\r\nT: v\r\n\r\nrest");
            for _ in 0..random.below(3) {
                random.change(&mut input, b"\r\n;:\"\\ 0fF\0");
            }
            let mut cuts: Vec<usize> = (0..random.below(8)).map(|_| random.below(input.len() + 1)).collect();
            cuts.sort_unstable();
            let expected = decode(&input, &[], &limits);
            assert_eq!(decode(&input, &cuts, &limits), expected);
            done += usize::from(matches!(expected, Ok(Some(_))));
        }
        assert!(done > rounds / 4, "{done} of {rounds}");
    }
}
