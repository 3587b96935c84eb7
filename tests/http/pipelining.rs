//! Several requests without waiting for the answers (RFC 9112 section 9.3.2): every one is answered, in order.

use std::{net::TcpStream, thread, time::Duration};
use support::{
    http::Client,
    server::{Setup, answer, each_placement, eventually, get, post},
};

/// `/n/:number` answers with its number, even ones a little later than odd ones.
fn numbers(setup: Setup) -> Setup {
    setup.get("/n/:number", |exchange| {
        let number = exchange.request(|request| request.param(0).map(<[u8]>::to_vec));
        let number = number.expect("the request is there").expect("the route captures");
        if number.ends_with(b"4") {
            thread::sleep(Duration::from_micros(200));
        }
        answer(exchange, number);
    })
}

fn expect_numbers(client: &mut Client, numbers: impl Iterator<Item = usize>) {
    for number in numbers {
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.text()), (200, number.to_string()));
    }
}

#[test]
fn answers_come_in_order() {
    each_placement(|setup| {
        let server = numbers(setup).start();
        for count in [1, 16, 1000] {
            let mut client = server.client();
            client.send((0..count).map(|n| get(&format!("/n/{n}"))).collect::<String>()).expect("sent");
            expect_numbers(&mut client, 0..count);
        }
    });
}

#[test]
fn a_cut_at_any_byte_changes_nothing() {
    each_placement(|setup| {
        let server = numbers(setup).echo().start();
        let chunked = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n77\r\n0\r\n\r\n";
        let requests = [get("/n/5"), post("/echo", "6"), chunked.to_owned(), get("/n/8")].concat();
        let mut client = server.client();
        for cut in 1..requests.len() {
            let (first, second) = requests.split_at(cut);
            client.send(first).expect("sent");
            // The answers to whole requests in the first part show that the server has read it.
            let mut whole = [get("/n/5").len(), post("/echo", "6").len(), chunked.len()].into_iter();
            let mut left = cut;
            let mut answered = 0;
            while let Some(length) = whole.next().filter(|length| *length <= left) {
                left -= length;
                answered += 1;
            }
            let expected = [5, 6, 77, 8];
            expect_numbers(&mut client, expected[..answered].iter().copied());
            client.send(second).expect("sent");
            expect_numbers(&mut client, expected[answered..].iter().copied());
        }
    });
}

#[test]
fn byte_by_byte() {
    each_placement(|setup| {
        let server = numbers(setup).echo().start();
        let mut client = server.client();
        for byte in [get("/n/1"), post("/echo", "2"), get("/n/3")].concat().bytes() {
            client.send([byte]).expect("sent");
        }
        expect_numbers(&mut client, 1..=3);
    });
}

#[test]
fn small_reads_and_a_small_send_queue_lose_nothing() {
    each_placement(|setup| {
        let server = numbers(setup)
            .options(|options| (options.read_size, options.send_high, options.send_low) = (1024, 700, 100))
            .start();
        let mut client = server.client();
        client.send((0..1000).map(|n| get(&format!("/n/{n}"))).collect::<String>()).expect("sent");
        expect_numbers(&mut client, 0..1000);
    });
}

/// The next requests wait in the system while one is being handled.
#[test]
fn large_bodies_one_behind_the_other() {
    each_placement(|setup| {
        let server = setup.echo().start();
        let socket = TcpStream::connect(("127.0.0.1", server.port())).expect("accepted");
        let mut client = Client::over(socket.try_clone().expect("a second handle"));
        let bodies: Vec<_> = (0..20).map(|number| format!("{number:02}").repeat(50_000)).collect();
        let requests: String = bodies.iter().map(|body| post("/echo", body)).collect();
        let sender = thread::spawn(move || Client::over(socket).send(requests));
        for body in &bodies {
            assert!(client.response().expect("an answer").body == body.as_bytes(), "{}", &body[..2]);
        }
        sender.join().expect("it ends").expect("sent");
    });
}

/// A client that asks and asks and takes nothing: reading stops, and what waits for it stays below the high mark and one
/// answer more, whatever their number.
#[test]
fn unread_answers_do_not_pile_up() {
    each_placement(|setup| {
        let server = setup
            .options(|options| (options.send_high, options.send_low) = (100_000, 10_000))
            .get("/big", |exchange| answer(exchange, [b'x'; 10_000]))
            .start();
        let mut client = server.client();
        client.send(get("/big").repeat(10_000)).expect("sent");
        let mut stats = server.0.stats();
        eventually("the server waits for the client", || {
            thread::sleep(Duration::from_millis(30));
            let before = std::mem::replace(&mut stats, server.0.stats());
            stats.responses > 0 && stats == before
        });
        assert!(stats.responses < 10_000, "{stats:?}");
        let waiting = (stats.responses * 10_000).saturating_sub(stats.bytes_sent);
        assert!(waiting <= 100_000 + 20_000, "{waiting} bytes wait: {stats:?}");
        // Others are served meanwhile, and all answers come when they are taken.
        assert_eq!(server.get("/nothing").status, 404);
        for number in 0..10_000 {
            let response = client.response().unwrap_or_else(|error| panic!("answer {number}: {error}"));
            assert_eq!((response.status, response.body.len()), (200, 10_000));
        }
    });
}
