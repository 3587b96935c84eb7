//! Changes of the protocol: who is not asked keeps HTTP, who is answers 101, 426, or what is wrong with the handshake;
//! behind 101 the frames of a WebSocket.

use crate::case::{Answer, Case, Cuts, End, SMUGGLED, Table, get, post, with};
use support::websocket::{ACCEPT, KEY, closing, frame, handshake};

pub fn cases(t: &mut Table) {
    ignored(t);
    handshakes(t);
    required(t);
    wrong(t);
    frames(t);
}

fn ignored(t: &mut Table) {
    t.about(&["no switch"]);
    for value in ["websocket", "h2c", "TLS/1.2", "foo/2, bar", "HTTP/2.0"] {
        let request = with(&format!("Connection: upgrade\r\nUpgrade: {value}\r\n"));
        t.seen(&format!("Upgrade: {value}"), request, "GET /see at h: ").without("Upgrade");
    }
    t.seen("Upgrade without the option", with("Upgrade: websocket\r\n"), "GET /see at h: ");
    t.seen("the option without Upgrade", with("Connection: upgrade\r\n"), "GET /see at h: ");
    let h2c = with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n");
    t.seen("the upgrade of HTTP/2", h2c, "GET /see at h: ").also("other protocols");
    let body = post("Connection: upgrade\r\nUpgrade: x\r\nContent-Length: 3\r\n", "abc");
    t.seen("Upgrade with a body", body, "POST /see at h: abc").also("whole body");
    t.seen(
        "what follows Upgrade is the next request",
        format!("{}{}", with("Connection: upgrade\r\nUpgrade: x\r\n"), get("/see")),
        "GET /see at h: ",
    )
    .and(Answer::text("GET /see at h: "));
    t.seen("a handshake for a path without WebSocket", handshake("/see", ""), "GET /see at h: ").without("Upgrade");
    t.about(&["Upgrade in 1.0"]);
    let old = "GET /see HTTP/1.0\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    t.add("Upgrade in HTTP/1.0", old, vec![Answer::text("GET /see at h: ")], End::Closed).without("Upgrade");
    t.about(&["Upgrade and Expect"]);
    let both = "POST /see HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    let case = t.add("Upgrade and an expectation", both, vec![Answer::new(100)], End::Closed);
    case.finished().cuts = Cuts::Never;
}

/// What a client says that has nothing else to say.
fn bye() -> Vec<u8> {
    frame(0x88, &closing(1000, ""))
}

/// A handshake that is accepted, and the frames behind it.
fn accepted<'t>(t: &'t mut Table, name: &str, head: &str, sent: &[u8], frames: &str) -> &'t mut Case {
    let case = t.add(name, [head.as_bytes(), sent].concat(), vec![Answer::new(101)], End::Closed);
    case.header("Upgrade", "websocket").header("Connection", "upgrade").header("Sec-WebSocket-Accept", ACCEPT);
    case.frames(frames)
}

fn handshakes(t: &mut Table) {
    t.about(&["101", "101 names", "accept"]);
    let plain = handshake("/ws", "");
    let bye = bye();
    accepted(t, "a handshake of WebSocket", &plain, &bye, "close 1000").cut_everywhere();
    for (name, from, to) in [
        ("WebSocket in odd case", "Upgrade: websocket", "upgrade: WebSocket"),
        ("WebSocket behind another protocol", "Upgrade: websocket", "Upgrade: h2c, websocket"),
        ("WebSocket in a second Upgrade", "Upgrade: websocket", "Upgrade: h2c\r\nUpgrade: websocket"),
        ("the option alone", "keep-alive, Upgrade", "UPGRADE"),
        ("a handshake with a query", "/ws ", "/ws?a=b "),
        ("a handshake with an absolute target", "/ws ", "http://h/ws "),
        (
            "a handshake with other extensions",
            "Host: h",
            "Host: h\r\nSec-WebSocket-Extensions: x-none; a=1, permessage-x",
        ),
    ] {
        accepted(t, name, &plain.replace(from, to), &bye, "close 1000").without("Sec-WebSocket-Extensions");
    }
    let case = accepted(
        t,
        "a subprotocol that nobody speaks",
        &plain.replace("Host: h", "Host: h\r\nSec-WebSocket-Protocol: x"),
        &bye,
        "close 1000",
    );
    case.without("Sec-WebSocket-Protocol");
    t.about(&["101", "order"]);
    let behind = [get("/see").as_bytes(), plain.as_bytes(), &bye].concat();
    let case = t.add("a handshake behind a request", behind, vec![Answer::text("GET /see at h: ")], End::Closed);
    case.and(Answer::new(101)).header("Upgrade", "websocket").frames("close 1000");
}

