//! Servers without threads of their own: the test turns them, or waits for their descriptor as a foreign loop would.

use cerver_core::{
    config::{Options, Placement},
    error::Code,
    http::{Fields, content_type::ContentType, status::Status},
    server::{Server, WaitEnd},
    sys::{EventFd, Waited, wait_readable},
};
use parking_lot::Mutex;
use std::{
    io::Result,
    os::fd::{AsRawFd, RawFd},
    sync::{Arc, OnceLock, Weak, mpsc::channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use support::{
    http::{Client, Response},
    server::{Setup, TestServer, answer, each_placement, get, post},
    slack,
};

const WAIT: Duration = Duration::from_secs(5);
const SHORT: Duration = Duration::from_millis(200);

fn open(setup: Setup) -> TestServer {
    let server = setup.build();
    server.0.open().expect("opened");
    server
}

/// A client's doings, on a thread of its own, because somebody has to turn meanwhile.
fn client<R: Send + 'static>(server: &TestServer, act: impl FnOnce(Client) -> R + Send + 'static) -> JoinHandle<R> {
    let client = server.client();
    thread::spawn(move || act(client))
}

fn requests(mut client: Client) -> Result<Vec<Response>> {
    let mut responses = vec![client.get("/a")?, client.get("/slow")?];
    client.send(post("/echo", &"e".repeat(200_000)))?;
    responses.push(client.response()?);
    client.send(get("/a").repeat(100))?;
    for _ in 0..100 {
        responses.push(client.response()?);
    }
    responses.push(client.get("/stream")?);
    Ok(responses)
}

fn expect_right(responses: Result<Vec<Response>>) {
    let responses = responses.expect("all answered");
    let texts: Vec<_> = responses.iter().map(|response| (response.status, response.text())).collect();
    assert_eq!((texts[0].1.as_str(), texts[1].1.as_str()), ("here", "slow"));
    assert_eq!(texts[2].1, "e".repeat(200_000));
    assert!(texts[3..103].iter().all(|text| text.1 == "here"));
    assert_eq!(texts[103].1.len(), 500_000);
}

fn site(setup: Setup) -> Setup {
    setup
        .text("/a", "here")
        .echo()
        .get("/slow", |exchange| {
            exchange.detach().expect("not answered yet");
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(20));
                // After a shutdown there is nobody to take it.
                let _ = exchange.answer(Status::OK, ContentType::Txt, b"slow");
            });
        })
        .get("/never", |exchange| exchange.detach().expect("not answered yet"))
        .get("/stream", |exchange| {
            exchange.detach().expect("not answered yet");
            thread::spawn(move || {
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                for _ in 0..500 {
                    while exchange.stream_write(&[b's'; 1000]).is_err() {
                        exchange.stream_wait(Some(WAIT)).expect("the client reads");
                    }
                }
                exchange.stream_end().expect("ended");
            });
        })
}

#[test]
fn requests_are_served_by_turns() {
    each_placement(|setup| {
        let server = open(site(setup));
        let work = client(&server, requests);
        while !work.is_finished() {
            server.0.turn(Some(Duration::from_millis(10))).expect("turned");
        }
        expect_right(work.join().expect("it ends"));
    });
}

/// Turns without waiting, and only when the descriptor says so: it must never keep quiet about something to do.
#[test]
fn the_descriptor_tells_when_to_turn() {
    each_placement(|setup| {
        // Small enough that a turn often leaves something for the next one.
        let change = |options: &mut Options| {
            (options.send_high, options.send_low, options.read_size) = (30_000, 10_000, 1024);
        };
        let server = open(site(setup).options(change));
        let descriptor = server.0.poll_descriptor().expect("made");
        assert_eq!(server.0.poll_descriptor().expect("made before"), descriptor);
        let done = Arc::new(EventFd::new().expect("made"));
        let work = client(&server, {
            let done = Arc::clone(&done);
            move |client| {
                let responses = requests(client);
                done.signal();
                responses
            }
        });
        turn_when_told(&server, descriptor, &done);
        expect_right(work.join().expect("it ends"));
        // When all is done it keeps quiet, but for the end of the connection.
        let mut turns = 0;
        loop {
            let is_left = server.0.stats().connections > 0;
            let wait = if is_left { WAIT } else { Duration::from_millis(50) };
            if wait_readable(&[descriptor], Some(wait)).expect("waited") == Waited::Timeout {
                assert!(!is_left, "the end of the connection is not told");
                break;
            }
            server.0.turn(Some(Duration::ZERO)).expect("turned");
            turns += 1;
            assert!(turns < 20, "the descriptor never keeps quiet");
        }
    });
}

