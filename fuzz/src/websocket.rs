//! Frames of clients: the same events and the same verdict however they are cut, and those of a reader that is written
//! in another way and looks at the whole input at once.

use crate::choices::Choices;
use cerver_core::http::websocket::{CloseCode, Direction, Incoming, Inflater, MAX_HEAD, Reader, Rules, Violation};

/// See the module.
pub fn check(data: &[u8]) {
    let (input, mut choices) = Choices::split(data);
    let limit = [200, 1 << 16][choices.below(2)];
    let direction = Direction { window_bits: 9 + choices.below(7) as u8, keeps_context: choices.once_in(2) };
    let inflates = choices.once_in(2);
    let rules = || Rules {
        frame_limit: limit as u64,
        message_limit: limit,
        inflater: inflates.then(|| Inflater::new(direction)),
    };
    let at_once = read(&[input], rules());
    let in_pieces = read(&choices.cut(input), rules());
    assert_eq!(first_fault(&at_once, inflates), first_fault(&in_pieces, inflates), "the pieces matter");
    if !inflates {
        assert_eq!(at_once, read_plainly(input, limit), "the plain reader says otherwise");
    }
    for (event, bytes) in &at_once.0 {
        assert!(bytes.len() <= limit.max(125));
        assert!(*event != Incoming::Text || str::from_utf8(bytes).is_ok());
    }
}

/// The same with one name for all faults of compressed data: of several in one message the one is found that is reached
/// first, and a piece that is decompressed as a whole is looked at afterwards.
fn first_fault(outcome: &Outcome, inflates: bool) -> (&[(Incoming, Vec<u8>)], Option<String>) {
    let name = |violation: &Violation| match violation {
        Violation::Text | Violation::TooBig if inflates => format!("{:?}", Violation::Compression),
        other => format!("{other:?}"),
    };
    (&outcome.0, outcome.1.as_ref().map(name))
}

/// The events with their bytes, and what ended them.
type Outcome = (Vec<(Incoming, Vec<u8>)>, Option<Violation>);

fn read(pieces: &[&[u8]], rules: Rules) -> Outcome {
    let (mut reader, mut buffer, mut pending, mut events) = (Reader::new(rules), Vec::new(), Vec::new(), Vec::new());
    for piece in pieces {
        pending.extend_from_slice(piece);
        let mut used = 0;
        loop {
            match reader.take(&pending[used..], &mut buffer) {
                Err(violation) => return (events, Some(violation)),
                Ok(taken) => {
                    used += taken.used;
                    let Some(event) = taken.event else { break };
                    events.push((event, buffer.clone()));
                }
            }
        }
        pending.drain(..used);
        assert!(pending.len() < MAX_HEAD, "only a part of a head is left");
    }
    (events, None)
}

/// The same without compression, frame by frame over the whole input.
fn read_plainly(mut input: &[u8], limit: usize) -> Outcome {
    let mut events = Vec::new();
    let mut message: Option<(u8, Vec<u8>)> = None;
    loop {
        let mut one = || -> Result<Option<(usize, Option<(Incoming, Vec<u8>)>)>, Violation> {
            let [first, second, ..] = *input else { return Ok(None) };
            let (opcode, is_final, short) = (first & 15, first & 128 != 0, usize::from(second & 127));
            if !matches!(opcode, 0..=2 | 8..=10) {
                return Err(Violation::Opcode);
            }
            if first & 0x70 != 0 {
                return Err(Violation::ReservedBits);
            }
            if second & 128 == 0 {
                return Err(Violation::Unmasked);
            }
            if opcode >= 8 && (!is_final || short > 125) {
                return Err(Violation::ControlFrame);
            }
            let width = [0, 2, 8][usize::from(short > 125) + usize::from(short > 126)];
            let Some(digits) = input.get(2..2 + width) else { return Ok(None) };
            let long = digits.iter().fold(0u64, |value, digit| value << 8 | u64::from(*digit));
            let length = if width == 0 { short as u64 } else { long };
            if width == 2 && long < 126 || width == 8 && (long < 65536 || long >> 63 != 0) {
                return Err(Violation::Length);
            }
            let Some(key) = input.get(2 + width..6 + width) else { return Ok(None) };
            if opcode < 8 {
                let before = message.as_ref().map_or(0, |(_, bytes)| bytes.len() as u64);
                match (opcode, &message) {
                    _ if length > limit as u64 => return Err(Violation::TooBig),
                    (0, None) => return Err(Violation::Continuation),
                    (1 | 2, Some(_)) => return Err(Violation::Interleaved),
                    _ if before + length > limit as u64 => return Err(Violation::TooBig),
                    _ => {}
                }
            }
            let start = 6 + width;
            let end = input.len().min(start.saturating_add(length as usize));
            let plain: Vec<u8> = input[start..end].iter().enumerate().map(|(at, byte)| byte ^ key[at % 4]).collect();
            let is_whole = plain.len() as u64 == length;
            if opcode >= 8 {
                return if is_whole { control(opcode, plain).map(|event| Some((end, Some(event)))) } else { Ok(None) };
            }
            let (kind, mut bytes) = message.take().unwrap_or((opcode, Vec::new()));
            bytes.extend_from_slice(&plain);
            if kind == 1 {
                match str::from_utf8(&bytes) {
                    Err(error) if error.error_len().is_some() || is_final && is_whole => return Err(Violation::Text),
                    _ => {}
                }
            }
            match (is_whole, is_final) {
                (false, _) => Ok(None),
                (true, true) => Ok(Some((end, Some((data(kind), bytes))))),
                (true, false) => {
                    message = Some((kind, bytes));
                    Ok(Some((end, None)))
                }
            }
        };
        match one() {
            Err(violation) => return (events, Some(violation)),
            Ok(None) => return (events, None),
            Ok(Some((used, event))) => {
                input = &input[used..];
                events.extend(event);
            }
        }
    }
}

fn data(kind: u8) -> Incoming {
    if kind == 1 { Incoming::Text } else { Incoming::Binary }
}

fn control(opcode: u8, bytes: Vec<u8>) -> Result<(Incoming, Vec<u8>), Violation> {
    match (opcode, &bytes[..]) {
        (9, _) => Ok((Incoming::Ping, bytes)),
        (10, _) => Ok((Incoming::Pong, bytes)),
        (_, []) => Ok((Incoming::Close(CloseCode::NONE), bytes)),
        (_, [high, low, reason @ ..]) if str::from_utf8(reason).is_ok() => match u16::from_be_bytes([*high, *low]) {
            code @ (1000..=1003 | 1007..=1014 | 3000..=4999) => Ok((Incoming::Close(CloseCode(code)), reason.to_vec())),
            _ => Err(Violation::Close),
        },
        _ => Err(Violation::Close),
    }
}
