//! Several reactors: who gets the connections.

use cerver_core::config::Placement;
use std::{collections::BTreeMap, thread};
use support::server::{Setup, TestServer, answer, each_placement};

/// `/who` answers with the name of the handler's thread.
fn who(setup: Setup, reactors: u16, reuse: bool) -> Setup {
    setup.options(|options| (options.reactors, options.reuse_address) = (reactors, reuse)).get("/who", |exchange| {
        answer(exchange, thread::current().name().unwrap_or("?"));
    })
}

/// Opens connections, uses each twice, and counts them by the thread that answered.
fn count(server: &TestServer, connections: usize) -> BTreeMap<String, usize> {
    let mut clients: Vec<_> = (0..connections).map(|_| server.client()).collect();
    let mut count = BTreeMap::new();
    for client in &mut clients {
        let name = client.get("/who").expect("an answer").text();
        assert_eq!(client.get("/who").expect("an answer").text(), name, "a connection stays where it is");
        *count.entry(name).or_default() += 1;
    }
    count
}

#[test]
fn one_listener_hands_over_in_turn() {
    let server = who(Setup::new(Placement::Reactor), 3, false).start();
    let names = ["test-r0", "test-r1", "test-r2"].map(|name| (name.to_owned(), 20));
    assert_eq!(count(&server, 60), BTreeMap::from(names));
}

#[test]
fn a_listener_for_each_gets_connections_on_each() {
    let server = who(Setup::new(Placement::Reactor), 3, true).start();
    let count = count(&server, 200);
    // The system spreads by the client's port; that one of three gets none of 200 is out of the question.
    assert_eq!(count.len(), 3, "{count:?}");
}

#[test]
fn all_are_served_wherever_handlers_run() {
    each_placement(|setup| {
        for reuse in [false, true] {
            let setup = Setup::new(setup.placement()).text("/a", "here");
            let server = setup.options(|options| (options.reactors, options.reuse_address) = (3, reuse)).start();
            let mut clients: Vec<_> = (0..90).map(|_| server.client()).collect();
            for client in &mut clients {
                assert_eq!(client.get("/a").expect("an answer").text(), "here");
            }
            assert_eq!((server.0.stats().accepted, server.0.stats().connections), (90, 90));
        }
    });
}

#[test]
fn two_servers_may_share_a_port_when_both_say_so() {
    let first = who(Setup::new(Placement::Reactor), 2, true).start();
    let port = first.port();
    let address = ([127, 0, 0, 1], port).into();
    let shared = who(Setup::new(Placement::Reactor), 1, true);
    let second = shared.options(|options| options.listen = vec![cerver_core::config::Listen::Tcp(address)]).start();
    let total: usize = count(&first, 100).values().sum();
    assert_eq!(total, 100);
    let accepted = (first.0.stats().accepted, second.0.stats().accepted);
    assert!(accepted.0 > 0 && accepted.1 > 0 && accepted.0 + accepted.1 == 100, "{accepted:?}");
}

#[test]
fn one_for_each_core() {
    let server = who(Setup::new(Placement::Reactor), 0, false).start();
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    assert_eq!(count(&server, cores * 4).len(), cores);
}
