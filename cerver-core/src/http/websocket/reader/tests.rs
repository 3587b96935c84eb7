use super::{super::deflate::Direction, *};

/// What came of some input: the events with their bytes, and how it ended.
type Outcome = (Vec<(Incoming, Vec<u8>)>, Option<Violation>);

const LIMIT: usize = 1 << 16;

fn rules(inflates: bool) -> Rules {
    let direction = Direction { window_bits: 15, keeps_context: true };
    Rules { frame_limit: LIMIT as u64, message_limit: LIMIT, inflater: inflates.then(|| Inflater::new(direction)) }
}

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
        assert!(pending.len() < frame::MAX_HEAD, "only a part of a head is left");
    }
    (events, None)
}

/// The same whole, byte by byte, and cut at every place (of a long one, at those near its heads).
fn read_all_ways(input: &[u8], inflates: bool) -> Outcome {
    let whole = read(&[input], rules(inflates));
    let bytes: Vec<_> = input.chunks(if input.len() < 2000 { 1 } else { 997 }).collect();
    assert_eq!(read(&bytes, rules(inflates)), whole, "byte by byte: {input:x?}");
    let step = if input.len() < 2000 { 1 } else { input.len() / 20 };
    for place in (0..20.min(input.len())).chain((0..=input.len()).step_by(step)) {
        let (first, second) = input.split_at(place);
        assert_eq!(read(&[first, second], rules(inflates)), whole, "cut at {place}: {input:x?}");
    }
    whole
}

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A client's frame: first byte, and payload.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
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
    out.extend_from_slice(&KEY);
    out.extend(payload.iter().enumerate().map(|(place, byte)| byte ^ KEY[place % 4]));
    out
}

fn frames(frames: &[(u8, &[u8])]) -> Vec<u8> {
    frames.iter().flat_map(|(first, payload)| frame(*first, payload)).collect()
}

fn good(events: &[(Incoming, &[u8])]) -> Outcome {
    (events.iter().map(|(event, bytes)| (*event, bytes.to_vec())).collect(), None)
}

#[test]
fn examples_of_the_rfc() {
    // Section 5.7; those of a server there are masked here.
    let hello = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
    assert_eq!(read_all_ways(&hello, false), good(&[(Incoming::Text, b"Hello")]));
    assert_eq!(frame(0x81, b"Hello"), hello);
    let parts = frames(&[(0x01, b"Hel"), (0x80, b"lo")]);
    assert_eq!(read_all_ways(&parts, false), good(&[(Incoming::Text, b"Hello")]));
    let pings = frames(&[(0x89, b"Hello"), (0x8a, b"Hello")]);
    assert_eq!(read_all_ways(&pings, false), good(&[(Incoming::Ping, b"Hello"), (Incoming::Pong, b"Hello")]));
    for size in [256, 65536] {
        let bytes: Vec<u8> = (0..size).map(|number| number as u8).collect();
        assert_eq!(read_all_ways(&frame(0x82, &bytes), false), good(&[(Incoming::Binary, &bytes)]));
    }
}

#[test]
fn lengths_at_their_bounds() {
    for size in [0, 1, 3, 4, 7, 8, 9, 125, 126, 127, 128, 65535, 65536] {
        let text = vec![b'x'; size];
        let input = frames(&[(0x81, &text), (0x82, &text)]);
        assert_eq!(read_all_ways(&input, false), good(&[(Incoming::Text, &text), (Incoming::Binary, &text)]), "{size}");
    }
}

#[test]
fn control_frames_come_between_parts() {
    let input = frames(&[
        (0x01, "κό".as_bytes()),
        (0x89, b"p1"),
        (0x00, b""),
        (0x8a, b""),
        (0x00, "σμ".as_bytes()),
        (0x89, b"p2"),
        (0x80, "ε".as_bytes()),
        (0x82, b"\xff"),
    ]);
    let expected = good(&[
        (Incoming::Ping, b"p1"),
        (Incoming::Pong, b""),
        (Incoming::Ping, b"p2"),
        (Incoming::Text, "κόσμε".as_bytes()),
        (Incoming::Binary, b"\xff"),
    ]);
    assert_eq!(read_all_ways(&input, false), expected);
}

