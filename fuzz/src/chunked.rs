//! Chunked bodies: the same bytes and the same verdict however they are cut, and those of a decoder that is written
//! in another way and looks at the whole text at once.

use crate::choices::Choices;
use cerver_core::http::chunked::{ChunkLimits, Chunked};

/// See the module.
pub fn check(data: &[u8]) {
    let (text, mut choices) = Choices::split(data);
    let limits = match choices.below(3) {
        0 => ChunkLimits { body: 16, extension: 8, trailer: 16 },
        _ => ChunkLimits { body: 1 << 20, extension: 1 << 10, trailer: 1 << 10 },
    };
    let at_once = decode(&[text], &limits);
    assert_eq!(at_once, decode(&choices.cut(text), &limits), "the pieces matter");
    assert_eq!(at_once, read(text, &limits), "the plain decoder says otherwise");
    check_round_trip(text, &mut choices);
}

/// The body and what it took of the input; None while it is not complete; or the status of the refusal.
type Outcome = Result<Option<(Vec<u8>, usize)>, u16>;

fn decode(pieces: &[&[u8]], limits: &ChunkLimits) -> Outcome {
    let mut chunked = Chunked::new();
    let (mut body, mut taken) = (Vec::new(), 0);
    for piece in pieces {
        let progress = chunked.decode(piece, &mut body, limits).map_err(|refusal| refusal.status.0)?;
        assert!(progress.consumed <= piece.len() && progress.done == chunked.is_done());
        assert_eq!(chunked.received(), body.len() as u64);
        assert!(body.len() as u64 <= limits.body);
        taken += progress.consumed;
        if progress.done {
            return Ok(Some((body, taken)));
        }
        assert_eq!(progress.consumed, piece.len());
    }
    Ok(None)
}

/// What stops the plain decoder.
enum Stop {
    More,
    Bad(u16),
}

fn read(text: &[u8], limits: &ChunkLimits) -> Outcome {
    match read_chunks(text, limits) {
        Ok(complete) => Ok(Some(complete)),
        Err(Stop::More) => Ok(None),
        Err(Stop::Bad(status)) => Err(status),
    }
}

fn read_chunks(text: &[u8], limits: &ChunkLimits) -> Result<(Vec<u8>, usize), Stop> {
    let (mut body, mut at, mut extensions) = (Vec::new(), 0, 0);
    loop {
        let digits = text[at..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        if digits > 16 {
            return Err(Stop::Bad(400));
        }
        let size = str::from_utf8(&text[at..at + digits]).expect("digits are ASCII");
        at += digits;
        let Some(&next) = text.get(at) else { return Err(Stop::More) };
        let size = u64::from_str_radix(size, 16).map_err(|_| Stop::Bad(400))?;
        if size > limits.body - body.len() as u64 {
            return Err(Stop::Bad(413));
        }
        if matches!(next, b' ' | b'\t' | b';') {
            at = skip_extensions(text, at, &mut extensions, limits.extension)?;
        }
        at = expect(text, at, b"\r\n")?;
        if size == 0 {
            return Ok((body, read_trailers(text, at, limits.trailer)?));
        }
        let end = at + size as usize;
        body.extend_from_slice(text.get(at..end).ok_or(Stop::More)?);
        at = expect(text, end, b"\r\n")?;
    }
}

/// `*( BWS ";" BWS name [ BWS "=" BWS value ] )`, counted up to the byte that decides.
fn skip_extensions(text: &[u8], start: usize, count: &mut usize, limit: usize) -> Result<usize, Stop> {
    let (end, verdict) = extensions_end(&text[start..]);
    let counted = match verdict {
        Some(false) => end + 1,
        _ => end,
    };
    *count += counted;
    if *count > limit {
        return Err(Stop::Bad(400));
    }
    match verdict {
        Some(true) => Ok(start + end),
        Some(false) => Err(Stop::Bad(400)),
        None => Err(Stop::More),
    }
}

/// Where the extensions stop, and whether that is right (a CR follows), wrong, or not known yet.
fn extensions_end(text: &[u8]) -> (usize, Option<bool>) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let span = |at: usize, holds: &dyn Fn(&u8) -> bool| at + text[at..].iter().take_while(|byte| holds(byte)).count();
    let is_token = |byte: &u8| is_token_byte(*byte);
    let mut at = 0;
    loop {
        let blank = span(at, &is_blank);
        match text.get(blank) {
            Some(b';') => at = blank + 1,
            Some(b'\r') if blank == at && at > 0 => return (at, Some(true)),
            other => return (blank, other.map(|_| false)),
        }
        let name = span(at, &is_blank);
        at = span(name, &is_token);
        if at == name || at == text.len() {
            return (at, text.get(at).map(|_| false));
        }
        let equals = span(at, &is_blank);
        if text.get(equals) != Some(&b'=') {
            continue;
        }
        let value = span(equals + 1, &is_blank);
        at = span(value, &is_token);
        if text.get(value) == Some(&b'"') {
            match quoted_end(&text[value + 1..]) {
                (length, Some(true)) => at = value + 1 + length,
                (length, verdict) => return (value + 1 + length, verdict),
            }
        } else if at == value || at == text.len() {
            return (at, text.get(at).map(|_| false));
        }
    }
}

