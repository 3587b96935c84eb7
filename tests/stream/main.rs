//! Streams of bytes: events out, commands in, pushed on the reactor and pulled by the program.

mod hostile;
mod pulling;
mod pushing;

use cerver_core::{
    config::{Listen, Options},
    events::CloseReason,
    server::Server,
    stream::{App, Event, Stream},
};
use std::{
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpStream},
    sync::{Arc, mpsc},
    time::Duration,
};

/// Longest time for anything here.
const WAIT: Duration = Duration::from_secs(10);

/// An event with bytes of its own, to be looked at later.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Seen {
    Opened,
    Data(Vec<u8>),
    Drained,
    HalfClosed,
    Draining,
    Closed(CloseReason),
    TlsFailed,
}

impl From<Event<'_>> for Seen {
    fn from(event: Event<'_>) -> Self {
        match event {
            Event::Opened => Self::Opened,
            Event::Data(data) => Self::Data(data.to_vec()),
            Event::Drained => Self::Drained,
            Event::HalfClosed => Self::HalfClosed,
            Event::Draining => Self::Draining,
            Event::Closed(reason) => Self::Closed(reason),
            Event::TlsFailed(_) => Self::TlsFailed,
        }
    }
}

fn options() -> Options {
    Options {
        listen: vec![Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into())],
        backlog: 1024,
        drain_timeout: Duration::from_millis(300),
        ..Options::default()
    }
}

/// A server whose events also go to a channel; stopped at its end.
struct Pushing {
    server: Server,
    events: mpsc::Receiver<(Stream, u64, Seen)>,
}

impl Pushing {
    fn start(options: Options, on_event: impl Fn(Stream, Event<'_>) + Send + Sync + 'static) -> Self {
        let app = App::new();
        let (sender, events) = mpsc::channel();
        app.set_on_event(Some(Arc::new(move |stream, tag, event| {
            on_event(stream, event);
            // Nobody looks any more when a test ends.
            let _ = sender.send((stream, tag, event.into()));
        })));
        let server = Server::new("stream", options, app);
        server.start().expect("started");
        Self { server, events }
    }

    fn client(&self) -> TcpStream {
        connect(&self.server)
    }

    fn next(&self) -> (Stream, u64, Seen) {
        self.events.recv_timeout(WAIT).expect("an event")
    }

    /// Skips to the end of a connection and returns why it came.
    fn closed(&self) -> CloseReason {
        loop {
            if let (_, _, Seen::Closed(reason)) = self.next() {
                return reason;
            }
        }
    }
}

impl Drop for Pushing {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
        let _ = self.server.stop();
    }
}

fn connect(server: &Server) -> TcpStream {
    let port = server.port(0).expect("a port");
    let client = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
    client.set_read_timeout(Some(WAIT)).expect("set");
    client.set_write_timeout(Some(WAIT)).expect("set");
    client
}

/// Reads to the end.
fn rest(mut client: &TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    match client.read_to_end(&mut all) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("no end: {error}"),
    }
    all
}

/// Sends everything and ends the client's side.
fn say(mut client: &TcpStream, text: &[u8]) {
    client.write_all(text).expect("sent");
    client.shutdown(Shutdown::Write).expect("shut down");
}
