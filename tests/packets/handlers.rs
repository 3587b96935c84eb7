//! Handlers: where they run, in which order, and what becomes of their failures.

use crate::{
    EVERYWHERE, Running, Where, app_packet, echoing, error_text, handler, limits, options, packet, read, say, try_read,
};
use cerver_core::{
    config::{Options, Placement},
    packets::{App, Code, Handlers, Packet, wire::packet_type},
};
use parking_lot::Mutex;
use std::{
    sync::{Arc, mpsc},
    thread,
};

#[test]
fn packets_of_a_client_are_answered_in_order_everywhere() {
    for place in EVERYWHERE {
        let server = Running::echoing(place);
        thread::scope(|scope| {
            for number in 0..4_u32 {
                let client = server.client();
                scope.spawn(move || {
                    let mut all = Vec::new();
                    for request in 0..300 {
                        all.extend(packet(packet_type::APP, request, &number.to_le_bytes()));
                    }
                    let reader = client.try_clone().expect("cloned");
                    thread::scope(|scope| {
                        scope.spawn(move || say(&client, &all));
                        for request in 0..300 {
                            let (header, data) = read(&reader);
                            assert_eq!((header.request_type, &data[..]), (request, &number.to_le_bytes()[..]));
                        }
                    });
                });
            }
        });
    }
}

#[test]
fn each_type_has_its_handler_and_others_are_told() {
    let app = App::new();
    let tell = |text: &'static str| {
        handler(true, move |packet: Packet<'_>| {
            packet.client.send(packet.header, text.as_bytes()).expect("sent");
        })
    };
    app.set_handlers(Handlers { app: Some(tell("app")), app_error: Some(tell("error")), ..Handlers::default() });
    let server = Running::start(&app, options());
    let client = server.client();
    for (kind, expected) in [(packet_type::APP, "app"), (packet_type::APP_ERROR, "error")] {
        say(&client, &packet(kind, 0, b""));
        assert_eq!(read(&client).1, expected.as_bytes());
    }
    say(&client, &packet(packet_type::CUSTOM, 0, b""));
    assert_eq!(error_text(&read(&client)), "this server has no handler for that packet");
    let stats = app.stats();
    assert_eq!((stats.received[7], stats.received[8], stats.received[9]), (1, 1, 1));
    assert_eq!((stats.sent[1], stats.sent[3], stats.sent[7], stats.sent[8]), (1, 1, 1, 1));
}

