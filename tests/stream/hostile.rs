//! Peers that reset, never read, or come in thousands.

use crate::{Pushing, Seen, options, rest};
use cerver_core::{events::CloseReason, stream::Event};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

fn reset(client: TcpStream) {
    let linger = socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO));
    linger.expect("set");
    drop(client);
}

#[test]
fn a_reset_in_the_middle_is_told_once() {
    let server = Pushing::start(options(), |stream, event| {
        if let Event::Data(data) = event {
            let _ = stream.send(data);
        }
    });
    for _ in 0..50 {
        let mut client = server.client();
        client.write_all(b"half a mess").expect("sent");
        reset(client);
        let mut ends = 0;
        loop {
            match server.next().2 {
                Seen::Closed(reason) => {
                    assert!(matches!(reason, CloseReason::Reset | CloseReason::Peer), "{reason:?}");
                    ends += 1;
                    break;
                }
                Seen::Draining => panic!("nobody stops"),
                _ => {}
            }
        }
        assert_eq!(ends, 1);
    }
}

#[test]
fn a_peer_that_never_reads_is_cut_off_and_holds_no_more_than_the_mark() {
    const HIGH: usize = 64 * 1024;
    let mut options = options();
    (options.send_high, options.send_low) = (HIGH, HIGH / 4);
    options.write_timeout = Duration::from_millis(400);
    let server = Pushing::start(options, |stream, event| {
        if matches!(event, Event::Opened | Event::Drained) {
            while stream.send(&[0; 4096]).is_ok() {}
        }
    });
    let client = server.client();
    assert_eq!(server.closed(), CloseReason::Timeout);
    drop(client);
}

#[test]
fn single_bytes_arrive_as_they_were_sent() {
    let server = Pushing::start(options(), |stream, event| match event {
        Event::Data(data) => stream.send(data).expect("room"),
        Event::HalfClosed => stream.close().expect("open"),
        _ => {}
    });
    let mut client = server.client();
    client.set_nodelay(true).expect("set");
    for byte in 0..=255u8 {
        client.write_all(&[byte]).expect("sent");
        let mut answer = [0];
        client.read_exact(&mut answer).expect("an answer");
        assert_eq!(answer[0], byte);
    }
    client.shutdown(std::net::Shutdown::Write).expect("shut down");
    assert_eq!(rest(&client), b"");
}
