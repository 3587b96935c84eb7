//! However the bytes of a connection are cut, the same happens: every single cut, byte by byte, and in one piece, without
//! sockets so that all cuts can be tried.

use crate::{app_packet, echoing, limits, packet};
use cerver_core::{
    packets::{App, Header, wire::packet_type},
    protocol::Factory,
    testing::{Driver, Placing},
};
use std::{sync::Arc, thread};

/// What happens where handlers run here, behind a queue of the server's, and on a thread of their own.
#[derive(Clone, Copy, Debug)]
enum How {
    Here,
    Pool,
    OwnThread,
}

const HOWS: [How; 3] = [How::Here, How::Pool, How::OwnThread];

/// Sends the pieces, then the end; returns everything that was answered.
fn converse(app: &Arc<App>, how: How, pieces: &[&[u8]]) -> Vec<u8> {
    let placing = if matches!(how, How::Pool) { Placing::Queue(1) } else { Placing::Here };
    let mut driver = Driver::new(app.clone(), placing).expect("it starts");
    let attendants: Vec<_> = app.attendants();
    let threads: Vec<_> =
        attendants.iter().cloned().map(|attendant| thread::spawn(move || attendant.attend())).collect();
    let mut answered = Vec::new();
    driver.connect();
    for piece in pieces {
        driver.send(piece);
        while driver.work() | driver.deliver() {}
        driver.take(usize::MAX, &mut answered);
    }
    driver.finish();
    while driver.is_open() {
        if !(driver.work() | driver.deliver()) {
            thread::yield_now();
        }
        driver.take(usize::MAX, &mut answered);
    }
    for attendant in attendants {
        attendant.dismiss(false);
    }
    for thread in threads {
        thread.join().expect("no panic");
    }
    answered
}

/// The types and requests of what was answered behind the info packet.
fn kinds(mut answered: &[u8]) -> Vec<(u32, u32, usize)> {
    let mut kinds = Vec::new();
    while let Some(bytes) = answered.first_chunk() {
        let header = Header::read(bytes);
        kinds.push((header.packet_type, header.request_type, header.packet_size as usize - 32));
        answered = &answered[header.packet_size as usize..];
    }
    assert!(answered.is_empty(), "a part of a packet");
    assert_eq!(kinds.remove(0), (1, 1, 656));
    kinds
}

type Conversation = (Vec<Vec<u8>>, Vec<(u32, u32, usize)>);

fn conversations() -> Vec<Conversation> {
    let sized = |packet_size| Header { packet_size, ..Header::new(packet_type::APP, 0, 0) }.write().to_vec();
    let (test, app) = (packet(packet_type::TEST, 0, b""), app_packet(b"hello"));
    let error = (3, 2, 144);
    vec![
        (vec![test.clone(), test.clone()], vec![(10, 0, 0), (10, 0, 0)]),
        (vec![packet(packet_type::TEST, 9, b"with data")], vec![(10, 9, 9)]),
        (vec![app.clone(), app_packet(b""), app_packet(&[7; 400])], vec![(7, 1, 5), (7, 1, 0), (7, 1, 400)]),
        (vec![packet(packet_type::NONE, 1, b"x"), packet(packet_type::CLIENT, 7, b""), app.clone()], vec![(7, 1, 5)]),
        (vec![app.clone(), packet(packet_type::CLIENT, 1, b""), app.clone()], vec![(7, 1, 5)]),
        (vec![app.clone(), packet(packet_type::CLIENT, 2, b""), test.clone()], vec![(7, 1, 5)]),
        (vec![app.clone(), sized(0), app.clone()], vec![(7, 1, 5), error]),
        (vec![app.clone(), sized(31)], vec![(7, 1, 5), error]),
        (vec![app.clone(), sized(501)], vec![(7, 1, 5), error]),
        (vec![sized(u64::MAX), app.clone()], vec![error]),
        (vec![app.clone(), app_packet(b"half")[..34].to_vec()], vec![(7, 1, 5)]),
        (vec![app.clone(), app[..31].to_vec()], vec![(7, 1, 5)]),
        (vec![packet(packet_type::GAME, 1, b""), packet(77, 0, b"abc"), test], vec![error, error, (10, 0, 0)]),
    ]
}