/// Turns whenever the descriptor says so until the work is done; returns how often that was.
fn turn_when_told(server: &TestServer, descriptor: RawFd, done: &EventFd) -> usize {
    let start = Instant::now();
    for turns in 0.. {
        match wait_readable(&[descriptor, done.as_raw_fd()], Some(WAIT)).expect("waited") {
            Waited::Ready(0) => server.0.turn(Some(Duration::ZERO)).expect("turned"),
            Waited::Ready(_) => return turns,
            other => panic!("{other:?} after {turns} turns: nothing is told, but the client waits"),
        }
        assert!(start.elapsed() < 2 * WAIT * slack(), "{turns} turns, and the client still waits");
    }
    unreachable!("the range has no end")
}

#[test]
fn time_outs_come_through_the_descriptor() {
    each_placement(|setup| {
        let server = open(site(setup).options(|options| options.idle_timeout = SHORT));
        let descriptor = server.0.poll_descriptor().expect("made");
        let done = Arc::new(EventFd::new().expect("made"));
        let work = client(&server, {
            let done = Arc::clone(&done);
            move |mut client| {
                // Before the server can be told that it is idle.
                let start = Instant::now();
                assert_eq!(client.get("/a").expect("an answer").text(), "here");
                assert_eq!(client.rest().expect("the end"), b"");
                let idle = start.elapsed();
                done.signal();
                idle
            }
        });
        let turns = turn_when_told(&server, descriptor, &done);
        let idle = work.join().expect("it ends");
        assert!(idle >= SHORT - Duration::from_millis(10) && idle < WAIT * slack(), "{idle:?}");
        assert!(turns < 50, "{turns} turns: the descriptor was readable without reason");
    });
}

/// More connections than one turn accepts.
#[test]
fn the_descriptor_tells_of_a_crowd() {
    let server = open(site(Setup::new(Placement::Reactor)));
    let descriptor = server.0.poll_descriptor().expect("made");
    let _crowd: Vec<_> = (0..300).map(|_| server.client()).collect();
    let mut turns = 0;
    while server.0.stats().accepted < 300 {
        let waited = wait_readable(&[descriptor], Some(WAIT)).expect("waited");
        assert_eq!(waited, Waited::Ready(0), "{} of them are forgotten", 300 - server.0.stats().accepted);
        server.0.turn(Some(Duration::ZERO)).expect("turned");
        turns += 1;
    }
    assert!(turns < 50, "{turns} turns: the descriptor was readable without reason");
    server.0.shutdown().expect("running");
}

#[test]
fn one_turn_waits_no_longer_than_told() {
    let server = open(Setup::new(Placement::Reactor));
    for wait in [Duration::ZERO, Duration::from_millis(50)] {
        // The first turns may find something to do.
        (0..3).for_each(|_| server.0.turn(Some(Duration::ZERO)).expect("turned"));
        let start = Instant::now();
        server.0.turn(Some(wait)).expect("turned");
        assert!(start.elapsed() >= wait && start.elapsed() < wait + WAIT / 2, "{wait:?}: {:?}", start.elapsed());
    }
}

/// A server whose `/call` hands the server itself to `call`, inside the turn where handlers run on the reactor.
fn calling(setup: Setup, call: impl Fn(&Server) + Send + Sync + 'static) -> TestServer {
    let place: Arc<OnceLock<Weak<Server>>> = Arc::default();
    let inner = Arc::clone(&place);
    let server = setup
        .get("/call", move |exchange| {
            let server = inner.get().and_then(Weak::upgrade).expect("it is set before the start");
            call(&server);
            answer(exchange, "called");
        })
        .build();
    place.set(Arc::downgrade(&server.0)).expect("set once");
    server.0.open().expect("opened");
    server
}

