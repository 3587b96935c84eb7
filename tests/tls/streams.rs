//! Streams through TLS: ends in good order and others, failures as events.

use crate::support::{Certificates, ONLY_12, ONLY_13, TlsClient, Trust, WAIT, secure, socket};
use cerver_core::{
    config::{CertificateFiles, Listen, Options},
    events::CloseReason,
    server::Server,
    stream::{App, Event, Stream},
};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, Shutdown},
    sync::{Arc, mpsc},
};
use support::{slack, usage::Usage};

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Opened(String),
    HalfClosed,
    Closed(CloseReason),
    TlsFailed(String),
    Warning(String),
}

/// A server that sends back what it gets; everything else goes to a channel.
struct Echo {
    server: Server,
    seen: mpsc::Receiver<Seen>,
}

fn options(files: &CertificateFiles) -> Options {
    let listen = vec![Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into())];
    let mut options = Options { listen, drain_timeout: WAIT, ..Options::default() };
    secure(&mut options, files);
    options
}

impl Echo {
    fn start(files: &CertificateFiles) -> Self {
        let app = App::new();
        let (sender, seen) = mpsc::channel();
        app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event| {
            let open = || stream.expect("the event of a connection");
            let event = match event {
                Event::Opened => Seen::Opened(open().tls().unwrap().expect("secured").version.to_owned()),
                Event::Data(data) => return open().send(data).expect("room"),
                Event::HalfClosed => {
                    open().send(b"end").expect("room");
                    open().close().expect("open");
                    Seen::HalfClosed
                }
                Event::Closed(reason) => Seen::Closed(reason),
                Event::TlsFailed(text) => {
                    assert!(stream.is_none() && text.starts_with("127.0.0.1:"), "{text}");
                    Seen::TlsFailed(text.split(": ").last().unwrap().to_owned())
                }
                Event::Warning(text) => {
                    assert!(stream.is_none());
                    Seen::Warning(text.to_owned())
                }
                _ => return,
            };
            // Nobody looks any more when a test ends.
            let _ = sender.send(event);
        })));
        let server = Server::new("echo", options(files), app);
        server.start().expect("started");
        Self { server, seen }
    }

    fn port(&self) -> u16 {
        self.server.port(0).unwrap()
    }

    #[track_caller]
    fn next(&self) -> Seen {
        self.seen.recv_timeout(WAIT * slack()).expect("an event")
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
        let _ = self.server.stop();
    }
}

#[test]
fn an_end_in_good_order_is_a_half_close() {
    let (_folder, files) = Certificates::localhost();
    let echo = Echo::start(&files);
    for (versions, version) in [(ONLY_12, "TLSv1.2"), (ONLY_13, "TLSv1.3")] {
        let config = Trust::of(&[&files]).with_versions(versions).config();
        let mut client = TlsClient::connect(echo.port(), &config, "localhost");
        let data: Vec<u8> = (0..200_000u32).map(|n| n as u8).collect();
        client.send(&data).unwrap();
        let mut back = vec![0; data.len()];
        client.read_exact(&mut back).unwrap();
        assert!(back == data);
        assert_eq!(echo.next(), Seen::Opened(version.to_owned()));
        client.say_farewell().unwrap();
        assert_eq!(client.rest().expect("a farewell"), b"end");
        assert_eq!(echo.next(), Seen::HalfClosed);
        assert!(matches!(echo.next(), Seen::Closed(CloseReason::Peer | CloseReason::Local)));
    }
}

#[test]
fn an_end_without_a_farewell_is_told_from_one_in_good_order() {
    let (_folder, files) = Certificates::localhost();
    let echo = Echo::start(&files);
    let config = Trust::of(&[&files]).config();
    let mut client = TlsClient::connect(echo.port(), &config, "localhost");
    client.send(b"half a mess").unwrap();
    assert!(matches!(echo.next(), Seen::Opened(_)));
    client.socket.shutdown(Shutdown::Write).unwrap();
    assert_eq!(echo.next(), Seen::Closed(CloseReason::Truncated));
    assert_eq!(client.rest().expect("a farewell of the server's own"), b"half a mess");
}

#[test]
fn failures_are_events() {
    let (_folder, files) = Certificates::localhost();
    let echo = Echo::start(&files);
    let client = socket(echo.port());
    (&client).write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let Seen::TlsFailed(text) = echo.next() else { panic!("no failure") };
    assert!(text.contains("corrupt message") || text.contains("InvalidContentType"), "{text}");
    let client = socket(echo.port());
    (&client).write_all(b"\x16\x03\x01\x01").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(echo.next(), Seen::TlsFailed("the client has gone during the handshake".to_owned()));
    // A look whether somebody listens is none.
    drop(socket(echo.port()));
    let config = Trust::of(&[&files]).config();
    let mut client = TlsClient::connect(echo.port(), &config, "localhost");
    client.send(b"x").unwrap();
    assert!(matches!(echo.next(), Seen::Opened(_)));
    // A record that was never ciphered.
    client.socket.write_all(b"\x17\x03\x03\x00\x20abcdefghijklmnopqrstuvwxyz012345").unwrap();
    assert_eq!(echo.next(), Seen::Closed(CloseReason::Tls));
}

