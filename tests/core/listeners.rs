//! Where a server listens: addresses of both families, socket files, inherited descriptors, and what is refused.

use cerver_core::{
    config::{Listen, MAX_CONNECTIONS, MAX_REACTORS, MAX_READ_SIZE, MIN_READ_SIZE, Options, Placement},
    error::Code,
};
use std::{
    fs,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    os::{
        fd::AsRawFd,
        unix::{
            fs::{FileTypeExt, PermissionsExt},
            net::{UnixListener, UnixStream},
        },
    },
    path::Path,
    time::Duration,
};
use support::{
    http::Client,
    server::{Setup, TestServer, each_placement, expect_closed},
    temp::TempDir,
};

/// An address of this machine that no other test uses, so that nobody is given one of its ports meanwhile.
const OWN: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 77);

fn site(listen: Vec<Listen>) -> Setup {
    Setup::new(Placement::Reactor).text("/a", "here").options(|options| options.listen = listen)
}

fn unix(path: &Path, mode: u32) -> Listen {
    Listen::Unix { path: path.to_owned(), mode }
}

fn v6(port: u16) -> Listen {
    Listen::Tcp((Ipv6Addr::LOCALHOST, port).into())
}

fn v4(port: u16) -> Listen {
    Listen::Tcp((Ipv4Addr::LOCALHOST, port).into())
}

fn expect_here(mut client: Client) {
    assert_eq!(client.get("/a").expect("an answer").text(), "here");
}

#[track_caller]
fn expect_refused(server: &TestServer, code: Code) {
    let error = server.0.start().expect_err("refused");
    assert_eq!(error.code(), code, "{error}");
    assert!(!server.0.is_running());
}

#[test]
fn all_kinds_on_one_server() {
    each_placement(|setup| {
        let folder = TempDir::new("listeners");
        let path = folder.path().join("socket");
        let inherited = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
        let inherited_port = inherited.local_addr().expect("bound").port();
        let listen = vec![v4(0), v6(0), unix(&path, 0o600), Listen::Inherited(inherited.as_raw_fd()), v4(0)];
        let server = setup.text("/a", "here").options(|options| options.listen = listen).start();
        let ports: Vec<_> = (0..6).map(|place| server.0.port(place)).collect();
        let [Some(first), Some(second), None, Some(third), Some(last), None] = ports[..] else { panic!("{ports:?}") };
        assert!(first != 0 && last != 0 && first != last);
        assert_eq!(third, inherited_port);
        for port in [first, third, last] {
            expect_here(Client::tcp(port).expect("accepted"));
        }
        let socket = TcpStream::connect(SocketAddr::from((Ipv6Addr::LOCALHOST, second))).expect("accepted");
        expect_here(Client::over(socket));
        expect_here(Client::unix(&path).expect("accepted"));
        assert_eq!(server.0.stats().accepted, 5);
        server.0.stop().expect("stopped");
        expect_closed(|| TcpStream::connect((Ipv4Addr::LOCALHOST, first)).map(drop));
        expect_closed(|| UnixStream::connect(&path).map(drop));
    });
}

#[test]
fn a_server_that_listens_no_more_serves_on() {
    each_placement(|setup| {
        let inherited = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
        let listen = vec![v4(0), Listen::Inherited(inherited.as_raw_fd())];
        let server = setup.text("/a", "here").options(|options| options.listen = listen).start();
        let port = server.0.port(0).expect("bound");
        let mut client = Client::tcp(port).expect("accepted");
        assert_eq!(client.get("/a").expect("an answer").text(), "here");
        for _ in 0..2 {
            server.0.stop_listening().expect("it runs");
        }
        expect_closed(|| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map(drop));
        // Whoever else has the other one goes on accepting.
        let other = TcpStream::connect(inherited.local_addr().expect("bound")).expect("connected");
        let (accepted, _) = inherited.accept().expect("accepted here");
        assert_eq!(accepted.peer_addr().expect("a peer"), other.local_addr().expect("bound"));
        expect_here(client);
        server.0.stop().expect("stopped");
        assert_eq!(server.0.stop_listening().expect_err("it has stopped").code(), Code::State);
        server.0.start().expect("it listens again");
        expect_here(Client::tcp(server.0.port(0).expect("bound")).expect("accepted"));
    });
}

#[test]
fn the_port_is_known_while_the_server_runs() {
    let server = site(vec![v4(0)]).build();
    assert_eq!(server.0.port(0), None);
    server.0.start().expect("started");
    assert!(server.0.port(0).is_some_and(|port| port > 0));
    server.0.stop().expect("stopped");
    assert_eq!(server.0.port(0), None);
}

#[test]
fn a_socket_file_has_its_mode_and_goes_at_the_stop() {
    let folder = TempDir::new("mode");
    let path = folder.path().join("socket");
    for mode in [0o600, 0o666, 0o640] {
        let server = site(vec![unix(&path, mode)]).start();
        let meta = fs::metadata(&path).expect("it is there");
        assert!(meta.file_type().is_socket());
        assert_eq!(meta.permissions().mode() & 0o777, mode);
        expect_here(Client::unix(&path).expect("accepted"));
        server.0.stop().expect("stopped");
        assert!(!path.exists());
    }
}

