//! Requests of every kind, one behind the other and in any order on one connection, are answered through TLS as they are
//! without it, wherever the writes of the client begin and end.

use crate::support::{Certificates, ONLY_12, ONLY_13, SecuredSetup, TlsClient, Trust, WAIT, content};
use cerver_core::{
    error::Code,
    http::{Exchange, Fields, status::Status},
};
use std::{fs, io, thread};
use support::{
    http::{Client, Stream},
    server::{Setup, each_placement},
    slack,
    temp::TempDir,
};

/// Around what is put together with a head, records of TLS, pages, pieces of files and the mark of what may wait.
const LENGTHS: [usize; 12] = [0, 1, 4095, 8192, 8193, 16_383, 16_384, 16_385, 65_536, 65_537, 262_144, 300_000];
const SEQUENCES: u64 = 12;

impl Stream for TlsClient {
    fn finish(&self) -> io::Result<()> {
        unreachable!("no sequence ends its side")
    }
}

/// Numbers that are the same for the same seed.
struct Numbers(u64);

impl Numbers {
    /// One below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn length(&mut self) -> usize {
        LENGTHS[self.below(LENGTHS.len())]
    }
}

/// A request, and what has to come: the status, and the body, where that is known.
struct Step {
    request: Vec<u8>,
    is_head: bool,
    status: u16,
    body: Option<Vec<u8>>,
}

impl Step {
    fn any(numbers: &mut Numbers) -> Self {
        let length = numbers.length();
        let get = |path: &str, fields: &str| format!("GET {path} HTTP/1.1\r\nHost: h\r\n{fields}\r\n").into_bytes();
        let step = |request, status, body| Self { request, is_head: false, status, body };
        match numbers.below(8) {
            0 => step(get("/", ""), 200, Some(b"hello".to_vec())),
            1 => step(get("/missing", ""), 404, None),
            2 | 3 => step(get(&format!("/{length}"), ""), 200, Some(content(length))),
            4 => {
                let length = length.max(1);
                let start = numbers.below(length);
                let request = get(&format!("/{length}"), &format!("Range: bytes={start}-\r\n"));
                step(request, 206, Some(content(length)[start..].to_vec()))
            }
            5 => {
                let request = format!("HEAD /{length} HTTP/1.1\r\nHost: h\r\n\r\n").into_bytes();
                Self { request, is_head: true, status: 200, body: Some(Vec::new()) }
            }
            6 => step(get(&format!("/streamed/{length}"), ""), 200, Some(content(length))),
            _ => {
                // What waits to be sent by the client is no more than what the kernel takes.
                let body = content(length.min(20_000));
                let head = format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", body.len());
                step([head.as_bytes(), &body].concat(), 200, Some(body))
            }
        }
    }
}

/// Sends all requests, up to six before their answers are looked at.
#[track_caller]
fn run(mut client: Client, seed: u64, way: &str) {
    let mut numbers = Numbers(seed);
    let mut steps: Vec<_> = (0..1 + numbers.below(25)).map(|_| Step::any(&mut numbers)).collect();
    while !steps.is_empty() {
        let batch: Vec<_> = steps.drain(..steps.len().min(1 + numbers.below(6))).collect();
        let bytes: Vec<u8> = batch.iter().flat_map(|step| step.request.iter().copied()).collect();
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.len().min(1 + numbers.below(2000)));
            client.send(piece).expect("the server reads");
            rest = behind;
        }
        for step in batch {
            let request = String::from_utf8_lossy(&step.request[..step.request.len().min(60)]).into_owned();
            let answer = if step.is_head { client.head_response() } else { client.response() };
            let answer = answer.unwrap_or_else(|error| panic!("{way}, seed {seed}, {request:?}: {error}"));
            assert_eq!(answer.status, step.status, "{way}, seed {seed}, {request:?}");
            assert!(step.body.is_none_or(|body| answer.body == body), "{way}, seed {seed}, {request:?}");
        }
    }
}

fn streamed(exchange: Exchange) {
    exchange.detach().expect("not answered yet");
    let length = exchange.request(|request| request.param(0).and_then(|text| str::from_utf8(text).ok()?.parse().ok()));
    let body = content(length.expect("the request is there").expect("a number"));
    thread::spawn(move || {
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        for piece in body.chunks(5000) {
            while let Err(error) = exchange.stream_write(piece) {
                assert_eq!(error.code(), Code::Again);
                exchange.stream_wait(Some(WAIT * slack())).expect("the client reads");
            }
        }
        exchange.stream_end().expect("ended");
    });
}

#[test]
fn every_order_of_requests_is_answered() {
    let (_folder, files) = Certificates::localhost();
    let folder = TempDir::new("tls-sequences");
    for length in LENGTHS {
        fs::write(folder.path().join(length.to_string()), content(length)).expect("written");
    }
    let routes = |setup: Setup| {
        let setup = setup.text("/", "hello").get("/streamed/:length", streamed).echo();
        setup.app(|app| app.add_folder(folder.path()).expect("it is there"))
    };
    each_placement(|setup| {
        let placement = setup.placement();
        let plain = routes(Setup::new(placement)).start();
        let secured = routes(setup.secured(&files)).start();
        for seed in 0..SEQUENCES {
            run(plain.client(), seed, "plain");
            for versions in [ONLY_12, ONLY_13] {
                let config = Trust::of(&[&files]).with_versions(versions).config();
                let client = TlsClient::connect(secured.port(), &config, "localhost");
                run(Client::over(client), seed, "TLS");
            }
        }
    });
}
