//! What the model answers, and how it writes that.

use super::{Hits, files, frames, parsing::Request};
use crate::{case::PAGE, faults::Fault};
use std::fmt::Write;

const ALLOW: &str = "GET, HEAD, OPTIONS, POST, PUT, DELETE, PATCH";

pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    pub pieces: Vec<&'static str>,
    pub close: bool,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), pieces: Vec::new(), close: false }
    }

    pub fn is_stream(&self) -> bool {
        !self.pieces.is_empty()
    }

    pub fn write(&self, fault: Option<Fault>, is_head: bool, minor: u8, keep: bool) -> Vec<u8> {
        let has = |other| fault == Some(other);
        if self.status == 101 && !has(Fault::Switches) {
            // As every answer 101: no framing, and what follows is no HTTP.
            let lines: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            return format!("HTTP/1.1 101 As asked\r\n{lines}\r\n").into_bytes();
        }
        let bodiless = matches!(self.status, 100..200 | 204 | 304);
        let reason = if matches!(self.status, 299 | 399 | 499 | 599) { "" } else { "As asked" };
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        if has(Fault::NoReason) && reason.is_empty() {
            head = format!("HTTP/1.1 {}\r\n", self.status);
        }
        if !has(Fault::NoDate) {
            head += "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
        }
        for (name, value) in &self.headers {
            if *name != "Allow" || !has(Fault::NoAllow) {
                let _ = write!(head, "{name}: {value}\r\n");
            }
        }
        if has(Fault::SaysKeepAlive) {
            head += "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n";
        } else if !keep && !has(Fault::SilentClose) {
            head += "Connection: close\r\n";
        } else if keep && minor == 0 {
            head += "Connection: keep-alive\r\n";
        }
        let mut body = self.body.clone();
        let chunks = self.is_stream() && (minor == 1 || has(Fault::Chunks10)) && !has(Fault::NoChunkedAnswers);
        if chunks {
            head += "Transfer-Encoding: chunked\r\n";
            body =
                self.pieces.iter().flat_map(|piece| format!("{:x}\r\n{piece}\r\n", piece.len()).into_bytes()).collect();
            body.extend(b"0\r\n\r\n");
        } else if self.is_stream() {
            body = self.pieces.concat().into_bytes();
        }
        if has(Fault::SendsTrailer) {
            head += "Trailer: X-Any\r\n";
        }
        let length = if has(Fault::NoLengthOfHead) && is_head { 0 } else { body.len() };
        let no_content = self.status == 205 && !has(Fault::Body205);
        if has(Fault::BothFramings) || (!self.is_stream() && (!bodiless || has(Fault::Length204))) {
            let _ = write!(head, "Content-Length: {}\r\n", if no_content { 0 } else { length });
        }
        head += "\r\n";
        let hidden = bodiless || no_content || (is_head && !has(Fault::BodyOfHead));
        [head.into_bytes(), if hidden { Vec::new() } else { body }].concat()
    }
}

