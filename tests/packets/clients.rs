//! Clients: what they are told, what can be done with them, and what is left of them.

use crate::{EVERYWHERE, Running, WAIT, app_packet, handler, options, packet, read, say, try_read};
use cerver_core::{
    error::Code,
    packets::{App, Client, Handlers, Header, Info, Packet, wire::packet_type},
};
use parking_lot::Mutex;
use std::{
    any::Any,
    net::Shutdown,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// A server that tells of its clients.
fn telling() -> (Running, Arc<App>, mpsc::Receiver<Client>) {
    let app = App::new();
    let (sender, clients) = mpsc::channel();
    app.set_handlers(Handlers {
        app: Some(handler(true, move |packet: Packet<'_>| {
            // Nobody looks any more when the test ends.
            let _ = sender.send(packet.client);
        })),
        ..Handlers::default()
    });
    (Running::start(&app, options()), app, clients)
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let end = std::time::Instant::now() + WAIT;
    while !is_so() {
        assert!(std::time::Instant::now() < end, "it never happens");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_new_client_is_told_who_the_server_is() {
    let app = App::new();
    let info = Info { kind: 1, name: "name".to_owned(), welcome: "welcome".to_owned(), protocol: 6, ..Info::default() };
    app.set_info(info.clone());
    let server = Running::start(&app, options());
    let client = server.silent_client();
    let (header, data) = read(&client);
    let port = server.0.port(0).expect("a port");
    let expected = Info { port, ..info }.packet();
    assert_eq!([&header.write()[..], &data].concat(), expected);
}

#[test]
fn a_client_ends_by_its_packet_and_by_its_half() {
    for place in EVERYWHERE {
        let server = Running::echoing(place);
        for request in [1, 2] {
            let client = server.client();
            say(&client, &[app_packet(b"last"), packet(packet_type::CLIENT, request, b"")].concat());
            assert_eq!(read(&client).1, b"last");
            assert!(try_read(&client).is_none(), "{place:?}");
        }
        let client = server.client();
        say(&client, &app_packet(b"last"));
        client.shutdown(Shutdown::Write).expect("shut down");
        assert_eq!(read(&client).1, b"last");
        assert!(try_read(&client).is_none(), "{place:?}");
    }
}

#[test]
fn any_thread_sends_and_closes_and_late_commands_find_nobody() {
    let (server, app, clients) = telling();
    let socket = server.client();
    say(&socket, &app_packet(b""));
    let client = clients.recv_timeout(WAIT).expect("a client");
    thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || {
                for _ in 0..100 {
                    while let Err(error) = client.send(Header::new(packet_type::APP, number, 0), &[number as u8; 100]) {
                        assert_eq!(error.code(), Code::Again);
                        thread::yield_now();
                    }
                }
            });
        }
        for _ in 0..400 {
            let (header, data) = read(&socket);
            assert_eq!(data, [header.request_type as u8; 100]);
        }
    });
    let stats = client.stats().expect("it is there");
    assert_eq!((stats.packets_received, stats.bytes_received), (1, 32));
    assert_eq!((stats.packets_sent, stats.bytes_sent), (401, 688 + 400 * 132));
    assert_eq!(app.stats().sent[7], 400);
    assert_eq!(Client::from_token(client.token()).map(Client::peer), Some(client.peer()));
    client.close().expect("it is there");
    let late = client.send_raw(b"late").map_err(|error| error.code());
    assert!(matches!(late, Err(Code::Closed | Code::Handle)), "it is closing, or gone already: {late:?}");
    assert!(try_read(&socket).is_none());
    wait_until(|| client.check().is_err_and(|error| error.code() == Code::Handle));
    assert_eq!(client.close().map_err(|error| error.code()), Err(Code::Handle));
    let other = server.client();
    say(&other, &app_packet(b""));
    let second = clients.recv_timeout(WAIT).expect("a client");
    assert!(second != client && client.check().is_err());
    second.abort().expect("it is there");
    assert!(try_read(&other).is_none());
}

#[test]
fn data_of_a_client_go_with_it() {
    struct Data(mpsc::Sender<u32>, u32);
    impl Drop for Data {
        fn drop(&mut self) {
            let _ = self.0.send(self.1);
        }
    }
    let (server, _, clients) = telling();
    let (sender, dropped) = mpsc::channel();
    let socket = server.client();
    say(&socket, &app_packet(b""));
    let client = clients.recv_timeout(WAIT).expect("a client");
    let data = |number| Some(Arc::new(Data(sender.clone(), number)) as Arc<dyn Any + Send + Sync>);
    assert!(client.set_data(data(1)).expect("it is there").is_none());
    assert!(client.set_data(data(2)).expect("it is there").is_some());
    assert_eq!(dropped.recv_timeout(WAIT), Ok(1));
    assert!(client.data().expect("it is there").is_some_and(|data| data.is::<Data>()));
    drop(socket);
    assert_eq!(dropped.recv_timeout(WAIT), Ok(2));
    assert!(client.set_data(data(3)).is_err());
    assert_eq!(dropped.recv_timeout(WAIT), Ok(3), "it was not taken");
}

#[test]
fn a_graceful_stop_finishes_what_came_and_says_good_bye() {
    for place in EVERYWHERE {
        let server = Running::echoing(place);
        let client = server.client();
        say(&client, &app_packet(b"before the end").repeat(20));
        thread::scope(|scope| {
            let stop = scope.spawn(|| server.0.drain(WAIT));
            for _ in 0..20 {
                assert_eq!(read(&client).1, b"before the end", "{place:?}");
            }
            let (header, _) = read(&client);
            assert_eq!((header.packet_type, header.request_type, header.packet_size), (1, 2, 32), "{place:?}");
            assert!(try_read(&client).is_none());
            stop.join().expect("no panic").expect("drained");
        });
    }
}

#[test]
fn a_packet_is_handled_after_its_client_has_gone() {
    let app = App::new();
    let (sender, seen) = mpsc::channel();
    let (open, opened) = mpsc::channel::<()>();
    let gate = Mutex::new(opened);
    let queued = handler(false, move |packet: Packet<'_>| {
        gate.lock().recv().expect("the test opens");
        let _ = sender.send(packet.client.send(packet.header, b"").map_err(|error| error.code()));
    });
    app.set_handlers(Handlers { app: Some(queued), ..Handlers::default() });
    let server = Running::start(&app, options());
    let client = server.client();
    say(&client, &app_packet(b""));
    wait_until(|| app.stats().received[7] == 1);
    let linger = socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO));
    linger.expect("set");
    drop(client);
    wait_until(|| server.0.stats().connections == 0);
    open.send(()).expect("the handler waits");
    assert_eq!(seen.recv_timeout(WAIT).expect("it was handled"), Err(Code::Handle));
}