#[test]
fn events_can_be_pulled_and_find_no_room() {
    let (_folder, files) = Certificates::localhost();
    let app = App::new();
    app.set_event_bytes(1000).unwrap();
    let server = Server::new("pull", options(&files), app.clone());
    server.open().unwrap();
    let port = server.port(0).unwrap();
    let config = Trust::of(&[&files]).config();
    let client = std::thread::spawn(move || {
        let plain = socket(port);
        (&plain).write_all(b"no TLS").unwrap();
        let mut client = TlsClient::connect(port, &config, "localhost");
        client.send(&[b'a'; 100_000]).unwrap();
        client.say_farewell().unwrap();
        client.rest()
    });
    let (mut bytes, mut closed, mut failed, mut half) = (0, 0, 0, 0);
    while closed < 1 {
        let mut ended = Vec::new();
        app.next_events(&server, 8, Some(WAIT * slack()), |stream, _, event| match event {
            Event::Data(data) => {
                assert!(data.len() <= 1000 && data.iter().all(|byte| *byte == b'a'));
                bytes += data.len();
            }
            Event::HalfClosed => {
                half += 1;
                ended.push(stream.unwrap());
            }
            Event::Closed(_) => closed += 1,
            Event::TlsFailed(text) => {
                assert!(text.starts_with("127.0.0.1:"), "{text}");
                failed += 1;
            }
            _ => {}
        })
        .unwrap();
        for stream in ended {
            stream.send(b"all").unwrap();
            stream.close().unwrap();
        }
    }
    assert_eq!((bytes, failed, half), (100_000, 1, 1));
    assert_eq!(client.join().unwrap().expect("a farewell"), b"all");
    server.shutdown().unwrap();
}

/// What finds no room to be pulled is not read meanwhile, so that a client that floods takes no memory.
#[test]
fn a_flood_that_is_not_pulled_stays_with_the_system() {
    const PULLED: usize = 200_000;
    let (_folder, files) = Certificates::localhost();
    let app = App::new();
    app.set_event_bytes(1000).unwrap();
    let server = Server::new("flood", options(&files), app.clone());
    server.open().unwrap();
    let port = server.port(0).unwrap();
    let config = Trust::of(&[&files]).config();
    let client = std::thread::spawn(move || {
        let mut client = TlsClient::connect(port, &config, "localhost");
        // Until the server ends it.
        while client.send(&[b'a'; 100_000]).is_ok() {}
    });
    let mut pulled = 0;
    while pulled < PULLED {
        let count = |_: Option<Stream>, _, event: Event<'_>| {
            if let Event::Data(data) = event {
                pulled += data.len();
            }
        };
        app.next_events(&server, 8, Some(WAIT * slack()), count).unwrap();
    }
    let received = server.stats().bytes_received;
    assert!(received < PULLED as u64 + 200_000, "{received} bytes were read, {pulled} of them are pulled");
    server.shutdown().unwrap();
    client.join().unwrap();
}

#[test]
fn what_comes_behind_a_farewell_is_kept_by_nobody() {
    let (_folder, files) = Certificates::localhost();
    let app = App::new();
    let (sender, seen) = mpsc::channel();
    app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event| match event {
        Event::Data(data) => panic!("{} bytes behind the end", data.len()),
        Event::HalfClosed => sender.send(stream.unwrap()).unwrap(),
        _ => {}
    })));
    let server = Server::new("late", options(&files), app);
    server.start().unwrap();
    let config = Trust::of(&[&files]).config();
    let mut client = TlsClient::connect(server.port(0).unwrap(), &config, "localhost");
    client.shake().unwrap();
    client.tls.send_close_notify();
    client.tls.write_tls(&mut client.socket).unwrap();
    let stream = seen.recv_timeout(WAIT * slack()).unwrap();
    let before = Usage::now().resident;
    for _ in 0..256 {
        client.socket.write_all(&[0x17; 1 << 20]).unwrap();
    }
    let grown = Usage::now().resident.saturating_sub(before);
    // Other tests go on beside this one.
    assert!(grown < 160 << 20, "{grown} bytes");
    stream.send(b"still here").unwrap();
    stream.close().unwrap();
    let _ = client.rest();
    server.stop().unwrap();
}

