//! Streams: frames and single reads, one after the other, give the same bytes and the same end, however the input is cut
//! and whenever the program pauses.

use crate::choices::Choices;
use cerver_core::{
    events::CloseReason,
    stream::{App, ByteSet, Event, Framing, Read, Stream},
    testing::{Driver, Placing},
};
use std::{
    mem,
    sync::{Arc, Mutex},
};

/// Most bytes of a frame or a read.
const LIMIT: usize = 64;
/// Operations of one input.
const MOST_OPERATIONS: usize = 8;

/// What the program wants next.
#[derive(Clone, Debug)]
enum Operation {
    Read(Read),
    /// So many bytes, in pieces.
    Stream(usize),
    /// Everything, in pieces.
    Rest,
    Frames(Framing, usize),
}

/// What the program was told; pieces of one stream are one.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    data: Vec<Vec<u8>>,
    is_half_closed: bool,
    reason: Option<CloseReason>,
}

/// A program that carries out operations.
struct Program {
    operations: Vec<Operation>,
    /// What is left of the present one: frames, or bytes of a stream.
    left: usize,
    is_stream: bool,
    stream: Option<Stream>,
    pauses: Option<Choices>,
    told: Told,
}

/// See the module.
pub fn check(data: &[u8]) {
    let (input, mut choices) = Choices::split(data);
    let (operations, text) = operations(input);
    let whole = run(&operations, &[text], None);
    let pieces = choices.cut(text);
    assert_eq!(run(&operations, &pieces, Some(choices)), whole, "{operations:?}");
}

/// The first byte tells how many there are, with two bytes for each.
fn operations(input: &[u8]) -> (Vec<Operation>, &[u8]) {
    let Some((count, rest)) = input.split_first() else { return (Vec::new(), input) };
    let count = (usize::from(*count) % (MOST_OPERATIONS + 1)).min(rest.len() / 2);
    let (words, text) = rest.split_at(count * 2);
    (words.chunks_exact(2).map(|word| operation(word[0], word[1])).collect(), text)
}

fn operation(kind: u8, value: u8) -> Operation {
    let count = usize::from(value % 80) + 1;
    let frames = usize::from(value >> 6) + 1;
    match kind % 11 {
        0 => Operation::Read(Read::Until(Arc::from([value]))),
        1 => Operation::Read(Read::Until(Arc::from(&b"\r\n"[..]))),
        2 => Operation::Read(Read::Until(Arc::from(&b"aab"[..]))),
        3 => Operation::Read(Read::UntilAny([value, b'\n', 0].into_iter().collect::<ByteSet>())),
        // The first byte that repeats the one before.
        4 => Operation::Read(Read::UntilMatch(Arc::new(|bytes: &[u8]| {
            bytes.windows(2).position(|pair| pair[0] == pair[1]).map(|place| place + 2)
        }))),
        5 => Operation::Read(Read::Exactly { count, is_stream: false }),
        6 => Operation::Read(Read::ToEnd { is_stream: false }),
        7 => Operation::Stream(count),
        8 => Operation::Frames(Framing::Lines, frames),
        9 => Operation::Frames(Framing::Fixed(usize::from(value & 63) + 1), frames),
        _ => {
            let framing = Framing::Prefixed { width: 1 << (value & 3), is_little: value & 4 != 0 };
            Operation::Frames(framing, frames)
        }
    }
}

/// What a program is told that carries out the operations, and then reads what is left.
fn run(operations: &[Operation], pieces: &[&[u8]], pauses: Option<Choices>) -> Told {
    let reversed = operations.iter().rev().cloned().collect();
    let told = Told::default();
    let program = Program { operations: reversed, left: 0, is_stream: false, stream: None, pauses, told };
    let program = Arc::new(Mutex::new(program));
    let app = App::new();
    app.set_framing(Framing::OnDemand).expect("good");
    app.set_frame_limit(LIMIT).expect("good");
    let own = Arc::clone(&program);
    app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event: Event<'_>| {
        own.lock().expect("nothing panicked").take(stream.expect("of a connection"), event);
    })));
    let mut driver = Driver::new(app, Placing::Here).expect("it starts");
    let mut sent = Vec::new();
    driver.connect();
    for piece in pieces {
        driver.send(piece);
        go_on(&program, &mut driver);
    }
    driver.finish();
    for _ in 0..100_000 {
        go_on(&program, &mut driver);
        driver.take(usize::MAX, &mut sent);
        if !driver.is_open() {
            return mem::take(&mut program.lock().expect("nothing panicked").told);
        }
    }
    let told = mem::take(&mut program.lock().expect("nothing panicked").told);
    panic!("no end: {operations:?}, {pieces:?}, {told:?}, {} unused, ending {}", driver.unused(), driver.is_ending());
}

/// Ends a pause.
fn go_on(program: &Mutex<Program>, driver: &mut Driver) {
    if let Some(stream) = program.lock().expect("nothing panicked").stream {
        // It may have ended.
        let _ = stream.set_paused(false);
    }
    driver.deliver();
}

impl Program {
    fn take(&mut self, stream: Stream, event: Event<'_>) {
        match event {
            Event::Opened => {
                self.stream = Some(stream);
                self.next(stream);
            }
            Event::Data(data) => self.take_data(stream, data),
            Event::HalfClosed => {
                self.told.is_half_closed = true;
                stream.close().expect("open");
            }
            Event::Closed(reason) => self.told.reason = Some(reason),
            other => panic!("{other:?}"),
        }
    }

    fn take_data(&mut self, stream: Stream, data: &[u8]) {
        if self.is_stream {
            self.told.data.last_mut().expect("begun").extend_from_slice(data);
            self.left -= data.len();
        } else {
            assert!(data.len() <= LIMIT.max(80), "{} bytes", data.len());
            self.told.data.push(data.to_vec());
            self.left -= 1;
        }
        if self.pauses.as_mut().is_some_and(|choices| choices.once_in(4)) {
            stream.set_paused(true).expect("open");
        }
        if self.left == 0 {
            self.next(stream);
        }
    }

    fn next(&mut self, stream: Stream) {
        let operation = self.operations.pop().unwrap_or(Operation::Rest);
        self.is_stream = matches!(operation, Operation::Stream(_) | Operation::Rest);
        if self.is_stream {
            self.told.data.push(Vec::new());
        }
        let (read, left) = match operation {
            Operation::Read(read) => (Some(read), 1),
            Operation::Stream(count) => (Some(Read::Exactly { count, is_stream: true }), count),
            Operation::Rest => (Some(Read::ToEnd { is_stream: true }), usize::MAX),
            Operation::Frames(framing, count) => {
                stream.set_framing(framing).expect("a good framing");
                (None, count)
            }
        };
        self.left = left;
        if let Some(read) = read {
            stream.set_framing(Framing::OnDemand).expect("a good framing");
            stream.read(read).expect("a good read");
        }
    }
}
