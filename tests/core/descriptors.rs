//! Descriptors: none is inherited by other programs, and running out of them is a state, not the end.

use cerver_core::{
    config::{Listen, Placement},
    http::{Fields, status::Status},
};
use socket2::{Domain, Socket, Type};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};
use support::{
    alone::{ProcessorClock, alone},
    http::Client,
    server::{PLACEMENTS, Setup, each_placement, eventually, get},
    temp::TempDir,
    usage::Usage,
};

const CLOSE_ON_EXEC: u32 = 0o2000000;

/// The flags of all descriptors of this process.
fn flags() -> BTreeMap<String, u32> {
    let entries = fs::read_dir("/proc/self/fdinfo").expect("/proc is there").flatten();
    let flags = entries.filter_map(|entry| {
        let text = fs::read_to_string(entry.path()).ok()?;
        let octal = text.lines().find_map(|line| line.strip_prefix("flags:"))?.trim().to_owned();
        Some((entry.file_name().into_string().ok()?, u32::from_str_radix(&octal, 8).ok()?))
    });
    flags.collect()
}

#[test]
fn every_descriptor_is_closed_on_exec() {
    alone("descriptors::every_descriptor_is_closed_on_exec", None, || {
        let before = flags();
        let folder = TempDir::new("exec");
        let large = folder.path().join("large");
        File::create(&large).and_then(|file| file.set_len(64 << 20)).expect("there is room");
        let mut kept = Vec::new();
        for (number, placement) in PLACEMENTS.into_iter().enumerate() {
            let path = folder.path().join(format!("socket{number}"));
            let unix = Listen::Unix { path: path.clone(), mode: 0o600 };
            let site = |is_manual: bool| {
                let large = large.clone();
                Setup::new(placement)
                    .options(|options| {
                        options.reactors = if is_manual { 1 } else { 2 };
                        if !is_manual {
                            options.listen.push(unix.clone());
                        }
                    })
                    .app(|app| app.add_folder(folder.path()).expect("it is there"))
                    .get("/large", move |exchange| exchange.respond_file(Status::OK, &large).expect("it is there"))
            };
            let server = site(false).start();
            let mut reader = server.client();
            reader.send(get("/large")).expect("sent");
            let other = Client::unix(&path).expect("accepted");
            eventually("both are accepted", || server.0.stats().connections == 2 && server.0.stats().bytes_sent > 0);
            let manual = site(true).build();
            manual.0.open().expect("opened");
            manual.0.poll_descriptor().expect("made");
            // The clients go first: the servers would wait for them.
            kept.push((reader, other, server, manual));
        }
        let bad: Vec<_> = flags()
            .into_iter()
            .filter(|(fd, flags)| !before.contains_key(fd) && flags & CLOSE_ON_EXEC == 0)
            .map(|(fd, _)| fs::read_link(format!("/proc/self/fd/{fd}")))
            .collect();
        assert!(bad.is_empty(), "{bad:?}");
        assert!(flags().len() > before.len() + 30, "the servers have descriptors");
    });
}

#[test]
fn running_out_of_descriptors() {
    alone("descriptors::running_out_of_descriptors", Some(120), || {
        each_placement(|setup| {
            let server = setup.text("/a", "here").start();
            let mut old: Vec<_> = (0..5).map(|_| server.client()).collect();
            for client in &mut old {
                assert_eq!(client.get("/a").expect("an answer").text(), "here");
            }
            let clock = ProcessorClock::new();
            // The client's sides of three more connections; the server gets no descriptor for its own.
            let make = || Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
            let sockets = [make(), make(), make()];
            let mut ballast = Vec::new();
            while let Ok(file) = File::open("/dev/null") {
                ballast.push(file);
            }
            let address = SocketAddr::from(([127, 0, 0, 1], server.port())).into();
            let mut waiting = sockets.map(|socket| {
                socket.connect(&address).expect("the system takes it");
                Client::over(TcpStream::from(socket))
            });
            eventually("accepting fails", || server.0.stats().accept_errors > 0);
            waiting.iter_mut().for_each(|client| client.send(get("/a")).expect("sent"));
            let (start, before) = (Instant::now(), clock.spent());
            while start.elapsed() < Duration::from_secs(1) {
                thread::sleep(Duration::from_millis(250));
                for client in &mut old {
                    assert_eq!(client.get("/a").expect("an answer").text(), "here");
                }
            }
            let share = (clock.spent() - before).as_secs_f64() / start.elapsed().as_secs_f64();
            println!("figure: {share:.4} of a processor without descriptors");
            assert!(share < 0.05, "{share}");
            assert_eq!(server.0.stats().accepted, 5);
            drop(ballast);
            let returned = Instant::now();
            for client in &mut waiting {
                assert_eq!(client.response().expect("an answer").text(), "here");
            }
            let recovery = returned.elapsed();
            println!("figure: {recovery:?} to the answers after the descriptors returned");
            assert!(recovery < Duration::from_secs(2), "{recovery:?}");
            assert_eq!(server.get("/a").text(), "here");
        });
    });
}