#[test]
fn this_side_may_end_first_and_tells_when_all_is_sent() {
    let (_folder, files) = Certificates::localhost();
    let app = App::new();
    let (sender, seen) = mpsc::channel();
    app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event| match event {
        Event::Opened => {
            let stream = stream.unwrap();
            stream.send(&[b'x'; 1_000_000]).unwrap();
            stream.shutdown().unwrap();
        }
        Event::Data(data) => sender.send(String::from_utf8(data.to_vec()).unwrap()).unwrap(),
        Event::Sent => sender.send("sent".to_owned()).unwrap(),
        Event::Closed(reason) => drop(sender.send(format!("{reason:?}"))),
        _ => {}
    })));
    let server = Server::new("ends", options(&files), app);
    server.start().unwrap();
    let config = Trust::of(&[&files]).config();
    let mut client = TlsClient::connect(server.port(0).unwrap(), &config, "localhost");
    assert_eq!(client.rest().expect("a farewell").len(), 1_000_000);
    assert_eq!(seen.recv_timeout(WAIT * slack()).unwrap(), "sent");
    client.send(b"late").unwrap();
    assert_eq!(seen.recv_timeout(WAIT * slack()).unwrap(), "late");
    client.say_farewell().unwrap();
    assert_eq!(seen.recv_timeout(WAIT * slack()).unwrap(), "Local");
    server.stop().unwrap();
}

#[test]
fn a_certificate_that_ends_soon_is_an_event() {
    let certificates = Certificates::new();
    let files = certificates.own("server", "localhost", "ec", 3);
    let echo = Echo::start(&files);
    let Seen::Warning(text) = echo.next() else { panic!("no warning") };
    assert!(text.contains("server.pem expires in "), "{text}");
    certificates.own("server", "localhost", "ec", 30);
    echo.server.reload_tls().expect("good files");
    certificates.own("server", "localhost", "ec", 1);
    echo.server.reload_tls().expect("good files");
    let Seen::Warning(text) = echo.next() else { panic!("no warning") };
    assert!(text.contains("expires in "), "{text}");
    certificates.end(&files);
    echo.server.reload_tls().expect("its names and its key are good");
    let Seen::Warning(text) = echo.next() else { panic!("no warning") };
    assert!(text.contains("server.pem has expired"), "{text}");
}

/// Lent bytes come back when they are ciphered, or when the connection ends before that.
#[test]
fn lent_bytes_arrive_and_come_back() {
    const MUCH: usize = 8 << 20;
    let (folder, files) = Certificates::localhost();
    let (sender, seen) = mpsc::channel();
    let app = App::new();
    app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event| match event {
        Event::Opened => {
            let stream = stream.expect("the event of a connection");
            stream.send(b"x").expect("room");
            stream.send_lent(vec![b'y'; MUCH], 1).expect("room");
            stream.close().expect("open");
        }
        Event::Released(id) => sender.send(Some(id)).expect("heard"),
        Event::Closed(_) => sender.send(None).expect("heard"),
        _ => {}
    })));
    let server = Server::new("lending", options(&files), app);
    server.start().expect("started");
    let config = Trust::of(&[&files]).config();
    for reads in [true, false] {
        let mut client = TlsClient::connect(server.port(0).expect("a port"), &config, "localhost");
        if reads {
            let got = client.rest().expect("a good end");
            assert!(got.len() == MUCH + 1 && got[1..].iter().all(|byte| *byte == b'y'));
        } else {
            client.shake().expect("secured");
        }
        drop(client);
        let next = || seen.recv_timeout(WAIT * slack()).expect("it comes");
        assert_eq!((next(), next()), (Some(1), None));
    }
    server.shutdown().expect("running");
    let _ = server.stop();
    drop(folder);
}

/// Alone, many of them before anything else, and with much on its way in both directions.
#[test]
fn keys_are_changed_as_often_as_the_client_likes() {
    let (_folder, files) = Certificates::localhost();
    let echo = Echo::start(&files);
    let config = Trust::of(&[&files]).with_versions(ONLY_13).config();
    let mut client = TlsClient::connect(echo.port(), &config, "localhost");
    client.shake().unwrap();
    for (changes, length) in [(1, 5), (20, 5), (1, 200_000), (2, 200_000), (1, 1)] {
        for _ in 0..changes {
            client.tls.refresh_traffic_keys().unwrap();
        }
        client.send(&vec![b'x'; length]).unwrap();
        let mut echoed = vec![0; length];
        let mut count = 0;
        while count < length {
            count += client.read(&mut echoed[count..]).unwrap();
        }
        assert!(echoed.iter().all(|byte| *byte == b'x'));
    }
}
