//! Clients that lie, flood, stop in the middle, or never read.

use crate::{EVERYWHERE, Running, app_packet, echoing, error_text, limits, options, packet, read, say, try_read};
use cerver_core::{
    config::Options,
    packets::{Header, wire::packet_type},
};
use std::{
    io::{ErrorKind, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// Another client is served as ever.
fn expect_service(server: &Running) {
    let client = server.client();
    say(&client, &app_packet(b"still there"));
    assert_eq!(read(&client).1, b"still there");
}

#[test]
fn sizes_that_lie_end_their_client_alone() {
    for place in EVERYWHERE {
        let server = Running::echoing(place);
        let other = server.client();
        for (size, text) in [
            (0, "the packet is smaller than its header"),
            (31, "the packet is smaller than its header"),
            (65516, "the packet is larger than this server takes"),
            (u64::MAX, "the packet is larger than this server takes"),
        ] {
            let client = server.client();
            let lie = Header { packet_size: size, ..Header::new(packet_type::APP, 0, 0) }.write();
            say(&client, &[&app_packet(b"good")[..], &lie, &app_packet(b"never seen")].concat());
            assert_eq!(read(&client).1, b"good", "{place:?}");
            assert_eq!(error_text(&read(&client)), text, "{place:?}");
            assert!(try_read(&client).is_none(), "{place:?}");
        }
        say(&other, &app_packet(b"good"));
        assert_eq!(read(&other).1, b"good");
        assert_eq!(server.0.stats().refused, 4);
    }
}

#[test]
fn the_largest_packet_is_taken_and_the_limit_bites() {
    let app = echoing(true);
    let server = Running::start(&app, options());
    let client = server.client();
    let data = vec![7; 65515 - 32];
    say(&client, &app_packet(&data));
    assert_eq!(read(&client).1, data);
    drop(server);
    limits(&app, |options| options.max_packet_size = 40);
    let server = Running::start(&app, options());
    let client = server.client();
    say(&client, &app_packet(&[1; 8]));
    assert_eq!(read(&client).1, [1; 8]);
    say(&client, &app_packet(&[1; 9]));
    assert_eq!(error_text(&read(&client)), "the packet is larger than this server takes");
    assert!(try_read(&client).is_none());
    assert!(app.configure(|options| options.max_packet_size = 31).is_err());
    assert!(app.configure(|options| options.client_packets = 0).is_err());
}

#[test]
fn half_a_packet_and_silence_is_ended() {
    for half in [&app_packet(b"text")[..20], &app_packet(b"text")[..34]] {
        let app = echoing(true);
        limits(&app, |options| options.packet_timeout = Duration::from_millis(400));
        let server = Running::start(&app, options());
        let (idle, client) = (server.client(), server.client());
        say(&client, half);
        assert_eq!(error_text(&read(&client)), "the packet was not complete in time");
        assert!(try_read(&client).is_none());
        say(&idle, &app_packet(b"between packets there is time"));
        read(&idle);
        assert_eq!(server.0.stats().timeouts, 1);
    }
}

#[test]
fn drops_of_a_packet_gain_no_time() {
    let app = echoing(true);
    limits(&app, |options| options.packet_timeout = Duration::from_millis(300));
    let server = Running::start(&app, options());
    let client = server.client();
    client.set_read_timeout(Some(Duration::from_millis(20))).expect("set");
    let mut answer = Vec::new();
    for byte in app_packet(&[1; 60_000]) {
        // The other side may be closed by now.
        let _ = (&client).write_all(&[byte]);
        let mut buffer = [0; 256];
        match std::io::Read::read(&mut (&client), &mut buffer) {
            Ok(n) => answer.extend_from_slice(&buffer[..n]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            Err(_) => {}
        }
        break;
    }
    assert_eq!(answer.len(), 176, "the error packet");
}

#[test]
fn idle_clients_are_closed() {
    let server = Running::start(&echoing(true), Options { idle_timeout: Duration::from_millis(150), ..options() });
    let client = server.client();
    assert!(try_read(&client).is_none());
    assert_eq!(server.0.stats().timeouts, 1);
}

/// Sends until the connection is cut off; returns the bytes that the kernel took.
fn flood(client: &TcpStream, bytes: &[u8]) -> usize {
    let end = Instant::now() + crate::WAIT;
    client.set_write_timeout(Some(Duration::from_millis(100))).expect("set");
    let mut sent = 0;
    loop {
        match (&mut &*client).write(bytes) {
            Ok(n) => sent += n,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return sent,
        }
        assert!(Instant::now() < end, "it is never cut off");
    }
}

#[test]
fn a_flood_of_who_never_reads_is_held_up_and_cut_off() {
    for place in EVERYWHERE {
        let placement = if let crate::Where::Direct(placement) = place { placement } else { options().placement };
        let options = Options {
            placement,
            send_high: 64 * 1024,
            send_low: 16 * 1024,
            write_timeout: Duration::from_millis(300),
            ..options()
        };
        let server = Running::start(&echoing(place != crate::Where::Queued), options);
        for bytes in [app_packet(&[1; 1000]).repeat(50), packet(packet_type::TEST, 0, b"").repeat(1000)] {
            let client = server.silent_client();
            let sent = flood(&client, &bytes);
            assert!(sent < 1 << 28, "{place:?}: it was read without end: {sent}");
            expect_service(&server);
        }
        assert_eq!(server.0.stats().timeouts, 2, "{place:?}");
    }
}

#[test]
fn a_send_limit_refuses_and_recovers() {
    use cerver_core::{
        error::Code,
        packets::{App, Handlers, Packet},
    };
    let app = App::new();
    let (sender, clients) = std::sync::mpsc::channel();
    let tell = move |packet: Packet<'_>| {
        let _ = sender.send(packet.client);
    };
    app.set_handlers(Handlers { app: Some(crate::handler(true, tell)), ..Handlers::default() });
    limits(&app, |options| options.client_send_limit = 100_000);
    let server = Running::start(&app, options());
    let socket = server.client();
    say(&socket, &app_packet(b""));
    let client = clients.recv_timeout(crate::WAIT).expect("a client");
    let header = Header::new(packet_type::APP, 0, 0);
    let mut taken = 0_usize;
    while client.send(header, &[5; 10_000]).map_err(|error| assert_eq!(error.code(), Code::Again)).is_ok() {
        taken += 1;
        assert!(taken < 100_000, "nothing is ever refused");
    }
    for _ in 0..taken {
        assert_eq!(read(&socket).1.len(), 10_000);
    }
    while client.send(header, &[6; 200_000]).is_err() {
        std::thread::yield_now();
    }
    assert_eq!(read(&socket).1.len(), 200_000, "alone it may be longer than the limit");
}

#[test]
fn a_storm_of_resets_leaves_nothing() {
    for place in EVERYWHERE {
        let server = Running::echoing(place);
        for round in 0..100 {
            let client = server.silent_client();
            say(&client, &app_packet(b"x").repeat(round % 7)[..]);
            socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).expect("set");
        }
        expect_service(&server);
        let end = Instant::now() + crate::WAIT;
        while server.0.stats().connections > 0 {
            assert!(Instant::now() < end, "connections are left");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}