#[test]
fn busy_inside_itself() {
    let server = calling(Setup::new(Placement::Reactor), |server| {
        assert_eq!(server.turn(Some(Duration::ZERO)).expect_err("inside").code(), Code::Busy);
        assert_eq!(server.poll_descriptor().expect_err("inside").code(), Code::Busy);
    });
    let work = client(&server, |mut client| client.get("/call").expect("an answer").text());
    while !work.is_finished() {
        server.0.turn(Some(Duration::from_millis(10))).expect("turned");
    }
    assert_eq!(work.join().expect("it ends"), "called");
}

#[test]
fn busy_while_another_thread_turns() {
    let (sender, inside) = channel();
    let (told, tell) = channel::<()>();
    let (sender, tell) = (Mutex::new(sender), Mutex::new(tell));
    let server = calling(Setup::new(Placement::Reactor), move |_| {
        sender.lock().send(()).expect("the test goes on");
        tell.lock().recv().expect("the test goes on");
    });
    let work = client(&server, |mut client| client.get("/call").expect("an answer").text());
    let turning = thread::spawn({
        let server = Arc::clone(&server.0);
        move || {
            while server.stats().responses == 0 {
                server.turn(Some(Duration::from_millis(10))).expect("turned");
            }
        }
    });
    inside.recv_timeout(WAIT).expect("a handler runs");
    assert_eq!(server.0.turn(Some(Duration::ZERO)).expect_err("turned elsewhere").code(), Code::Busy);
    assert_eq!(server.0.poll_descriptor().expect_err("turned elsewhere").code(), Code::Busy);
    told.send(()).expect("the handler waits");
    assert_eq!(work.join().expect("it ends"), "called");
    turning.join().expect("it ends");
}

/// Ends a server in the middle of somebody's long turn, with a request under way.
fn end_while_turned(setup: Setup, end: fn(&Server) -> cerver_core::error::Result<()>, is_answered: bool) {
    let server = open(site(setup));
    let turning = thread::spawn({
        let server = Arc::clone(&server.0);
        move || {
            loop {
                match server.turn(None) {
                    Ok(()) if server.is_running() => {}
                    Ok(()) => return None,
                    // Between two turns the one who ends the server takes over.
                    Err(error) if error.code() == Code::Busy => thread::yield_now(),
                    Err(error) => return Some(error.code()),
                }
            }
        }
    });
    let mut idle = server.client();
    assert_eq!(idle.get("/a").expect("an answer").text(), "here");
    let mut busy = server.client();
    // A stop at once comes before any answer.
    busy.send(get(if is_answered { "/slow" } else { "/never" })).expect("sent");
    support::server::eventually("the request was read", || server.0.stats().requests == 2);
    end(&server.0).expect("ended");
    assert_eq!(idle.rest().expect("the end"), b"");
    let last = busy.rest().expect("the end");
    assert_eq!(last.ends_with(b"slow"), is_answered, "{}", String::from_utf8_lossy(&last));
    let code = turning.join().expect("it ends");
    assert!(code.is_none_or(|code| code == Code::State), "{code:?}");
    assert!(!server.0.is_running());
    assert_eq!(server.0.turn(None).expect_err("stopped").code(), Code::State);
    assert_eq!(server.0.wait(None, &[]).expect("at once"), WaitEnd::Stopped);
    server.0.start().expect("it can be started otherwise");
    assert_eq!(server.get("/a").text(), "here");
}

#[test]
fn a_drain_while_another_thread_turns() {
    each_placement(|setup| end_while_turned(setup, |server| server.drain(WAIT), true));
}

#[test]
fn a_stop_while_another_thread_turns() {
    each_placement(|setup| end_while_turned(setup, Server::stop, true));
}

#[test]
fn a_shutdown_while_another_thread_turns() {
    each_placement(|setup| end_while_turned(setup, Server::shutdown, false));
}

#[test]
fn a_drain_turns_when_nobody_does() {
    each_placement(|setup| {
        let server = open(site(setup));
        let work = client(&server, |mut client| client.get("/slow").expect("an answer").text());
        while server.0.stats().requests == 0 {
            server.0.turn(Some(Duration::from_millis(10))).expect("turned");
        }
        server.0.drain(WAIT).expect("nothing was cut off");
        assert_eq!(work.join().expect("it ends"), "slow");
        assert!(!server.0.is_running());
    });
}

