//! cerver's packets: the state machine at every cut, and servers with real clients.

mod clients;
mod handlers;
mod hostile;
mod splits;
mod updates;

use cerver_core::{
    config::{Listen, Options, PacketOptions, Placement},
    packets::{
        App, Code, Handler, Handlers, Header, Info, Packet,
        wire::{HEADER_SIZE, packet_type},
    },
    server::Server,
};
use std::{
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, TcpStream},
    sync::Arc,
    time::Duration,
};

/// Longest time for anything here.
const WAIT: Duration = Duration::from_secs(20);
const INFO: usize = 688;

/// Where handlers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Direct(Placement),
    /// A thread of the handler's own.
    Queued,
}

const EVERYWHERE: [Where; 4] = [
    Where::Direct(Placement::Reactor),
    Where::Direct(Placement::Pool { threads: 2 }),
    Where::Direct(Placement::OwnThread),
    Where::Queued,
];

/// A handler from a closure.
struct Function<F>(F);

impl<F: Fn(Packet<'_>) + Send + Sync> Code for Function<F> {
    fn handle(&self, packet: Packet<'_>) {
        (self.0)(packet);
    }
}

fn handler(is_direct: bool, function: impl Fn(Packet<'_>) + Send + Sync + 'static) -> Handler {
    Handler { is_direct, queue_limit: 1024, code: Arc::new(Function(function)) }
}

/// Sends the data back in a packet of the same type and request.
fn echo(packet: Packet<'_>) {
    // The client may have gone.
    let _ = packet.client.send(packet.header, packet.data);
}

/// An application whose handlers for APP, APP_ERROR and CUSTOM echo.
fn echoing(is_direct: bool) -> Arc<App> {
    let app = App::new();
    let handlers = Handlers {
        app: Some(handler(is_direct, echo)),
        app_error: Some(handler(is_direct, echo)),
        custom: Some(handler(is_direct, echo)),
        numbered: Vec::new(),
    };
    app.set_handlers(handlers);
    app.set_info(Info {
        kind: 1,
        name: "test".to_owned(),
        welcome: "hello".to_owned(),
        protocol: 6,
        ..Info::default()
    });
    app
}

fn options() -> Options {
    Options {
        listen: vec![Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into())],
        backlog: 1024,
        drain_timeout: WAIT,
        ..Options::default()
    }
}

/// A running server; stopped at its end.
struct Running(Server);

impl Running {
    fn start(app: &Arc<App>, options: Options) -> Self {
        let server = Server::new("packets", options, app.clone());
        server.start().expect("started");
        Self(server)
    }

    fn echoing(place: Where) -> Self {
        let placement = if let Where::Direct(placement) = place { placement } else { Placement::Reactor };
        Self::start(&echoing(place != Where::Queued), Options { placement, ..options() })
    }

    /// A client that has read the info packet.
    fn client(&self) -> TcpStream {
        let client = self.silent_client();
        let info = read(&client);
        assert_eq!((info.0.packet_type, info.0.request_type, info.1.len()), (1, 1, INFO - HEADER_SIZE));
        client
    }

    /// A client that has read nothing.
    fn silent_client(&self) -> TcpStream {
        let port = self.0.port(0).expect("a port");
        let client = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
        client.set_read_timeout(Some(WAIT)).expect("set");
        client.set_write_timeout(Some(WAIT)).expect("set");
        client
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.shutdown();
        let _ = self.0.stop();
    }
}

/// A whole packet.
fn packet(packet_type: u32, request: u32, data: &[u8]) -> Vec<u8> {
    [&Header::new(packet_type, request, data.len()).write()[..], data].concat()
}

fn app_packet(data: &[u8]) -> Vec<u8> {
    packet(packet_type::APP, 1, data)
}

fn say(mut client: &TcpStream, bytes: &[u8]) {
    client.write_all(bytes).expect("sent");
}

/// The next packet.
fn read(client: &TcpStream) -> (Header, Vec<u8>) {
    try_read(client).expect("a packet")
}

/// The next packet; None at the end.
fn try_read(mut client: &TcpStream) -> Option<(Header, Vec<u8>)> {
    let mut bytes = [0; HEADER_SIZE];
    match client.read_exact(&mut bytes) {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => return None,
        Err(error) => panic!("neither packet nor end: {error}"),
    }
    let header = Header::read(&bytes);
    let mut data = vec![0; header.packet_size as usize - HEADER_SIZE];
    client.read_exact(&mut data).expect("the data");
    Some((header, data))
}

/// The text of an error packet.
fn error_text(packet: &(Header, Vec<u8>)) -> String {
    assert_eq!((packet.0.packet_type, packet.0.request_type, packet.1.len()), (3, 2, 144));
    let text = &packet.1[12..];
    let end = text.iter().position(|&byte| byte == 0).expect("a NUL");
    String::from_utf8(text[..end].to_vec()).expect("UTF-8")
}

fn limits(app: &App, change: impl FnOnce(&mut PacketOptions)) {
    app.configure(change).expect("good limits");
}