/// The answer of the site.
pub fn reply(request: &Request, fault: Option<Fault>, hits: &Hits) -> Reply {
    let has = |other| fault == Some(other);
    let method = request.method.as_str();
    let known = matches!(method, "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "PATCH");
    if has(Fault::Switches) && request.field("Upgrade").is_some() {
        let mut reply = Reply::new(101, "");
        reply.headers.push(("Upgrade", request.field("Upgrade").unwrap_or_default()));
        return reply;
    }
    if method == "TRACE" && has(Fault::Traces) {
        return Reply::new(200, "TRACE");
    }
    if has(Fault::ConditionsOfErrors)
        && (request.field("If-Match").is_some() || request.field("If-None-Match").is_some())
    {
        return Reply::new(412, "changed");
    }
    if has(Fault::RangeOfAll) && request.field("Range").is_some() {
        return Reply { headers: vec![("Content-Range", "bytes */26".into())], ..Reply::new(416, "not there") };
    }
    if method == "OPTIONS" {
        return Reply { headers: vec![("Allow", ALLOW.into())], ..Reply::new(204, "") };
    }
    if !known && !has(Fault::AnyMethod) {
        return Reply::new(501, "what is that?");
    }
    let only_get = ["/only", "/later", "/smuggled", "/big", "/close", "/inject", "/letters.txt", "/many.txt", "/ws"]
        .contains(&request.path.as_str());
    if (only_get || request.path.starts_with("/hits/")) && method != "GET" && method != "HEAD" {
        return Reply { headers: vec![("Allow", "GET, HEAD, OPTIONS".into())], ..Reply::new(405, "only GET") };
    }
    if request.path == "/ws" {
        return frames::handshake(request, fault);
    }
    if let Some(name) = request.path.strip_prefix("/hit/") {
        *hits.lock().entry(name.to_owned()).or_default() += 1;
        return Reply::new(200, "hit");
    }
    if let Some(name) = request.path.strip_prefix("/hits/") {
        let count = hits.lock().get(name).copied().unwrap_or_default();
        return Reply::new(200, count.to_string());
    }
    if let Some(status) = request.path.strip_prefix("/status/").and_then(|code| code.parse().ok()) {
        return Reply::new(status, "text");
    }
    match request.path.as_str() {
        "/later" => Reply::new(200, "later"),
        "/smuggled" => Reply::new(200, "smuggled"),
        "/only" => Reply::new(200, "only for GET"),
        "/page" => page(request, fault),
        "/big" => Reply::new(200, vec![b'b'; 100_000]),
        "/note.txt" => Reply::new(200, "a note"),
        "/letters.txt" | "/many.txt" => files::letters(request, fault),
        "/future.txt" => {
            let (tag, date) = if has(Fault::LaterDates) {
                ("\"t\"", "Sun, 06 Nov 2994 08:49:37 GMT")
            } else {
                ("W/\"t\"", "Sun, 06 Nov 1994 08:49:37 GMT")
            };
            Reply { headers: vec![("ETag", tag.into()), ("Last-Modified", date.into())], ..Reply::new(200, "") }
        }
        "/close" => Reply { close: true, ..Reply::new(200, "closing") },
        "/stream" => Reply { pieces: vec!["one ", "two ", "three"], ..Reply::new(200, "") },
        "/inject" if has(Fault::Injects) => {
            Reply { headers: vec![("X-A", "a\r\nX-Injected: 1".into())], ..Reply::new(200, "6 refused") }
        }
        "/inject" => Reply::new(200, "6 refused"),
        "/fields" => {
            let shown =
                request.fields.iter().map(|(name, value)| format!("{}={};", name.escape_ascii(), value.escape_ascii()));
            Reply::new(200, shown.collect::<String>())
        }
        path if path == "/" || path == "/see" || path.starts_with("/see/") => see(request),
        path if has(Fault::DotsUp)
            && (path.contains("..")
                || path.contains("2e")
                || path.contains("/.")
                || path.contains("up/")
                || path.contains("note")) =>
        {
            Reply::new(200, "a secret")
        }
        _ => Reply::new(404, "not here"),
    }
}

/// Says that it is coded where that is wanted; nobody looks into what the coding gives.
fn page(request: &Request, fault: Option<Fault>) -> Reply {
    let has = |other| fault == Some(other);
    let accepted = request.all("Accept-Encoding").join(",").to_lowercase();
    let weight = |name: &str| {
        let mut codings = accepted.split(',').map(|part| part.trim().split_once(';').unwrap_or((part.trim(), "q=1")));
        codings
            .find(|(coding, _)| *coding == name)
            .and_then(|(_, weight)| weight.strip_prefix("q=")?.parse::<f32>().ok())
    };
    let is_wanted = weight("gzip").is_some_and(|gzip| gzip > 0.0 && gzip > weight("identity").unwrap_or(0.0));
    let mut reply = Reply::new(200, PAGE.repeat(1000));
    reply.headers.push(("Content-Type", "text/plain".into()));
    if !has(Fault::NoVary) {
        reply.headers.push(("Vary", "Accept-Encoding".into()));
    }
    if (is_wanted || has(Fault::CodesAlways)) && !has(Fault::NoCodings) {
        reply.headers.push(("Content-Encoding", "gzip".into()));
        reply.body = b"gzip".to_vec();
    }
    reply
}

fn see(request: &Request) -> Reply {
    let query = request.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let text = format!("{} {}{query} at {}: ", request.method, request.path, request.host);
    Reply::new(200, [text.as_bytes(), &request.body].concat())
}