fn required(t: &mut Table) {
    t.about(&["426", "426 names"]);
    t.status("no wish for WebSocket", get("/ws"), 426).header("Upgrade", "websocket").cut_everywhere();
    let head = get("/ws").replace("GET", "HEAD");
    t.status("HEAD without a wish for WebSocket", head, 426).header("Upgrade", "websocket").for_head();
    let other = get("/ws").replace("Host: h", "Host: h\r\nConnection: upgrade\r\nUpgrade: h2c");
    t.status("a wish for another protocol", other, 426).header("Upgrade", "websocket");
    let plain = handshake("/ws", "");
    let unlisted = plain.replace("keep-alive, Upgrade", "keep-alive");
    t.status("a handshake without the option", unlisted, 426).header("Upgrade", "websocket").also("connection options");
    let body = plain.replace("Host: h", "Host: h\r\nContent-Length: 3") + "abc";
    t.status("a handshake with a body", body, 426).header("Upgrade", "websocket").also("whole body");
    t.status("POST to a WebSocket", plain.replace("GET", "POST"), 405).also("405");
    t.about(&["426", "Upgrade in 1.0"]);
    let old = plain.replace("HTTP/1.1", "HTTP/1.0");
    t.status("a handshake in HTTP/1.0", old, 426).header("Upgrade", "websocket");
    t.about(&["426", "426 names", "versions"]);
    for (name, line) in [
        ("WebSocket of version 8", "Sec-WebSocket-Version: 8\r\n"),
        ("WebSocket of version 14", "Sec-WebSocket-Version: 14\r\n"),
        ("WebSocket of version 013", "Sec-WebSocket-Version: 013\r\n"),
        ("WebSocket of two versions", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13\r\n"),
        ("WebSocket without a version", ""),
    ] {
        let request = plain.replace("Sec-WebSocket-Version: 13\r\n", line);
        let case = t.status(name, request, 426);
        case.header("Upgrade", "websocket").header("Sec-WebSocket-Version", "13");
    }
}

fn wrong(t: &mut Table) {
    t.about(&["key"]);
    let plain = handshake("/ws", "");
    let line = format!("Sec-WebSocket-Key: {KEY}\r\n");
    for (name, with) in [
        ("no key", String::new()),
        ("an empty key", "Sec-WebSocket-Key: \r\n".into()),
        ("a key of 15 bytes", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n".into()),
        ("a key of 17 bytes", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQA=\r\n".into()),
        ("a key with a digit that is none", line.replace("bXB", "b*B")),
        ("a key without padding", line.replace("==", "")),
        ("two keys", line.repeat(2)),
    ] {
        t.status(name, plain.replace(&line, &with), 400).without("Upgrade");
    }
    t.about(&["no Host"]);
    t.refused("a handshake without Host", plain.replace("Host: h\r\n", ""));
}

fn frames(t: &mut Table) {
    let head = handshake("/ws", "");
    let bye = bye();
    let mut echoed = |name: &str, rule: &'static str, sent: &[u8], back: &str| {
        t.about(&["101", rule]);
        let case = accepted(t, name, &head, sent, back);
        if sent.len() < 100 {
            case.cut_everywhere();
        }
    };
    let then = |first: &[u8]| [first, &bye].concat();
    echoed("a text", "messages", &then(&frame(0x81, b"hello")), "text hello; close 1000");
    echoed("an empty text", "messages", &then(&frame(0x81, b"")), "text ; close 1000");
    echoed("two texts", "messages", &then(&frame(0x81, b"a").repeat(2)), "text a; text a; close 1000");
    echoed(
        "126 bytes",
        "messages",
        &then(&frame(0x82, &[b'x'; 126])),
        &format!("binary {}; close 1000", "x".repeat(126)),
    );
    let pieces = [frame(0x01, b"one "), frame(0x00, b"two "), frame(0x80, b"three")].concat();
    echoed("a text in three frames", "fragments", &then(&pieces), "text one two three; close 1000");
    let between = [frame(0x01, b"a"), frame(0x89, b"p"), frame(0x80, b"b")].concat();
    echoed("a ping between two frames", "fragments", &then(&between), "pong p; text ab; close 1000");
    echoed(
        "a letter cut by two frames",
        "fragments",
        &then(&[frame(0x01, b"\xc3"), frame(0x80, b"\xa9")].concat()),
        "text \u{e9}; close 1000",
    );
    echoed("a ping", "ping", &then(&frame(0x89, b"there?")), "pong there?; close 1000");
    echoed("a pong that nobody asked for", "ping", &then(&frame(0x8a, b"here")), "close 1000");
    echoed("a close without a code", "close frames", &frame(0x88, b""), "close");
    echoed("a close of the program's own code", "close frames", &frame(0x88, &closing(4999, "done")), "close 4999");
    echoed("frames behind a close", "close frames", &[&bye[..], &frame(0x81, b"late")].concat(), "close 1000");
    for (name, rule, sent, code) in [
        ("a frame without a mask", "masks", vec![0x81, 1, b'a'], 1002),
        ("HTTP behind the handshake", "reserved", SMUGGLED.as_bytes().to_vec(), 1002),
        ("RSV1 without an extension", "reserved", frame(0xc1, b"a"), 1002),
        ("RSV2", "reserved", frame(0xa1, b"a"), 1002),
        ("RSV3 of a ping", "reserved", frame(0x99, b"a"), 1002),
        ("the opcode 3", "reserved", frame(0x83, b"a"), 1002),
        ("the opcode 11", "reserved", frame(0x8b, b"a"), 1002),
        ("a continuation of nothing", "fragments", frame(0x80, b"a"), 1002),
        ("a message inside of another one", "fragments", [frame(0x01, b"a"), frame(0x81, b"b")].concat(), 1002),
        ("a ping in pieces", "control frames", frame(0x09, b"a"), 1002),
        ("a ping of 126 bytes", "control frames", frame(0x89, &[b'p'; 126]), 1002),
        ("a length that could be shorter", "lengths", vec![0x82, 0xfe, 0, 5, 0, 0, 0, 0, 1, 2, 3, 4, 5], 1002),
        ("a length above 2^63", "lengths", [&[0x82, 0xff, 0x80][..], &[0; 11]].concat(), 1002),
        ("a close with half a code", "close codes", frame(0x88, &[3]), 1002),
        ("a close with 1005", "close codes", frame(0x88, &closing(1005, "")), 1002),
        ("a close with 1006", "close codes", frame(0x88, &closing(1006, "")), 1002),
        ("a close with 999", "close codes", frame(0x88, &closing(999, "")), 1002),
        ("a close with 2000", "close codes", frame(0x88, &closing(2000, "")), 1002),
        ("a close with 5000", "close codes", frame(0x88, &closing(5000, "")), 1002),
        ("a text with half a letter", "UTF-8", frame(0x81, b"a\xc3"), 1007),
        ("a text with a surrogate", "UTF-8", frame(0x81, b"\xed\xa0\x80"), 1007),
        ("a frame of 2^40 bytes", "big frames", [&[0x82, 0xff, 0, 0, 1][..], &[0; 9]].concat(), 1009),
    ] {
        echoed(name, rule, &[&sent[..], &bye].concat(), &format!("close {code}"));
    }
}