/// With Nagle's algorithm the second of two small writes waits for the client's delayed acknowledgement, 40 ms or more.
#[test]
fn small_writes_leave_at_once() {
    each_placement(|setup| {
        let server = setup
            .get("/two", |exchange| {
                exchange.detach().expect("not answered yet");
                thread::spawn(move || {
                    exchange.stream(Status::OK, &Fields::default()).expect("begun");
                    for piece in ["one", "two", "three"] {
                        // Each in a write of its own.
                        thread::sleep(Duration::from_millis(1));
                        exchange.stream_write(piece.as_bytes()).expect("taken");
                    }
                    exchange.stream_end().expect("ended");
                });
            })
            .start();
        let socket = TcpStream::connect(("127.0.0.1", server.port())).expect("accepted");
        let mut client = Client::over(socket);
        let fastest = (0..20).map(|_| {
            let start = Instant::now();
            assert_eq!(client.get("/two").expect("an answer").text(), "onetwothree");
            start.elapsed()
        });
        // The first rounds are acknowledged quickly in any case.
        let fastest = fastest.skip(10).min().expect("ten rounds");
        assert!(fastest < Duration::from_millis(30), "{fastest:?}");
    });
}

#[test]
fn a_stopped_server_has_no_descriptors() {
    alone("descriptors::a_stopped_server_has_no_descriptors", None, || {
        // The event behind interrupts is made once.
        drop(Setup::new(Placement::Reactor).start());
        let before = flags().len();
        each_placement(|setup| {
            let server = setup.text("/a", "here").start();
            let mut client = server.client();
            assert_eq!(client.get("/a").expect("an answer").text(), "here");
            server.0.stop().expect("stopped");
            drop((client, server));
            assert_eq!(flags().len(), before);
        });
    });
}

/// More requests for files than a client takes answers of: what waits is not opened.
#[test]
fn a_connection_holds_two_files_at_most() {
    alone("descriptors::a_connection_holds_two_files_at_most", None, || {
        let folder = TempDir::new("held");
        File::create(folder.path().join("small")).and_then(|file| file.set_len(9000)).expect("there is room");
        each_placement(|setup| {
            let path = folder.path().join("small");
            let server = setup
                .app(|app| app.add_folder(folder.path()).expect("it is there"))
                .get("/handler", move |exchange| exchange.respond_file(Status::OK, &path).expect("it is there"))
                .start();
            for target in ["/small", "/handler"] {
                let mut client = server.client();
                assert_eq!(client.get(target).expect("an answer").body.len(), 9000);
                let (before, asked) = (Usage::now().descriptors, 1000);
                client.send(get(target).repeat(asked)).expect("sent");
                let start = server.0.stats().bytes_sent;
                let (mut sent, mut quiet, mut most) = (0, 0, 0);
                // Until the client's system takes no more.
                while quiet < 100 {
                    most = most.max(Usage::now().descriptors);
                    let now = server.0.stats().bytes_sent - start;
                    quiet = if now == std::mem::replace(&mut sent, now) { quiet + 1 } else { 0 };
                    thread::sleep(Duration::from_millis(1));
                }
                assert!((sent as usize) < asked * 9000, "all {sent} bytes are taken: too few to show anything");
                assert!(most <= before + 2, "{} files", most - before);
                for _ in 0..asked {
                    assert_eq!(client.response().expect("an answer").body.len(), 9000);
                }
            }
        });
    });
}
