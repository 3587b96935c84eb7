//! Things that come at an unlucky moment: a decision behind the end, an answer beside its handler, a body before it is
//! asked for.

use cerver_core::{
    config::Placement,
    error::Code,
    http::{Exchange, Fields, Route, method::Method, status::Status},
    testing::{Driver, Placing, last_use},
};
use parking_lot::Mutex;
use std::{
    collections::HashSet,
    net::TcpStream,
    sync::{Arc, mpsc},
    time::Duration,
};
use support::{
    http::Client,
    server::{Setup, answer, each_placement, eventually, post},
};

const WAIT: Duration = Duration::from_secs(5);

/// A gate that decides after its client has gone keeps nothing of the request.
#[test]
fn a_request_that_passes_after_its_client_has_gone_is_over() {
    each_placement(|setup| {
        let (sender, exchanges) = mpsc::channel();
        let route = Route::new("/echo");
        route.handle(Method::Post, Arc::new(|exchange| answer(exchange, "never called")));
        route.set_gate(Some(Arc::new(move |exchange: Exchange| {
            exchange.detach().expect("the gate");
            sender.send(exchange).expect("the test goes on");
        })));
        let server = setup.route(&route).start();
        let socket = TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
        socket2::SockRef::from(&socket).set_linger(Some(Duration::ZERO)).expect("set");
        let mut client = Client::over(socket);
        client.send(post("/echo", "abc")).expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        eventually("the gate has returned", || exchange.detach().is_err_and(|error| error.code() == Code::State));
        drop(client);
        eventually("the client has gone", || !exchange.is_connected());
        assert_eq!(exchange.pass().expect_err("nobody is there").code(), Code::Closed);
        assert_eq!(exchange.close().expect_err("nothing is left of it").code(), Code::Handle);
        eventually("the connection is gone", || server.0.stats().connections == 0);
        assert_eq!(server.0.stats().responses, 0);
    });
}

/// What is written from elsewhere stands before what a handler writes that is called later, also when the reactor has not
/// looked at the former yet.
#[test]
fn answers_from_elsewhere_keep_their_place() {
    for placing in [Placing::Here, Placing::Queue(4)] {
        let begun: Arc<Mutex<Option<Exchange>>> = Arc::default();
        let route = Route::new("/both");
        let keep = Arc::clone(&begun);
        route.handle(
            Method::Post,
            Arc::new(move |exchange: Exchange| {
                exchange.stream(Status::OK, &Fields::default()).expect("the first answer");
                *keep.lock() = Some(exchange);
            }),
        );
        route.stream_body(Some(Arc::new(|exchange: Exchange| {
            let mut buffer = [0; 100];
            let count = exchange.read_body(&mut buffer, Some(Duration::ZERO)).expect("something has come");
            exchange.stream_write(&buffer[..count]).expect("begun");
            if buffer[..count].contains(&b'!') {
                exchange.stream_end().expect("begun");
            }
        })));
        let setup = Setup::new(Placement::Reactor).route(&route);
        let mut driver = Driver::new(setup.application(), placing).expect("it starts");
        let mut answered = Vec::new();
        driver.connect();
        driver.send(b"POST /both HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n");
        while driver.work() | driver.deliver() {}
        let exchange = begun.lock().expect("the handler was called");
        for piece in ["bod", "y: ", "end"] {
            exchange.stream_write(format!("<{piece}>").as_bytes()).expect("begun");
            driver.send(piece.replace("end", "en!").as_bytes());
            while driver.work() | driver.deliver() {}
            driver.take(usize::MAX, &mut answered);
        }
        let text = String::from_utf8(answered).expect("text");
        let (_, body) = text.split_once("\r\n\r\n").expect("a head");
        let order = "5\r\n<bod>\r\n3\r\nbod\r\n5\r\n<y: >\r\n3\r\ny: \r\n5\r\n<end>\r\n3\r\nen!\r\n0\r\n\r\n";
        assert_eq!(body, order, "{placing:?}");
    }
}

/// A body that is taken in pieces is asked for when its handler has returned without an answer.
#[test]
fn pieces_are_asked_for() {
    each_placement(|setup| {
        let route = Route::new("/pieces");
        let sum = Arc::new(Mutex::new(Vec::new()));
        route.handle(Method::Post, Arc::new(|_| {}));
        route.stream_body(Some(Arc::new(move |exchange: Exchange| {
            let mut buffer = [0; 100];
            while let Ok(count) = exchange.read_body(&mut buffer, Some(Duration::ZERO)) {
                if count == 0 {
                    return answer(exchange, std::mem::take(&mut *sum.lock()));
                }
                sum.lock().extend_from_slice(&buffer[..count]);
            }
        })));
        let server = setup.route(&route).start();
        let mut client = server.client();
        for framing in ["Content-Length: 3", "Transfer-Encoding: chunked"] {
            let head = format!("POST /pieces HTTP/1.1\r\nHost: h\r\n{framing}\r\nExpect: 100-continue\r\n\r\n");
            client.send(head).expect("sent");
            assert_eq!(client.response().expect("an interim answer").status, 100);
            client.send(if framing.starts_with('C') { "abc" } else { "3\r\nabc\r\n0\r\n\r\n" }).expect("sent");
            let response = client.response().expect("one answer, and no second interim one");
            assert_eq!((response.status, response.text().as_str()), (200, "abc"));
        }
    });
}

/// A place in the table of requests that was used 16 million times is left behind: handles of its first uses would be good
/// again.
#[test]
fn a_handle_never_comes_again() {
    let (sender, handles) = mpsc::channel();
    let setup = Setup::new(Placement::Reactor).get("/", move |exchange| {
        let exchange = last_use(exchange);
        sender.send(exchange).expect("the test goes on");
        answer(exchange, "here");
    });
    let mut driver = Driver::new(setup.application(), Placing::Here).expect("it starts");
    driver.connect();
    for _ in 0..3 {
        driver.send(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        while driver.work() | driver.deliver() {}
    }
    let mut answers = Vec::new();
    driver.take(usize::MAX, &mut answers);
    assert_eq!(String::from_utf8_lossy(&answers).matches("\r\n\r\nhere").count(), 3);
    let places: HashSet<u64> = handles.try_iter().map(|exchange| exchange.token() & 0xff_ffff).collect();
    assert_eq!(places.len(), 3);
}