#[test]
fn characters_are_cut_by_frames() {
    let text = "a€𐍈".as_bytes();
    for first in 0..=text.len() {
        for second in first..=text.len() {
            let input = frames(&[(0x01, &text[..first]), (0x00, &text[first..second]), (0x80, &text[second..])]);
            assert_eq!(read_all_ways(&input, false), good(&[(Incoming::Text, text)]));
        }
    }
}

#[test]
fn each_violation_is_seen() {
    let long = [b'x'; 126];
    let unmasked = [0x81, 0x05, b'H', b'e', b'l', b'l', b'o'];
    let table: Vec<(Vec<u8>, Violation)> = [
        (frame(0x83, b"x"), Violation::Opcode),
        (frame(0x87, b""), Violation::Opcode),
        (frame(0x8b, b""), Violation::Opcode),
        (frame(0x8f, b"x"), Violation::Opcode),
        (frame(0xc1, b"x"), Violation::ReservedBits),
        (frame(0xa1, b"x"), Violation::ReservedBits),
        (frame(0x92, b"x"), Violation::ReservedBits),
        (frame(0xc9, b"x"), Violation::ReservedBits),
        (unmasked.to_vec(), Violation::Unmasked),
        (frame(0x09, b"x"), Violation::ControlFrame),
        (frame(0x08, b""), Violation::ControlFrame),
        (frame(0x89, &long), Violation::ControlFrame),
        (frame(0x8a, &long), Violation::ControlFrame),
        (frame(0x88, &long), Violation::ControlFrame),
        ([&[0x82, 0xfe, 0, 125], &KEY[..]].concat(), Violation::Length),
        ([&[0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff], &KEY[..]].concat(), Violation::Length),
        ([&[0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], &KEY[..]].concat(), Violation::Length),
        (frame(0x80, b"x"), Violation::Continuation),
        (frame(0x00, b"x"), Violation::Continuation),
        (frames(&[(0x01, b"a"), (0x81, b"b")]), Violation::Interleaved),
        (frames(&[(0x02, b"a"), (0x01, b"b")]), Violation::Interleaved),
        (frame(0x88, b"\x03"), Violation::Close),
        (frame(0x88, b"\x03\xe8\xff"), Violation::Close),
        (frame(0x81, b"a\xc3"), Violation::Text),
        (frame(0x81, b"\xed\xa0\x80"), Violation::Text),
        (frames(&[(0x01, b"\xc3"), (0x80, b"x")]), Violation::Text),
        (frames(&[(0x01, b"\xc3"), (0x80, b"")]), Violation::Text),
        (frame(0x82, &[0; LIMIT + 1]), Violation::TooBig),
        ([&[0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 1], &KEY[..]].concat(), Violation::TooBig),
        ([&[0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], &KEY[..]].concat(), Violation::TooBig),
        (frames(&[(0x02, &[0; LIMIT - 1]), (0x80, b"12")]), Violation::TooBig),
    ]
    .into();
    for (input, violation) in table {
        let (events, ended) = read_all_ways(&[frame(0x89, b"before"), input.clone()].concat(), false);
        assert_eq!(events, [(Incoming::Ping, b"before".to_vec())], "{input:x?}");
        assert_eq!(ended, Some(violation), "{input:x?}");
    }
}

#[test]
fn what_is_wrong_with_a_text_is_seen_before_its_end() {
    let mut input = frame(0x01, "κόσμε\u{fffd}".as_bytes());
    input.extend_from_slice(&frame(0x80, b"\xf4\x90\x80\x80edited"));
    // The second byte of the second frame's payload makes it wrong.
    let cut = input.len() - 8;
    assert_eq!(read(&[&input[..cut]], rules(false)).1, Some(Violation::Text));
    assert_eq!(read(&[&input[..cut - 1]], rules(false)).1, None);
}