#[test]
fn a_stale_socket_file_is_replaced_and_a_live_one_is_not() {
    let folder = TempDir::new("stale");
    let path = folder.path().join("socket");
    drop(UnixListener::bind(&path).expect("bound"));
    assert!(path.exists(), "the file of a listener that is gone stays");
    let server = site(vec![unix(&path, 0o600)]).start();
    expect_here(Client::unix(&path).expect("accepted"));
    let second = site(vec![unix(&path, 0o600)]).build();
    expect_refused(&second, Code::Address);
    drop(second);
    expect_here(Client::unix(&path).expect("the first one is unharmed"));
    server.0.stop().expect("stopped");
}

#[test]
fn a_file_that_is_no_socket_is_left_alone() {
    let folder = TempDir::new("file");
    let path = folder.file("data", "precious");
    let server = site(vec![unix(&path, 0o600)]).build();
    expect_refused(&server, Code::Address);
    drop(server);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "precious");
    let long = folder.path().join("x".repeat(120));
    expect_refused(&site(vec![unix(&long, 0o600)]).build(), Code::Address);
    expect_refused(&site(vec![unix(&folder.path().join("no/such/folder"), 0o600)]).build(), Code::Address);
}

#[test]
fn an_inherited_descriptor_stays_the_callers() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let address = listener.local_addr().expect("bound");
    for _ in 0..3 {
        let server = site(vec![Listen::Inherited(listener.as_raw_fd())]).start();
        assert_eq!(server.port(), address.port());
        expect_here(server.client());
        server.0.stop().expect("stopped");
    }
    let _client = TcpStream::connect(address).expect("the caller's listener is open");
    listener.set_nonblocking(false).expect("set");
    listener.accept().expect("it accepts");
}

#[test]
fn descriptors_that_do_not_listen_are_refused() {
    let file = fs::File::open("/dev/null").expect("it is there");
    let socket = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let (one, _other) = UnixStream::pair().expect("a pair");
    for fd in [-1, i32::MAX, file.as_raw_fd(), socket.as_raw_fd(), one.as_raw_fd()] {
        expect_refused(&site(vec![Listen::Inherited(fd)]).build(), Code::Address);
    }
}

#[test]
fn a_busy_port_is_refused() {
    each_placement(|setup| {
        let server = setup.start();
        expect_refused(&site(vec![v4(server.port())]).build(), Code::Address);
        // What was bound before the failure is free again.
        let free = TcpListener::bind((OWN, 0)).expect("bound").local_addr().expect("bound");
        expect_refused(&site(vec![Listen::Tcp(free), v4(server.port())]).build(), Code::Address);
        TcpListener::bind(free).expect("free again");
    });
}

#[test]
fn an_address_of_another_machine_is_refused() {
    let elsewhere = Listen::Tcp((Ipv4Addr::new(192, 0, 2, 1), 0).into());
    expect_refused(&site(vec![elsewhere]).build(), Code::Address);
}

#[test]
fn options_that_make_no_sense_are_refused() {
    expect_refused(&site(Vec::new()).build(), Code::State);
    let changes: [fn(&mut Options); 7] = [
        |options| options.read_size = MIN_READ_SIZE - 1,
        |options| options.read_size = MAX_READ_SIZE + 1,
        |options| options.max_connections = 0,
        |options| options.max_connections = MAX_CONNECTIONS + 1,
        |options| (options.send_high, options.send_low) = (0, 0),
        |options| options.send_low = options.send_high,
        |options| options.reactors = MAX_REACTORS + 1,
    ];
    for change in changes {
        expect_refused(&site(vec![v4(0)]).options(change).build(), Code::Argument);
    }
}

/// A restart takes the port although connections of the last run are still known to the system.
#[test]
fn the_same_port_again() {
    each_placement(|setup| {
        let listen = |port: u16| vec![Listen::Tcp((OWN, port).into())];
        let server = setup.text("/a", "here").options(|options| options.listen = listen(0)).start();
        let port = server.port();
        let client = || Client::over(TcpStream::connect((OWN, port)).expect("accepted"));
        let mut left = Vec::new();
        for _ in 0..5 {
            let mut client = client();
            assert_eq!(client.get("/a").expect("an answer").text(), "here");
            left.push(client);
            server.0.stop().expect("stopped");
            server.0.configure(|options| options.listen = listen(port)).expect("it is stopped");
            server.0.start().expect("started again");
            assert_eq!(server.port(), port);
        }
        expect_here(client());
    });
}

#[test]
fn ipv6_alone_takes_no_ipv4() {
    let server = site(vec![v6(0)]).start();
    // Another test may have the same port at the usual address.
    let refused = TcpStream::connect_timeout(&(OWN, server.port()).into(), Duration::from_secs(1));
    assert!(refused.is_err());
}
