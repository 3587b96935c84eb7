//! How a peer ends, and what the kernel tells of it while the program does not read, or has ended its own side.

use crate::{Pulling, Seen, connect, options, rest, say};
use cerver_core::{
    config::{Listen, Options},
    events::CloseReason,
    stream::Stream,
};
use socket2::SockRef;
use std::{io::Write, net::Shutdown, os::unix::net::UnixStream, time::Duration};
use support::temp::TempDir;

/// Time in which nothing may come.
const QUIET: Duration = Duration::from_millis(100);

const WORDS: &[u8] = b"the last words";

fn opened(server: &Pulling) -> Stream {
    let (stream, _, seen) = server.next();
    assert_eq!(seen, Seen::Opened);
    stream.expect("a connection")
}

fn is_quiet(server: &Pulling) {
    assert_eq!(server.next_within(QUIET).map(|(_, _, seen)| seen), None);
}

/// Both sides have ended, which the kernel calls a hang-up, and the last bytes are still to be read.
#[test]
fn both_sides_end_while_the_program_pauses() {
    let server = Pulling::open(options());
    let client = connect(&server.server);
    let stream = opened(&server);
    stream.set_paused(true).expect("open");
    stream.shutdown().expect("open");
    assert_eq!(server.next().2, Seen::Sent);
    assert_eq!(rest(&client), b"");
    say(&client, WORDS);
    is_quiet(&server);
    stream.set_paused(false).expect("still there");
    assert_eq!(server.next().2, Seen::Data(WORDS.to_vec()));
    assert_eq!(server.next().2, Seen::HalfClosed);
    assert_eq!(server.next().2, Seen::Closed(CloseReason::Peer));
}

/// On a Unix socket a peer that closes hangs up at once.
#[test]
fn a_unix_peer_closes_while_the_program_pauses() {
    let folder = TempDir::new("stream-ends");
    let path = folder.path().join("socket");
    let server = Pulling::open(Options { listen: vec![Listen::Unix { path: path.clone(), mode: 0o600 }], ..options() });
    for is_closed_at_once in [true, false] {
        let mut client = UnixStream::connect(&path).expect("connected");
        let stream = opened(&server);
        stream.set_paused(true).expect("open");
        is_quiet(&server);
        client.write_all(WORDS).expect("sent");
        if !is_closed_at_once {
            client.shutdown(Shutdown::Write).expect("shut down");
            is_quiet(&server);
        }
        drop(client);
        is_quiet(&server);
        stream.set_paused(false).expect("still there");
        assert_eq!(server.next().2, Seen::Data(WORDS.to_vec()));
        assert_eq!(server.next().2, Seen::HalfClosed);
        stream.close().expect("still there");
        assert_eq!(server.next().2, Seen::Closed(CloseReason::Peer));
    }
}

/// One read goes no further than urgent data, and the kernel does not tell a second time of what stands behind it.
#[test]
fn what_follows_urgent_data_is_read() {
    let server = Pulling::open(options());
    let mut client = connect(&server.server);
    opened(&server);
    client.write_all(b"warm").expect("sent");
    assert_eq!(server.next().2, Seen::Data(b"warm".to_vec()));
    // All of it is there before the server looks.
    client.write_all(b"before").expect("sent");
    SockRef::from(&client).send_out_of_band(b"!").expect("sent");
    client.write_all(b"behind").expect("sent");
    let mut all = Vec::new();
    while all.len() < 12 {
        match server.next().2 {
            Seen::Data(data) => all.extend(data),
            seen => panic!("{seen:?}"),
        }
    }
    assert_eq!(all, b"beforebehind");
    client.write_all(b"more").expect("sent");
    assert_eq!(server.next().2, Seen::Data(b"more".to_vec()));
}
