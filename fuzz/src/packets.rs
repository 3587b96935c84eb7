//! Packets: the answers to any bytes in any pieces are those that a plain reading of the whole text leads to, for
//! handlers on the reactor and behind a queue; and the connection is over when both sides are done.

use crate::choices::Choices;
use cerver_core::{
    packets::{App, Code, Handler, Handlers, Header, Packet, wire},
    testing::{Driver, Placing},
};
use std::sync::{Arc, LazyLock};

const MAX_SIZE: u64 = 300;
/// The size of the info packet.
const GREETING: usize = 688;

/// Sends everything back.
struct Echo;

impl Code for Echo {
    fn handle(&self, packet: Packet<'_>) {
        // The client may have gone.
        let _ = packet.client.send(packet.header, packet.data);
    }
}

static APP: LazyLock<Arc<App>> = LazyLock::new(|| {
    let app = App::new();
    app.configure(|options| (options.max_packet_size, options.client_packets) = (MAX_SIZE, 3)).expect("good limits");
    let echo = Handler { is_direct: true, queue_limit: 1, code: Arc::new(Echo) };
    app.set_handlers(Handlers { app: Some(echo.clone()), app_error: Some(echo), ..Handlers::default() });
    app
});

/// See the module.
pub fn check(data: &[u8]) {
    let (text, mut choices) = Choices::split(data);
    let expected = read(text);
    let placing = if choices.once_in(2) { Placing::Here } else { Placing::Queue(1) };
    let answered = converse(&choices.cut(text), placing, &mut choices);
    let greeting = Header::read(answered.first_chunk().expect("the info packet"));
    assert_eq!((greeting.packet_type, greeting.request_type, greeting.packet_size), (1, 1, GREETING as u64));
    let answered = packets(&answered[GREETING..]);
    if placing == Placing::Here {
        assert_eq!(answered, expected);
    } else {
        // What handlers answer and what the library answers are two rows.
        let row = |packets: &[Vec<u8>], is_handled: bool| {
            packets.iter().filter(|packet| matches!(packet[0], 7 | 8) == is_handled).cloned().collect::<Vec<_>>()
        };
        for is_handled in [false, true] {
            assert_eq!(row(&answered, is_handled), row(&expected, is_handled));
        }
    }
}

fn converse(pieces: &[&[u8]], placing: Placing, choices: &mut Choices) -> Vec<u8> {
    let mut driver = Driver::new(APP.clone(), placing).expect("it starts");
    (driver.send_high, driver.send_low) = [(400, 100), (1 << 20, 1 << 10)][choices.below(2)];
    let mut answered = Vec::new();
    driver.connect();
    for piece in pieces {
        driver.send(piece);
        match choices.below(4) {
            0 => while driver.work() | driver.deliver() {},
            1 => driver.take(choices.below(500), &mut answered),
            2 => {
                driver.take(usize::MAX, &mut answered);
                driver.work();
            }
            _ => {}
        }
    }
    driver.finish();
    for _ in 0..100_000 {
        let worked = driver.work() | driver.deliver();
        let before = answered.len();
        driver.take(usize::MAX, &mut answered);
        if !driver.is_open() {
            return answered;
        }
        assert!(worked || answered.len() > before, "the connection is left over");
    }
    panic!("no end");
}

/// Takes whole packets apart.
fn packets(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    while !bytes.is_empty() {
        let size = Header::read(bytes.first_chunk().expect("a whole header")).packet_size as usize;
        let (packet, rest) = bytes.split_at(size);
        packets.push(packet.to_vec());
        bytes = rest;
    }
    packets
}

/// What is answered, by a plain reading.
fn read(mut text: &[u8]) -> Vec<Vec<u8>> {
    let mut answers = Vec::new();
    let refuse = |answers: &mut Vec<Vec<u8>>, why: &str| {
        answers.push(wire::error_packet(2, why, 1_000_000_000).to_vec());
    };
    while text.len() >= 32 {
        let number = |at: usize| u32::from_le_bytes(text[at..at + 4].try_into().expect("four bytes"));
        let size = u64::from_le_bytes(text[8..16].try_into().expect("eight bytes"));
        if size < 32 {
            refuse(&mut answers, "the packet is smaller than its header");
            break;
        }
        if size > MAX_SIZE {
            refuse(&mut answers, "the packet is larger than this server takes");
            break;
        }
        if size as usize > text.len() {
            break;
        }
        let (packet, rest) = text.split_at(size as usize);
        match number(0) {
            7 | 8 => {
                let mut answer = packet.to_vec();
                for padding in [4, 5, 6, 7, 17, 18, 19, 26, 27, 28, 29, 30, 31] {
                    answer[padding] = 0;
                }
                answers.push(answer);
            }
            9 => refuse(&mut answers, "this server has no handler for that packet"),
            10 => answers.push(packet.to_vec()),
            2 if matches!(number(20), 1 | 2) => break,
            0 | 2 => {}
            _ => refuse(&mut answers, "this server does nothing with packets of that type"),
        }
        text = rest;
    }
    answers
}
