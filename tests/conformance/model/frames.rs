//! The model's WebSocket: the handshake for the one key of the cases, and frames that come back.

use super::{
    parsing::{Input, Parsed, Request, Stop},
    replies::Reply,
};
use crate::faults::Fault;
use std::io::Write;
use support::websocket::{ACCEPT, KEY, closing};

/// The answer to a request for `/ws`.
pub fn handshake(request: &Request, fault: Option<Fault>) -> Reply {
    let has = |other| fault == Some(other);
    let names = |field: &str, name: &str| {
        let all = request.all(field).join(",").to_lowercase();
        all.split(',').any(|part| part.trim() == name)
    };
    let wants = names("Upgrade", "websocket") && names("Connection", "upgrade");
    let plain = request.method == "GET" && request.minor == 1 && request.body.is_empty();
    let upgrade = ("Upgrade", "websocket".to_owned());
    let required = || {
        let headers = if has(Fault::NoUpgrade426) { vec![] } else { vec![upgrade.clone()] };
        Reply { headers, ..Reply::new(426, "ask for WebSocket") }
    };
    if !wants || !plain {
        return required();
    }
    if request.all("Sec-WebSocket-Version") != ["13"] && !has(Fault::AnyHandshake) {
        let mut reply = required();
        reply.headers.push(("Sec-WebSocket-Version", "13".into()));
        return reply;
    }
    if request.all("Sec-WebSocket-Key") != [KEY] && !has(Fault::AnyHandshake) {
        return Reply::new(400, "a wrong key");
    }
    let accept = if has(Fault::WrongAccept) { KEY } else { ACCEPT };
    let headers = vec![upgrade, ("Connection", "upgrade".into()), ("Sec-WebSocket-Accept", accept.into())];
    Reply { headers, ..Reply::new(101, "") }
}

/// Serves frames up to the end of the connection.
pub fn serve(input: &mut Input, out: &mut impl Write, fault: Option<Fault>) {
    let (mut message, mut kind) = (Vec::new(), 0);
    loop {
        let last = match frame(input, fault) {
            Ok((first, payload)) => match answer(first, payload, (&mut message, &mut kind), fault) {
                Ok(Some((first, payload))) => (first, payload),
                Ok(None) => continue,
                Err(code) => (0x88, closing(code, "")),
            },
            Err(Stop::Refuse(code, _)) => (0x88, closing(code, "")),
            Err(Stop::End) => return,
        };
        let _ = out.write_all(&[&[last.0, last.1.len().min(126) as u8][..], &long(last.1.len()), &last.1].concat());
        if last.0 == 0x88 {
            return;
        }
    }
}

/// What stands behind the short length.
fn long(length: usize) -> Vec<u8> {
    if length > 125 { (length as u16).to_be_bytes().to_vec() } else { Vec::new() }
}

/// The next frame: its first byte, and what is in it; [`Stop::Refuse`] has the code.
fn frame(input: &mut Input, fault: Option<Fault>) -> Parsed<(u8, Vec<u8>)> {
    let wrong = if fault == Some(Fault::LooseFrames) { None } else { Some(Stop::Refuse(1002, false)) };
    let head = input.take(2)?;
    let (first, masked, short) = (head[0], head[1] & 0x80 != 0, head[1] & 0x7f);
    let is_known = matches!(first & 0x0f, 0..=2 | 8..=10) && first & 0x70 == 0;
    let is_control_right = first & 8 == 0 || short < 126 && first & 0x80 != 0;
    if (!masked || !is_known || !is_control_right) && wrong.is_some() {
        return Err(Stop::Refuse(1002, false));
    }
    let bytes = match short {
        126 => input.take(2)?,
        127 => input.take(8)?,
        length => vec![length],
    };
    let length = bytes.iter().fold(0, |length: u64, byte| length << 8 | u64::from(*byte));
    let is_shortest = match short {
        126 => length > 125,
        127 => length >> 16 != 0 && length >> 63 == 0,
        _ => true,
    };
    if !is_shortest && wrong.is_some() {
        return Err(Stop::Refuse(1002, false));
    }
    if length > 1 << 20 {
        return Err(Stop::Refuse(1009, false));
    }
    let key = if masked { input.take(4)? } else { vec![0; 4] };
    let payload = input.take(length as usize)?;
    let plain = payload.iter().enumerate().map(|(place, byte)| byte ^ key[place % 4]);
    Ok((first, if fault == Some(Fault::NoUnmasking) { payload } else { plain.collect() }))
}

/// What is answered; the code of a failure.
fn answer(
    first: u8,
    payload: Vec<u8>,
    (message, kind): (&mut Vec<u8>, &mut u8),
    fault: Option<Fault>,
) -> Result<Option<(u8, Vec<u8>)>, u16> {
    let is_loose = fault == Some(Fault::LooseFrames);
    match first & 0x0f {
        9 => return Ok((fault != Some(Fault::NoPong)).then_some((0x8a, payload))),
        10 => return Ok(None),
        8 => return Ok(Some((0x88, close(payload, is_loose)?))),
        0 if *kind == 0 && !is_loose => return Err(1002),
        1.. if *kind != 0 && !is_loose => return Err(1002),
        0 => {}
        opcode => *kind = opcode,
    }
    message.extend(payload);
    if first & 0x80 == 0 {
        return Ok(None);
    }
    if *kind == 1 && str::from_utf8(message).is_err() && !is_loose {
        return Err(1007);
    }
    Ok(Some((0x80 | std::mem::take(kind), std::mem::take(message))))
}

/// What a close frame is answered with.
fn close(payload: Vec<u8>, is_loose: bool) -> Result<Vec<u8>, u16> {
    let Some((code, _)) = payload.split_first_chunk() else {
        return if payload.is_empty() || is_loose { Ok(Vec::new()) } else { Err(1002) };
    };
    match u16::from_be_bytes(*code) {
        code @ (1000..=1003 | 1007..=1014 | 3000..=4999) => Ok(closing(code, "")),
        code if is_loose => Ok(closing(code, "")),
        _ => Err(1002),
    }
}
