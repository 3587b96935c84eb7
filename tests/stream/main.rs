//! Streams of bytes: events out, commands in, pushed on the reactor and pulled by the program.

mod accepting;
mod dialing;
mod ends;
mod hostile;
mod lending;
mod pulling;
mod pushing;
mod reading;
mod sending;
mod timing;
mod troubles;
mod watching;

use cerver_core::{
    config::{Listen, Options},
    events::{CloseReason, Occurrence},
    server::Server,
    stream::{App, Event, Stream},
};
use std::{
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpStream},
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

/// Longest time for anything here.
const WAIT: Duration = Duration::from_secs(10);

/// An event with bytes of its own, to be looked at later.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Seen {
    Opened,
    Connected,
    ConnectFailed(i32),
    Resolved(Option<i32>, String),
    Occurred(Occurrence),
    Data(Vec<u8>),
    Drained,
    Sent,
    Released(u64),
    HalfClosed,
    Draining,
    Closed(CloseReason),
    TlsFailed,
    /// Place and error.
    ListenerFailed(usize, i32),
    Warning(String),
}

impl From<Event<'_>> for Seen {
    fn from(event: Event<'_>) -> Self {
        match event {
            Event::Opened => Self::Opened,
            Event::Connected => Self::Connected,
            Event::Occurred(what) => Self::Occurred(what),
            Event::ConnectFailed { os_error, text } => {
                assert!(!text.is_empty());
                Self::ConnectFailed(os_error)
            }
            Event::Resolved { os_error, text } => Self::Resolved(os_error, text.to_owned()),
            Event::Data(data) => Self::Data(data.to_vec()),
            Event::Drained => Self::Drained,
            Event::Sent => Self::Sent,
            Event::Released(id) => Self::Released(id),
            Event::HalfClosed => Self::HalfClosed,
            Event::Draining => Self::Draining,
            Event::Closed(reason) => Self::Closed(reason),
            Event::TlsFailed(_) => Self::TlsFailed,
            Event::ListenerFailed { place, os_error, text } => {
                assert!(text.contains("cannot accept"), "{text}");
                Self::ListenerFailed(place, os_error)
            }
            Event::Warning(text) => Self::Warning(text.to_owned()),
        }
    }
}

fn options() -> Options {
    Options {
        listen: vec![Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into())],
        backlog: 1024,
        drain_timeout: WAIT,
        ..Options::default()
    }
}

/// A server whose events also go to a channel; stopped at its end.
struct Pushing {
    app: Arc<App>,
    server: Server,
    events: mpsc::Receiver<(Stream, u64, Seen)>,
}

impl Pushing {
    fn start(options: Options, on_event: impl Fn(Stream, Event<'_>) + Send + Sync + 'static) -> Self {
        let app = App::new();
        let (sender, events) = mpsc::channel();
        app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, tag, event: Event<'_>| {
            let Some(stream) = stream else { return };
            on_event(stream, event);
            // Nobody looks any more when a test ends.
            let _ = sender.send((stream, tag, event.into()));
        })));
        let server = Server::new("stream", options, Arc::clone(&app) as Arc<_>);
        server.start().expect("started");
        Self { app, server, events }
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

/// An opened server, and its events one by one.
struct Pulling {
    app: Arc<App>,
    server: Server,
}

impl Pulling {
    fn open(options: Options) -> Self {
        let app = App::new();
        let server = Server::new("pulled", options, Arc::clone(&app) as Arc<_>);
        server.open().expect("opened");
        Self { app, server }
    }

    fn next(&self) -> (Option<Stream>, u64, Seen) {
        self.next_within(WAIT).expect("it never came")
    }

    fn next_within(&self, time: Duration) -> Option<(Option<Stream>, u64, Seen)> {
        let end = Instant::now() + time;
        while Instant::now() < end {
            let mut seen = None;
            let take = |stream: Option<Stream>, tag, event: Event<'_>| seen = Some((stream, tag, event.into()));
            let wait = end.saturating_duration_since(Instant::now());
            self.app.next_events(&self.server, 1, Some(wait), take).expect("events");
            if seen.is_some() {
                return seen;
            }
        }
        None
    }
}

impl Drop for Pulling {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
        let _ = self.server.stop();
    }
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
