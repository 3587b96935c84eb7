//! Many clients at a time, asking for different things: every answer is the right one.

use cerver_core::http::{Fields, Response, content_type::ContentType, status::Status};
use std::{fs::File, thread};
use support::{
    http::Client,
    server::{Setup, answer, each_placement, get, post},
    temp::TempDir,
};

/// Of each client, one after the other, and the rounds on each of them.
const CONNECTIONS: usize = 8;
const ROUNDS: usize = 5;

fn site(setup: Setup, folder: &TempDir) -> Setup {
    let path = folder.path().join("file.bin");
    File::create(&path).and_then(|file| file.set_len(200_000)).expect("there is room");
    setup
        .app(|app| app.add_folder(folder.path()).expect("it is there"))
        .echo()
        .get("/n/:n", |exchange| {
            let number = exchange.request(|request| request.param(0).map(<[u8]>::to_vec));
            answer(exchange, number.expect("the request is there").expect("captured"));
        })
        .get("/late/:n", |exchange| {
            let number = exchange.request(|request| request.param(0).map(<[u8]>::to_vec));
            exchange.detach().expect("not answered yet");
            thread::spawn(move || answer(exchange, number.expect("the request is there").expect("captured")));
        })
        .get("/stream/:n", |exchange| {
            let number = exchange.request(|request| request.param(0).map(<[u8]>::to_vec));
            exchange.stream(Status::OK, &Fields::default()).expect("begun");
            exchange.stream_write(&number.expect("the request is there").expect("captured")).expect("taken");
            exchange.stream_end().expect("ended");
        })
        .get("/big", |exchange| {
            let body = vec![b'b'; 300_000];
            exchange.respond(Response::with_body(Status::OK, ContentType::Bin, body)).expect("the first answer");
        })
}

/// One round of requests on one connection; `seed` makes them distinguishable.
fn round(client: &mut Client, seed: usize) {
    let number = seed.to_string();
    for path in ["n", "late", "stream"] {
        assert_eq!(client.get(&format!("/{path}/{seed}")).expect("an answer").text(), number);
    }
    client.send((0..20).map(|n| get(&format!("/n/{}", seed + n))).collect::<String>()).expect("sent");
    for n in 0..20 {
        assert_eq!(client.response().expect("an answer").text(), (seed + n).to_string());
    }
    let body = number.repeat(1 + seed % 5000);
    client.send(post("/echo", &body)).expect("sent");
    assert_eq!(client.response().expect("an answer").text(), body);
    match seed % 3 {
        0 => assert_eq!(client.get("/big").expect("an answer").body.len(), 300_000),
        1 => assert_eq!(client.get("/file.bin").expect("an answer").body.len(), 200_000),
        _ => assert_eq!(client.get("/nothing").expect("an answer").status, 404),
    }
}

#[test]
fn eight_clients_on_three_reactors() {
    each_placement(|setup| {
        let folder = TempDir::new("load");
        let server = site(setup, &folder).options(|options| options.reactors = 3).start();
        let port = server.port();
        let clients: Vec<_> = (0..8)
            .map(|number| {
                thread::spawn(move || {
                    for connection in 0..CONNECTIONS {
                        let mut client = Client::tcp(port).expect("accepted");
                        for step in 0..ROUNDS {
                            round(&mut client, number * 1_000_000 + connection * ROUNDS * 7 + step * 8);
                        }
                    }
                })
            })
            .collect();
        clients.into_iter().for_each(|client| client.join().expect("all answers are right"));
        let (stats, requests) = (server.0.stats(), (8 * CONNECTIONS * ROUNDS * 25) as u64);
        assert_eq!((stats.requests, stats.responses), (requests, requests));
        assert_eq!((stats.refused, stats.overloaded, stats.unanswered, stats.timeouts), (0, 0, 0, 0));
    });
}
