//! What parsing a request head costs, beside httparse: nanoseconds per head and their ratio.
//!
//! `cargo bench -p cerver-core --bench head` prints the table. With three arguments (`own` or `httparse`, a case, a number of rounds) it only parses
//! that often, for counting instructions: `valgrind --tool=callgrind target/release/deps/head-* own small 1000`.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use cerver_core::http::head::{Head, Limits, Parsed};

const CASES: [(&str, &[u8]); 3] = [("small", SMALL), ("tool", TOOL), ("browser", BROWSER)];

const SMALL: &[u8] = b"GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

const TOOL: &[u8] = b"POST /api/items?page=2&size=50 HTTP/1.1\r\n\
    Host: localhost:8080\r\n\
    User-Agent: curl/8.5.0\r\n\
    Accept: */*\r\n\
    Content-Type: application/json\r\n\
    Content-Length: 128\r\n\r\n";

const BROWSER: &[u8] = b"GET /articles/2026/spring-report?section=figures&lang=en HTTP/1.1\r\n\
    Host: www.example.org\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n\
    Accept-Language: en-US,en;q=0.5\r\n\
    Accept-Encoding: gzip, deflate, br, zstd\r\n\
    Referer: https://www.example.org/articles/2026/\r\n\
    Connection: keep-alive\r\n\
    Cookie: session=4f9a1c5be2d7483690ab; theme=dark; consent=1\r\n\
    Upgrade-Insecure-Requests: 1\r\n\
    Sec-Fetch-Dest: document\r\n\
    Sec-Fetch-Mode: navigate\r\n\
    Sec-Fetch-Site: same-origin\r\n\
    Priority: u=0, i\r\n\r\n";

type Parser = fn(&[u8], u32);

const PARSERS: [(&str, Parser); 2] = [("own", own), ("httparse", other)];

fn main() {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [parser, case, rounds] = words.as_slice() {
        let (_, parse) = PARSERS.iter().find(|(name, _)| name == parser).expect("own or httparse");
        let (_, head) = CASES.iter().find(|(name, _)| name == case).expect("small, tool or browser");
        parse(head, rounds.parse().expect("a number of rounds"));
        return;
    }
    println!("{:10} {:>6} {:>9} {:>9} {:>6}", "head", "bytes", "own ns", "httparse", "ratio");
    for (name, head) in CASES {
        let [own, other] = best_times(head);
        println!("{name:10} {:>6} {own:>9.1} {other:>9.1} {:>6.2}", head.len(), own / other);
    }
}

/// Nanoseconds per head, the best of alternating slices, so that other work on the machine counts for neither.
fn best_times(head: &[u8]) -> [f64; 2] {
    const ROUNDS: u32 = 20_000;
    let mut best = [Duration::MAX; 2];
    for _ in 0..50 {
        for (time, (_, parse)) in best.iter_mut().zip(PARSERS) {
            let start = Instant::now();
            parse(head, ROUNDS);
            *time = start.elapsed().min(*time);
        }
    }
    best.map(|time| time.as_secs_f64() * 1e9 / f64::from(ROUNDS))
}

fn own(input: &[u8], rounds: u32) {
    let mut head = Head::new();
    let limits = Limits::default();
    for _ in 0..rounds {
        let parsed = head.parse(black_box(input), &mut 0, &limits);
        assert_eq!(parsed, Parsed::Complete);
        black_box(&head);
    }
}

fn other(input: &[u8], rounds: u32) {
    for _ in 0..rounds {
        let mut fields = [httparse::EMPTY_HEADER; 64];
        let mut request = httparse::Request::new(&mut fields);
        let parsed = request.parse(black_box(input));
        assert_eq!(parsed, Ok(httparse::Status::Complete(input.len())));
        black_box(&request);
    }
}