/// The length of a quoted string behind its first quote, with its last one.
fn quoted_end(text: &[u8]) -> (usize, Option<bool>) {
    let mut is_escaped = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            0..=8 | 10..=31 | 127 => return (at, Some(false)),
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return (at + 1, Some(true)),
            _ => {}
        }
    }
    (text.len(), None)
}

fn read_trailers(text: &[u8], mut at: usize, limit: usize) -> Result<usize, Stop> {
    let start = at;
    loop {
        let rest = &text[at..];
        if rest.first() == Some(&b'\r') {
            return expect(text, at, b"\r\n");
        }
        let within = |end: usize| if end - start > limit { Err(Stop::Bad(431)) } else { Ok(()) };
        let line = rest.iter().position(|&byte| byte == b'\r' || byte == b'\n').unwrap_or(rest.len());
        let name = rest.iter().position(|&byte| !is_token_byte(byte)).unwrap_or(rest.len());
        let value = if rest.get(name) == Some(&b':') && name > 0 { name + 1 } else { name };
        let bad = match rest.get(value..line) {
            _ if name < rest.len() && value == name => Some(name),
            Some(text) => {
                text.iter().position(|&byte| byte < b' ' && byte != b'\t' || byte == 0x7f).map(|bad| value + bad)
            }
            None => None,
        };
        if let Some(bad) = bad {
            within(at + bad + 1)?;
            return Err(Stop::Bad(400));
        }
        within((at + line + 1).min(text.len()))?;
        let end = at + line;
        if text.get(end) == Some(&b'\n') {
            return Err(Stop::Bad(400));
        }
        match text.get(end + 1) {
            None => return Err(Stop::More),
            Some(_) => within(end + 2)?,
        }
        at = expect(text, end, b"\r\n")?;
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn expect(text: &[u8], at: usize, end: &[u8]) -> Result<usize, Stop> {
    for (place, expected) in end.iter().enumerate() {
        match text.get(at + place) {
            None => return Err(Stop::More),
            Some(byte) if byte == expected => {}
            Some(_) => return Err(Stop::Bad(400)),
        }
    }
    Ok(at + end.len())
}

/// Any text, written in chunks, comes back.
fn check_round_trip(text: &[u8], choices: &mut Choices) {
    let mut written = Vec::new();
    for piece in choices.cut(text) {
        written.extend(format!("{:x}\r\n", piece.len()).bytes());
        written.extend_from_slice(piece);
        written.extend(b"\r\n");
    }
    written.extend(b"0\r\n\r\n");
    let length = written.len();
    let limits = ChunkLimits { body: u64::MAX, extension: 0, trailer: 0 };
    assert_eq!(decode(&choices.cut(&written), &limits), Ok(Some((text.to_vec(), length))));
}