#[test]
fn a_shutdown_ends_what_nobody_turns() {
    each_placement(|setup| {
        let server = open(site(setup));
        let work = client(&server, |mut client| client.rest().map(|rest| rest.len()));
        while server.0.stats().connections == 0 {
            server.0.turn(Some(Duration::from_millis(10))).expect("turned");
        }
        server.0.shutdown().expect("running");
        assert_eq!(work.join().expect("it ends").expect("the end"), 0);
        assert_eq!(server.0.turn(None).expect_err("stopped").code(), Code::State);
    });
}

#[test]
fn ends_from_inside_a_turn() {
    let ends: [fn(&Server); 3] = [
        |server| server.drain(WAIT).expect("it happens behind"),
        |server| server.stop().expect("it happens behind"),
        |server| server.shutdown().expect("running"),
    ];
    for (place, end) in ends.into_iter().enumerate() {
        let server = calling(Setup::new(Placement::Reactor), end);
        let work = client(&server, |mut client| {
            client.send(get("/call")).expect("sent");
            client.rest().expect("the end")
        });
        let start = Instant::now();
        while server.0.is_running() {
            // A stop at once may end the server between the look and the turn.
            let turned = server.0.turn(Some(Duration::from_millis(10)));
            assert!(turned.is_ok_and(|()| start.elapsed() < WAIT));
        }
        let last = work.join().expect("it ends");
        assert!(place == 2 || last.ends_with(b"called"), "{}", String::from_utf8_lossy(&last));
    }
}

#[test]
fn one_reactor_is_turned_whatever_was_set() {
    for reactors in [0, 2, 256] {
        let server = Setup::new(Placement::Reactor).options(|options| options.reactors = reactors).build();
        server.0.open().expect("the caller turns one");
        assert_eq!(server.0.options().reactors, reactors);
    }
}

/// Many time-outs at once, and many notices at once, are no reason for another client to wait for all of them.
#[test]
fn what_comes_in_crowds_is_done_in_lots() {
    const MANY: usize = 400;
    const LOT: u64 = 256;
    let (sender, held) = channel();
    let setup = Setup::new(Placement::Reactor)
        .text("/a", "here")
        .get("/held", move |exchange| {
            exchange.detach().expect("not answered yet");
            sender.send(exchange).expect("the test goes on");
        })
        .limits(|limits| limits.head_timeout = Duration::from_millis(1500));
    let server = open(setup);
    let turn_until = |what: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !what() {
            assert!(start.elapsed() < WAIT, "not seen in time");
            server.0.turn(Some(Duration::from_millis(10))).expect("turned");
        }
    };
    // Answers that come from elsewhere while nobody turns.
    let mut waiting: Vec<Client> = (0..MANY).map(|_| server.client()).collect();
    waiting.iter_mut().for_each(|client| client.send(get("/held")).expect("sent"));
    turn_until(&|| server.0.stats().requests == MANY as u64);
    held.try_iter().for_each(|exchange| answer(exchange, "late"));
    let before = server.0.stats().responses;
    server.0.turn(Some(Duration::ZERO)).expect("turned");
    let answered = server.0.stats().responses - before;
    assert!((1..=LOT).contains(&answered), "{answered} answers in one turn");
    turn_until(&|| server.0.stats().responses == before + MANY as u64);
    waiting.iter_mut().for_each(|client| assert_eq!(client.response().expect("an answer").text(), "late"));
    drop(waiting);
    turn_until(&|| server.0.stats().connections == 0);
    // Connections that say nothing until their time is over.
    let silent: Vec<Client> = (0..MANY).map(|_| server.client()).collect();
    turn_until(&|| server.0.stats().connections == MANY as u64);
    thread::sleep(Duration::from_millis(1800));
    server.0.turn(Some(Duration::ZERO)).expect("turned");
    let ended = server.0.stats().timeouts;
    assert!((1..=LOT).contains(&ended), "{ended} time-outs in one turn");
    turn_until(&|| server.0.stats().timeouts == MANY as u64);
    drop(silent);
}