#[test]
fn every_cut_gives_the_same_answers() {
    for how in HOWS {
        let app = echoing(!matches!(how, How::OwnThread));
        limits(&app, |options| options.max_packet_size = 500);
        for (packets, expected) in conversations() {
            let bytes = packets.concat();
            let whole = converse(&app, how, &[&bytes]);
            assert_eq!(kinds(&whole), expected, "{how:?} {bytes:?}");
            let one_by_one: Vec<_> = bytes.chunks(1).collect();
            assert_eq!(kinds(&converse(&app, how, &one_by_one)), expected, "{how:?} byte by byte");
            // Threads make every cut take long; the code that cuts is the same.
            let step = if matches!(how, How::OwnThread) { 17 } else { 1 };
            for cut in (1..bytes.len()).step_by(step) {
                let (front, back) = bytes.split_at(cut);
                assert_eq!(kinds(&converse(&app, how, &[front, back])), expected, "{how:?} cut at {cut}");
            }
        }
    }
}

#[test]
fn a_test_packet_comes_back_byte_for_byte() {
    let app = echoing(true);
    let mut odd = packet(packet_type::TEST, 3, b"data");
    (odd[5], odd[17], odd[31]) = (1, 2, 3);
    let answered = converse(&app, How::Here, &[&odd]);
    assert_eq!(answered[688..], odd);
}

#[test]
fn a_client_that_takes_nothing_is_read_no_further() {
    let app = echoing(true);
    let mut driver = Driver::new(app, Placing::Here).expect("it starts");
    (driver.send_high, driver.send_low) = (2000, 500);
    driver.connect();
    let pings = packet(packet_type::TEST, 0, &[1; 68]).repeat(100);
    driver.send(&pings);
    assert!(driver.unused() > 8000, "the rest waits: {}", driver.unused());
    let mut answered = Vec::new();
    while driver.unused() > 0 {
        let before = answered.len();
        driver.take(2200, &mut answered);
        assert!(answered.len() > before);
    }
    driver.take(usize::MAX, &mut answered);
    assert_eq!(answered.len(), 688 + pings.len());
    assert!(driver.is_open());
}

#[test]
fn an_end_of_the_server_lets_handlers_finish_and_says_good_bye() {
    let app = echoing(true);
    let mut driver = Driver::new(app, Placing::Queue(1)).expect("it starts");
    driver.connect();
    driver.send(&app_packet(b"hello"));
    driver.drain();
    assert!(!driver.is_ending(), "a handler has a packet");
    assert!(driver.work() && driver.deliver());
    let mut answered = Vec::new();
    driver.take(usize::MAX, &mut answered);
    assert_eq!(kinds(&answered), [(7, 1, 5), (1, 2, 0)]);
    assert!(!driver.is_open());
}

#[test]
fn packets_beyond_the_limit_of_a_client_wait_with_it() {
    let app = echoing(true);
    limits(&app, |options| options.client_packets = 3);
    let mut driver = Driver::new(app, Placing::Queue(1)).expect("it starts");
    driver.connect();
    driver.send(&app_packet(b"x").repeat(10));
    assert_eq!(driver.unused(), 7 * 33);
    let mut answered = Vec::new();
    while driver.work() | driver.deliver() {}
    driver.take(usize::MAX, &mut answered);
    assert_eq!((kinds(&answered).len(), driver.unused()), (10, 0));
}

#[test]
fn without_a_free_thread_packets_wait_for_one() {
    let app = echoing(true);
    let mut driver = Driver::new(app, Placing::Queue(0)).expect("it starts");
    driver.connect();
    driver.send(&app_packet(b"x"));
    assert!(driver.expire() && driver.is_open(), "it is tried again");
    assert!(driver.expire() && driver.is_open(), "and again");
    assert_eq!(driver.stats().timeouts, 0);
}