#[test]
fn numbers_choose_among_handlers() {
    let app = App::new();
    let numbered = |number: u8| {
        (number, handler(false, move |packet: Packet<'_>| packet.client.send(packet.header, &[number]).expect("sent")))
    };
    app.set_handlers(Handlers { numbered: vec![numbered(0), numbered(5)], ..Handlers::default() });
    let server = Running::start(&app, options());
    let client = server.client();
    for (number, expected) in [(5, Some(5)), (0, Some(0)), (4, None)] {
        let mut bytes = app_packet(b"");
        bytes[16] = number;
        say(&client, &bytes);
        let answer = read(&client);
        match expected {
            Some(number) => assert_eq!((answer.0.handler_id, &answer.1[..]), (number, &[number][..])),
            None => assert_eq!(error_text(&answer), "this server has no handler for that packet"),
        }
    }
}

/// Tells of the life of its thread.
struct Living(mpsc::Sender<(&'static str, Option<String>)>);

impl Living {
    fn tell(&self, what: &'static str) {
        // Nobody looks any more when the test ends.
        let _ = self.0.send((what, thread::current().name().map(str::to_owned)));
    }
}

impl Code for Living {
    fn begin(&self) {
        self.tell("begin");
    }
    fn handle(&self, packet: Packet<'_>) {
        self.tell("handle");
        crate::echo(packet);
    }
    fn end(&self) {
        self.tell("end");
    }
}

#[test]
fn a_queued_handler_has_one_thread_from_start_to_stop() {
    let app = App::new();
    let (sender, events) = mpsc::channel();
    let living = cerver_core::packets::Handler { is_direct: false, queue_limit: 4, code: Arc::new(Living(sender)) };
    let handlers = Handlers { app: Some(living.clone()), app_error: Some(living), ..Handlers::default() };
    app.set_handlers(handlers);
    let server = Running::start(&app, options());
    for _ in 0..2 {
        let client = server.client();
        say(&client, &[app_packet(b"x"), packet(packet_type::APP_ERROR, 0, b"y")].concat());
        assert_eq!((read(&client).1, read(&client).1), (b"x".to_vec(), b"y".to_vec()));
        drop(client);
        server.0.stop().expect("stopped");
        let seen: Vec<_> = events.try_iter().collect();
        assert_eq!(seen.iter().map(|seen| seen.0).collect::<Vec<_>>(), ["begin", "handle", "handle", "end"]);
        assert!(seen.iter().all(|seen| seen.1.as_deref() == Some("packets-h")), "{seen:?}");
        server.0.start().expect("started again");
        assert_eq!(events.recv().expect("an event").0, "begin");
        server.0.stop().expect("stopped");
        assert_eq!(events.recv().expect("an event").0, "end");
        server.0.start().expect("started again");
        // That of this start is seen in the next round.
    }
}

#[test]
fn a_panic_ends_its_client_alone() {
    for place in EVERYWHERE {
        let app = App::new();
        let is_direct = place != Where::Queued;
        let fail = |packet: Packet<'_>| {
            assert_ne!(packet.data, b"bad");
            crate::echo(packet);
        };
        app.set_handlers(Handlers { app: Some(handler(is_direct, fail)), ..Handlers::default() });
        let placement = if let Where::Direct(placement) = place { placement } else { Placement::Reactor };
        let server = Running::start(&app, Options { placement, ..options() });
        let (other, client) = (server.client(), server.client());
        say(&client, &app_packet(b"bad"));
        assert!(try_read(&client).is_none(), "{place:?}");
        say(&other, &app_packet(b"good"));
        assert_eq!(read(&other).1, b"good");
        assert_eq!(server.0.stats().handler_panics, 1, "{place:?}");
    }
}

#[test]
fn a_full_queue_holds_clients_up_and_loses_nothing() {
    let app = App::new();
    let (enter, entered) = mpsc::channel();
    let (open, opened) = mpsc::channel::<()>();
    let gate = Mutex::new(opened);
    let mut slow = handler(false, move |packet: Packet<'_>| {
        if packet.header.request_type == 0 {
            enter.send(()).expect("the test waits");
            gate.lock().recv().expect("the test opens");
        }
        crate::echo(packet);
    });
    slow.queue_limit = 2;
    app.set_handlers(Handlers { app: Some(slow), ..Handlers::default() });
    let server = Running::start(&app, options());
    let clients: Vec<_> = (0..4).map(|_| server.client()).collect();
    say(&clients[0], &packet(packet_type::APP, 0, b""));
    entered.recv().expect("the handler runs");
    for client in &clients {
        say(client, &app_packet(b"later").repeat(50));
        // Others are served meanwhile.
        let other = server.client();
        say(&other, &packet(packet_type::TEST, 0, b""));
        read(&other);
    }
    open.send(()).expect("the handler waits");
    read(&clients[0]);
    for client in &clients {
        for _ in 0..50 {
            assert_eq!(read(client).1, b"later");
        }
    }
}

#[test]
fn versions_are_checked_when_asked_for() {
    let app = echoing(true);
    limits(&app, |options| {
        (options.check_packets, options.protocol_id, options.protocol_version) = (true, 5, (2, 1));
    });
    let server = Running::start(&app, options());
    let client = server.client();
    say(&client, &packet(packet_type::TEST, 0, b""));
    assert_eq!(read(&client).0.packet_type, packet_type::TEST);
    say(&client, &app_packet(b"\x05\0\0\0\x02\0\x01\0text"));
    assert_eq!(read(&client).1, b"text");
    say(&client, &app_packet(b"\x05\0\0\0\x03\0\x01\0text"));
    assert_eq!(error_text(&read(&client)), "the packet is of another version of the protocol");
    assert!(try_read(&client).is_none());
    let client = server.client();
    say(&client, &app_packet(b"short"));
    assert_eq!(error_text(&read(&client)), "the packet has no version of the protocol");
    assert!(try_read(&client).is_none());
}
