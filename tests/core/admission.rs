//! Who may come in: connections in all and from one address.

use cerver_core::config::Placement;
use socket2::{Domain, Socket, Type};
use std::{
    net::{Ipv4Addr, SocketAddr, TcpStream},
    thread,
    time::Duration,
};
use support::{
    http::Client,
    server::{Setup, TestServer, each_placement, eventually},
};

/// A connection from another of this machine's own addresses.
fn client_from(server: &TestServer, address: [u8; 4]) -> Client {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddr::from((address, 0)).into()).expect("all of 127/8 is this machine");
    socket.connect(&SocketAddr::from((Ipv4Addr::LOCALHOST, server.port())).into()).expect("the system takes it");
    socket.set_read_timeout(Some(Duration::from_secs(10))).expect("set");
    Client::over(TcpStream::from(socket))
}

#[test]
fn connections_of_one_address() {
    each_placement(|setup| {
        for reactors in [1, 3] {
            let setup = Setup::new(setup.placement()).text("/a", "here").options(|options| {
                (options.reactors, options.max_connections_per_address) = (reactors, 2);
            });
            let server = setup.start();
            let mut inside = [client_from(&server, [127, 0, 0, 2]), client_from(&server, [127, 0, 0, 2])];
            for client in &mut inside {
                assert_eq!(client.get("/a").expect("an answer").text(), "here");
            }
            for rejected in 1..=3 {
                let mut client = client_from(&server, [127, 0, 0, 2]);
                assert_eq!(client.rest().expect("the end"), b"", "closed without a word");
                eventually("it is counted", || server.0.stats().rejected == rejected);
            }
            let mut other = client_from(&server, [127, 0, 0, 3]);
            assert_eq!(other.get("/a").expect("an answer").text(), "here");
            for client in &mut inside {
                assert_eq!(client.get("/a").expect("those inside are served").text(), "here");
            }
            let stats = server.0.stats();
            assert_eq!((stats.connections, stats.accepted, stats.accept_errors), (3, 3, 0));
            drop(inside);
            eventually("they are gone", || server.0.stats().connections == 1);
            assert_eq!(client_from(&server, [127, 0, 0, 2]).get("/a").expect("an answer").text(), "here");
        }
    });
}

#[test]
fn without_a_limit_one_address_may_have_all() {
    let server = Setup::new(Placement::Reactor).text("/a", "here").start();
    let mut clients: Vec<_> = (0..300).map(|_| server.client()).collect();
    for client in &mut clients {
        assert_eq!(client.get("/a").expect("an answer").text(), "here");
    }
    assert_eq!((server.0.stats().connections, server.0.stats().rejected), (300, 0));
}

/// Reactors that accept at the same time share the last place out correctly.
#[test]
fn several_reactors_keep_to_the_limit() {
    for round in 0..30 {
        let server = Setup::new(Placement::Reactor)
            .text("/a", "here")
            .options(|options| {
                (options.reactors, options.max_connections, options.reuse_address) = (4, 3, round % 2 == 0);
            })
            .start();
        let clients: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..12).map(|_| scope.spawn(|| server.client())).collect();
            threads.into_iter().map(|thread| thread.join().expect("it connects")).collect()
        });
        eventually("the places are taken", || server.0.stats().accepted >= 3);
        // Whoever has seen a place that is none would have taken it by now.
        thread::sleep(Duration::from_millis(20));
        assert_eq!(server.0.stats().accepted, 3, "round {round}");
        // One goes, one comes.
        drop(clients);
        eventually("the others had their turn", || server.0.stats().accepted == 12);
        eventually("all are gone", || server.0.stats().connections == 0);
    }
}