#[test]
fn close_codes() {
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999] {
        let payload = [&u16::to_be_bytes(code)[..], "tschüß".as_bytes()].concat();
        let expected = good(&[(Incoming::Close(CloseCode(code)), "tschüß".as_bytes())]);
        assert_eq!(read_all_ways(&frame(0x88, &payload), false), expected);
    }
    for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535] {
        assert_eq!(
            read_all_ways(&frame(0x88, &u16::to_be_bytes(code)), false),
            (vec![], Some(Violation::Close)),
            "{code}"
        );
    }
    assert_eq!(read_all_ways(&frame(0x88, b""), false), good(&[(Incoming::Close(CloseCode::NONE), b"")]));
}

#[test]
fn compressed_messages() {
    // RFC 7692 section 7.2.3: one block, the same again with its window, no compression, BFINAL, two blocks.
    let hello = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
    let again = [0xf2, 0x00, 0x11, 0x00, 0x00];
    let stored = [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00];
    let last = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00];
    let two = [0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00];
    let input = frames(&[
        (0xc1, &hello),
        (0xc1, &again),
        (0x81, b"plain"),
        (0xc1, &stored),
        (0xc1, &two),
        (0xc1, &last),
        (0x41, &hello[..3]),
        (0x89, b""),
        (0x80, &hello[3..]),
        (0xc2, &[0]),
    ]);
    let text: (Incoming, &[u8]) = (Incoming::Text, b"Hello");
    let expected = [text, text, (Incoming::Text, b"plain"), text, text, text, (Incoming::Ping, b""), text];
    let expected = good(&[&expected[..], &[(Incoming::Binary, b"")]].concat());
    assert_eq!(read_all_ways(&input, true), expected);
}

#[test]
fn wrong_compressed_messages() {
    for (input, violation) in [
        (frame(0xc2, b"\xff\xff\xff"), Violation::Compression),
        (frames(&[(0x41, b"\xf2\x48"), (0xc0, b"\xcd")]), Violation::ReservedBits),
        (frame(0xc9, b""), Violation::ReservedBits),
        // "\xff" as a text, stored.
        (frame(0xc1, b"\x00\x01\x00\xfe\xff\xff\x00"), Violation::Text),
    ] {
        assert_eq!(read_all_ways(&input, true), (vec![], Some(violation)), "{input:x?}");
    }
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let direction = Direction { window_bits: 15, keeps_context: true };
    for (size, ended) in [(LIMIT, None), (LIMIT + 1, Some(Violation::TooBig)), (1 << 24, Some(Violation::TooBig))] {
        let mut coded = Vec::new();
        super::super::deflate::Deflater::new(direction, 9).compress(&vec![0; size], &mut coded);
        let (events, violation) = read(&[&frame(0xc2, &coded)], rules(true));
        assert_eq!((events.len(), violation), (usize::from(ended.is_none()), ended), "{size}");
        let mut reader = Reader::new(rules(true));
        let taken = reader.take(&frame(0xc2, &coded), &mut Vec::new());
        assert_eq!(taken.is_err(), ended.is_some());
        assert!(reader.bytes.capacity() <= LIMIT + 2, "{} bytes", reader.bytes.capacity());
    }
}

#[test]
fn room_is_made_for_what_has_come() {
    let mut reader = Reader::new(Rules { frame_limit: 1 << 40, message_limit: 1 << 30, inflater: None });
    let head = [&[0x82, 0xff, 0, 0, 0, 0, 0x3f, 0, 0, 0], &KEY[..], b"abc"].concat();
    assert_eq!(reader.take(&head, &mut Vec::new()), Ok(Taken { used: head.len(), event: None }));
    assert!(reader.bytes.capacity() < 100, "a head promises much");
    assert!(!reader.is_idle());
}
